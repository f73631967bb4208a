// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import com.carrotsearch.randomizedtesting.annotations.Name;
import com.carrotsearch.randomizedtesting.annotations.ParametersFactory;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.zoo.distribution.Distribution;
import org.omdb.bench.zoo.distribution.Distributions;
import org.omdb.bench.zoo.index.Shape;
import org.omdb.bench.zoo.report.CellLines;

/**
 * On each distribution of the zoo the library has the recall of Lucene's default, stored vectors
 * find themselves, and hits are valid. This is the short form of {@code benchmarks/run --scenario
 * zoo}, with fixed seeds and without times.
 */
@LuceneTestCase.SuppressFileSystems("*") // the library's fast search needs mapped files
public class TestZoo extends LuceneTestCase {

  private static final ZooPlan.Size SIZE = new ZooPlan.Size(850, 400, 850);

  /** Smaller, because everything takes longer with many dimensions. */
  private static final ZooPlan.Size SIZE_OF_MANY_DIMENSIONS = new ZooPlan.Size(300, 200, 300);

  private static final int MANY_DIMENSIONS = 512;

  /**
   * Number of seeds per distribution, whose medians are judged. Without {@code
   * -Dtests.nightly=true} the first one is enough where it is within the bounds, as nearly all are.
   */
  private static final int SEEDS = 3;

  /** A little wider than at full size: with 850 vectors Lucene's graph misses hardly any. */
  private static final Bounds BOUNDS = new Bounds(0.01, 0.995, Double.POSITIVE_INFINITY);

  private final Distribution distribution;

  /** Tests one distribution. */
  public TestZoo(@Name("") Distribution distribution) {
    this.distribution = distribution;
  }

  /** All distributions; each is tested. */
  @ParametersFactory
  public static List<Object[]> distributions() {
    return Distributions.all().stream().map(distribution -> new Object[] {distribution}).toList();
  }

  public void testFlushedFindsWhatLuceneFinds() throws IOException {
    assertFindsWhatLuceneFinds(Shape.FLUSHED, List.of(10));
  }

  public void testMergedFindsWhatLuceneFinds() throws IOException {
    assertFindsWhatLuceneFinds(Shape.MERGED, List.of(10, 100));
  }

  private void assertFindsWhatLuceneFinds(Shape shape, List<Integer> ks) throws IOException {
    List<Cell> failing = TEST_NIGHTLY ? List.of() : failing(shape, ks, 1);
    if (TEST_NIGHTLY || failing.isEmpty() == false) {
      failing = failing(shape, ks, SEEDS);
    }
    assertTrue(
        "distribution  shape  verdict  k  recall  lucene recall  self-recall  lucene self-recall"
            + "  search, µs  lucene search, µs  time ratio\n"
            + String.join(
                "\n", failing.stream().map(cell -> CellLines.progress(cell, BOUNDS)).toList()),
        failing.isEmpty());
  }

  private List<Cell> failing(Shape shape, List<Integer> ks, int seeds) throws IOException {
    boolean isLarge = distribution.dimension() > MANY_DIMENSIONS;
    ZooPlan plan =
        new ZooPlan(
            List.of(distribution),
            List.of(shape),
            ks,
            seeds,
            isLarge ? SIZE_OF_MANY_DIMENSIONS : SIZE,
            false,
            true);
    List<Cell> cells = new Zoo(plan, createTempDir(), cell -> {}).run();
    assertEquals(ks.size(), cells.size());
    return cells.stream().filter(cell -> cell.failures(BOUNDS).isEmpty() == false).toList();
  }
}
