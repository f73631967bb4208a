// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

/**
 * The bounds that a cell must keep.
 *
 * @param recallLoss maximum of Lucene's recall minus the library's recall
 * @param selfRecall minimum share of stored vectors that find themselves, unless Lucene's share is
 *     lower: then that is the minimum
 * @param timeRatio maximum search time, relative to Lucene's
 */
public record Bounds(double recallLoss, double selfRecall, double timeRatio) {

  /** The bounds of the command. */
  public static final Bounds USUAL = new Bounds(0.005, 0.995, 1.1);
}
