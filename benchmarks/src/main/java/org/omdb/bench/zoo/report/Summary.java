// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.report;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.omdb.bench.zoo.Bounds;
import org.omdb.bench.zoo.Cell;
import org.omdb.bench.zoo.Failure;

/**
 * All cells, and the bounds that they must keep.
 *
 * @param cells sorted by this class: failed cells come first, the worst of them at the top
 * @param bounds to be kept
 */
public record Summary(List<Cell> cells, Bounds bounds) {

  private static final String OK = "ok";

  /** Copies and sorts the list. */
  public Summary {
    cells =
        cells.stream()
            .sorted(
                Comparator.comparingInt((Cell cell) -> worst(cell, bounds))
                    .thenComparingDouble(Summary::gainOrMost))
            .toList();
  }

  private static int worst(Cell cell, Bounds bounds) {
    return cell.failures(bounds).stream()
        .mapToInt(Failure::ordinal)
        .min()
        .orElse(Failure.values().length);
  }

  private static double gainOrMost(Cell cell) {
    return cell.lucene() == null ? Double.MAX_VALUE : cell.recallGain();
  }

  /**
   * The verdict of a cell, for tables.
   *
   * @param cell any
   * @return ok, or the labels of its failures
   */
  public String verdict(Cell cell) {
    Set<Failure> failures = cell.failures(bounds);
    return failures.isEmpty()
        ? OK
        : failures.stream().map(Failure::label).collect(Collectors.joining(", "));
  }

  /**
   * The number of cells with a failure.
   *
   * @param failure to be counted
   * @return a count
   */
  public long failing(Failure failure) {
    return cells.stream().filter(cell -> cell.failures(bounds).contains(failure)).count();
  }

  /**
   * Whether no cell fails, except in time.
   *
   * @return true if all cells keep their bounds of recall, and all hits are valid
   */
  public boolean isSound() {
    return failing(Failure.BROKEN) + failing(Failure.SELF) + failing(Failure.RECALL) == 0;
  }

  /**
   * A summary in one line.
   *
   * @return the number of cells, and of those that fail
   */
  public String line() {
    return cells.size()
        + " cells; failing: "
        + Stream.of(Failure.values())
            .map(failure -> failure.label() + " " + failing(failure))
            .collect(Collectors.joining(", "));
  }
}
