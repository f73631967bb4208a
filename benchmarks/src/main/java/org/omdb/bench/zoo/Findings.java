// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

/**
 * What one entrant found in one cell.
 *
 * @param recall share of the k nearest that it found, 0 to 1
 * @param selfRecall share of stored vectors that found themselves, or what scores as high
 * @param broken what was wrong with the first hits that are not what they seem; null if all are
 *     right
 * @param micros time of one search; NaN if it was not measured
 */
public record Findings(double recall, double selfRecall, String broken, double micros) {

  private static final int MOST_OF_A_MESSAGE = 120;

  /** A search failed, so nothing was found. */
  static Findings failed(Throwable failure) {
    String what = failure.toString(); // may have a whole vector in it
    String beginning = what.substring(0, Math.min(MOST_OF_A_MESSAGE, what.length()));
    return new Findings(0, 0, "a search failed: " + beginning, Double.NaN);
  }

  /** The same with another time. */
  Findings taking(double micros) {
    return new Findings(recall, selfRecall, broken, micros);
  }
}
