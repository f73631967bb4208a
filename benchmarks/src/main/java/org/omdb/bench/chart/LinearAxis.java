// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A linear axis: equal distances are equal differences.
 *
 * @param title what is measured, with its unit
 * @param low value at its start
 * @param high value at its end, above low
 * @param marks values to be marked, in increasing order
 */
public record LinearAxis(String title, double low, double high, List<Double> marks)
    implements Axis {

  /** Copies the list. */
  public LinearAxis {
    marks = List.copyOf(marks);
  }

  /**
   * An axis that shows all values and marks each.
   *
   * @param title what is measured, with its unit
   * @param values at least one, whole ones
   * @return an axis from the minimum to the maximum
   */
  public static LinearAxis marking(String title, DoubleStream values) {
    List<Double> marks = values.sorted().distinct().boxed().toList();
    double low = marks.getFirst();
    return new LinearAxis(title, low, Math.max(low + 1, marks.getLast()), marks);
  }

  @Override
  public double at(double value) {
    return Math.clamp((value - low) / (high - low), 0, 1);
  }

  @Override
  public List<Tick> ticks() {
    return marks.stream()
        .map(value -> new Tick(value, String.format(Locale.ROOT, "%,d", Math.round(value))))
        .toList();
  }
}
