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
 * Cells with what they fail in.
 *
 * @param cells in the order of reports: those that fail first, the worst of them before others
 * @param bounds what is still good
 */
public record Summary(List<Cell> cells, Bounds bounds) {

  private static final String OK = "ok";

  /** Sorts its own list. */
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
   * What a table says of a cell.
   *
   * @param cell any
   * @return ok, or in what it fails
   */
  public String verdict(Cell cell) {
    Set<Failure> failures = cell.failures(bounds);
    return failures.isEmpty()
        ? OK
        : failures.stream().map(Failure::label).collect(Collectors.joining(", "));
  }

  /**
   * How many cells fail in something.
   *
   * @param failure in what
   * @return a count
   */
  public long failing(Failure failure) {
    return cells.stream().filter(cell -> cell.failures(bounds).contains(failure)).count();
  }

  /**
   * Whether all is found that must be, and is what it seems. No time is judged.
   *
   * @return true if so
   */
  public boolean isSound() {
    return failing(Failure.BROKEN) + failing(Failure.SELF) + failing(Failure.RECALL) == 0;
  }

  /**
   * All in one line.
   *
   * @return how many cells there are and fail
   */
  public String line() {
    return cells.size()
        + " cells; failing: "
        + Stream.of(Failure.values())
            .map(failure -> failure.label() + " " + failing(failure))
            .collect(Collectors.joining(", "));
  }
}
