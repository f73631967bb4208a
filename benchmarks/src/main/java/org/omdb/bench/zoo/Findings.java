// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

/**
 * What one entrant found in one cell.
 *
 * @param recall share of the k nearest vectors that were found, 0 to 1
 * @param selfRecall share of stored vectors that found themselves, or a vector with the same score,
 *     0 to 1
 * @param broken why the first invalid hits are invalid; null if all hits are valid
 * @param micros time of one search, in microseconds; NaN if it was not measured
 */
public record Findings(double recall, double selfRecall, String broken, double micros) {

  private static final int MOST_OF_A_MESSAGE = 120;

  /** The findings of a search that failed with an exception. */
  static Findings failed(Throwable failure) {
    String what = failure.toString(); // may contain a whole vector
    String beginning = what.substring(0, Math.min(MOST_OF_A_MESSAGE, what.length()));
    return new Findings(0, 0, "a search failed: " + beginning, Double.NaN);
  }

  /** The same findings with another time. */
  Findings taking(double micros) {
    return new Findings(recall, selfRecall, broken, micros);
  }
}
