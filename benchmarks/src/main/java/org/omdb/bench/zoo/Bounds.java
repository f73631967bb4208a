// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

/**
 * The bounds that a cell must keep.
 *
 * @param recallLoss by how much recall may be below that of Lucene
 * @param selfRecall share of stored vectors that must find themselves, or that of Lucene if lower
 * @param timeRatio maximum time of a search, relative to that of Lucene
 */
public record Bounds(double recallLoss, double selfRecall, double timeRatio) {

  /** The bounds of the command. */
  public static final Bounds USUAL = new Bounds(0.005, 0.995, 1.1);
}
