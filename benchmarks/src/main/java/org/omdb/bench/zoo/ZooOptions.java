// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.List;
import org.omdb.bench.zoo.distribution.Distributions;
import org.omdb.bench.zoo.index.Shape;
import picocli.CommandLine.Option;

/** Options of the scenario {@code zoo}. */
public final class ZooOptions {

  /** The name of the zoo in {@code --scenario}. */
  public static final String SCENARIO = "zoo";

  @Option(
      names = "--zoo",
      paramLabel = "NAME",
      split = ",",
      description =
          "With --scenario zoo: names of distributions, or globs such as 'uniform-*'. Default: all.")
  private List<String> names = List.of("*");

  @Option(
      names = "--zoo-shape",
      paramLabel = "SHAPE",
      split = ",",
      description =
          "Shapes of the index: flushed, eight, merged, generations. Default: all of these.")
  private List<String> shapes = Shape.labels();

  @Option(
      names = "--zoo-k",
      paramLabel = "K",
      split = ",",
      description = "Numbers of hits per search. Default: 1,10,100.")
  private List<Integer> ks = List.of(1, 10, 100);

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Number of seeds per distribution. Figures are medians of these. Default: 3.")
  private int seeds = 3;

  @Option(
      names = "--zoo-queries",
      paramLabel = "N",
      description = "Number of queries, and of searches for stored vectors. Default: 100.")
  private int queries = ZooPlan.Size.FULL.queries();

  /** Called by picocli, which sets the fields. */
  public ZooOptions() {}

  /**
   * The plan that the options ask for.
   *
   * @param isQuick whether to use fewer rows
   * @param rows maximum number of rows of each distribution; null for the default
   * @return the plan
   * @throws IllegalArgumentException if a distribution or shape is unknown, or a number is below 1
   */
  public ZooPlan plan(boolean isQuick, Integer rows) {
    if (seeds < 1 || queries < 1 || ks.stream().anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException("--seeds, --zoo-queries and --zoo-k must be at least 1");
    }
    ZooPlan.Size usual = isQuick ? ZooPlan.Size.QUICK : ZooPlan.Size.FULL;
    return new ZooPlan(
        Distributions.matching(names),
        shapes.stream().map(Shape::labelled).toList(),
        ks,
        seeds,
        new ZooPlan.Size(rows == null ? usual.mostRows() : rows, queries, queries),
        true,
        false);
  }
}
