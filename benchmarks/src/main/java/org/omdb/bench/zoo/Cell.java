// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.omdb.bench.zoo.distribution.Distribution;
import org.omdb.bench.zoo.index.Shape;

/**
 * The results of one distribution in one shape with one k.
 *
 * @param distribution of the vectors
 * @param shape of the index
 * @param k number of hits per search
 * @param rows number of stored vectors
 * @param omdb findings of this library
 * @param lucene findings of Lucene; null if it does not support such vectors
 * @param timeRatio search time, relative to Lucene's; NaN without Lucene, or if times were not
 *     measured
 */
public record Cell(
    Distribution distribution,
    Shape shape,
    int k,
    int rows,
    Findings omdb,
    Findings lucene,
    double timeRatio) {

  /** Tolerance for rounding errors of recall. */
  private static final double EPSILON = 1e-9;

  /**
   * Combines the cells of several seeds: medians of all figures, and the first invalid hits.
   *
   * @param cells of one distribution, shape and k
   * @return one cell
   */
  static Cell median(List<Cell> cells) {
    Cell first = cells.getFirst();
    return new Cell(
        first.distribution,
        first.shape,
        first.k,
        first.rows,
        median(cells, Cell::omdb),
        first.lucene == null ? null : median(cells, Cell::lucene),
        Medians.of(cells.stream().mapToDouble(Cell::timeRatio)));
  }

  private static Findings median(List<Cell> cells, Function<Cell, Findings> whose) {
    List<Findings> all = cells.stream().map(whose).toList();
    return new Findings(
        median(all, Findings::recall),
        median(all, Findings::selfRecall),
        all.stream().map(Findings::broken).filter(Objects::nonNull).findFirst().orElse(null),
        median(all, Findings::micros));
  }

  private static double median(List<Findings> all, ToDoubleFunction<Findings> figure) {
    return Medians.of(all.stream().mapToDouble(figure));
  }

  /**
   * Recall minus Lucene's recall.
   *
   * @return negative if Lucene's recall is higher; NaN without Lucene
   */
  public double recallGain() {
    return lucene == null ? Double.NaN : omdb.recall() - lucene.recall();
  }

  /**
   * The bounds that this cell breaks. Without Lucene there are no bounds of recall and time.
   *
   * @param bounds to be kept
   * @return empty if it keeps all of them
   */
  public Set<Failure> failures(Bounds bounds) {
    EnumSet<Failure> failures = EnumSet.noneOf(Failure.class);
    if (omdb.broken() != null) {
      failures.add(Failure.BROKEN);
    }
    double self =
        lucene == null ? bounds.selfRecall() : Math.min(bounds.selfRecall(), lucene.selfRecall());
    if (omdb.selfRecall() < self - EPSILON) {
      failures.add(Failure.SELF);
    }
    if (recallGain() < -bounds.recallLoss() - EPSILON) {
      failures.add(Failure.RECALL);
    }
    if (timeRatio > bounds.timeRatio()) {
      failures.add(Failure.TIME);
    }
    return failures;
  }
}
