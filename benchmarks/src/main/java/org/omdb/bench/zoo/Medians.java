// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.stream.DoubleStream;

/** Medians of values. */
final class Medians {

  private Medians() {}

  /** The median; for an even number of values the mean of the middle two, NaN without values. */
  static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
