// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.List;
import org.omdb.bench.zoo.distribution.Distributions;
import org.omdb.bench.zoo.index.Shape;
import picocli.CommandLine.Option;

/** Options of the command that only the zoo reads. */
public final class ZooOptions {

  /** What {@code --scenario} calls the zoo. */
  public static final String SCENARIO = "zoo";

  @Option(
      names = "--zoo",
      paramLabel = "NAME",
      split = ",",
      description =
          "With --scenario zoo: generated distributions, names or globs such as 'uniform-*'."
              + " Default: all.")
  private List<String> names = List.of("*");

  @Option(
      names = "--zoo-shape",
      paramLabel = "SHAPE",
      split = ",",
      description =
          "How an index is left: flushed, eight, merged, generations. Default: all of them.")
  private List<String> shapes = Shape.labels();

  @Option(
      names = "--zoo-k",
      paramLabel = "K",
      split = ",",
      description = "Hits per search. Default: 1,10,100.")
  private List<Integer> ks = List.of(1, 10, 100);

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How often each distribution is drawn; medians count. Default: 3.")
  private int seeds = 3;

  @Option(
      names = "--zoo-queries",
      paramLabel = "N",
      description = "Queries of each kind, and as many stored vectors. Default: 100.")
  private int queries = ZooPlan.Size.FULL.queries();

  /** As typed. */
  public ZooOptions() {}

  /**
   * What these options ask for.
   *
   * @param isQuick whether a quick look is enough
   * @param rows at most so many of each distribution; null for as many as it usually has
   * @return the plan
   * @throws IllegalArgumentException if a name, a shape or a number is none
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
