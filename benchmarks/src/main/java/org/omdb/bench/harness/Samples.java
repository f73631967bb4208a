// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.Arrays;

/** The values of a figure that is measured several times. */
final class Samples {

  private double[] values = new double[0];

  void add(double value) {
    values = Arrays.copyOf(values, values.length + 1);
    values[values.length - 1] = value;
  }

  boolean isEmpty() {
    return values.length == 0;
  }

  double[] values() {
    return values.clone();
  }

  double median() {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double min() {
    return Arrays.stream(values).min().orElseThrow();
  }

  double max() {
    return Arrays.stream(values).max().orElseThrow();
  }
}
