// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

/**
 * What is still good.
 *
 * @param recallLoss by how much recall may be below Lucene's
 * @param selfRecall that must be reached, or Lucene's if that is less
 * @param timeRatio the most time of Lucene's
 */
public record Bounds(double recallLoss, double selfRecall, double timeRatio) {

  /** Those of the project. */
  public static final Bounds USUAL = new Bounds(0.005, 0.995, 1.1);
}
