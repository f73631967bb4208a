// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.stream.DoubleStream;

/** The middle of several values. */
final class Medians {

  private Medians() {}

  /** The median; the mean of the middle two of an even number, NaN of none. */
  static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
