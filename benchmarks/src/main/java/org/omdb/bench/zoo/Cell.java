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
 * One distribution in one shape with one k.
 *
 * @param distribution what was searched
 * @param shape how the index was left
 * @param k hits per search
 * @param rows stored vectors
 * @param omdb what this library found
 * @param lucene what Lucene found; null if it can't have such vectors
 * @param timeRatio time of a search by Lucene's; NaN without Lucene, or if no time was measured
 */
public record Cell(
    Distribution distribution,
    Shape shape,
    int k,
    int rows,
    Findings omdb,
    Findings lucene,
    double timeRatio) {

  /** Rounding of shares. */
  private static final double EPSILON = 1e-9;

  /**
   * Several seeds' cells in one: medians, and the first complaint.
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
   * How much more is found than by Lucene.
   *
   * @return negative if it is less; NaN without Lucene
   */
  public double recallGain() {
    return lucene == null ? Double.NaN : omdb.recall() - lucene.recall();
  }

  /**
   * In what this cell fails. Without Lucene there is no bound of recall and time.
   *
   * @param bounds what is still good
   * @return empty if all is
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
