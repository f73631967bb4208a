// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A logarithmic axis: equal distances are equal ratios.
 *
 * @param title what is measured, with its unit
 * @param low value at its start, above 0
 * @param high value at its end, above low
 * @param marks values to be marked; if empty, round ones
 */
public record LogAxis(String title, double low, double high, List<Double> marks) implements Axis {

  private static final double[] STEPS = {1, 2, 5};

  /** Factor by which the axis extends the range of its values, at each end. */
  private static final double MARGIN = 1.15;

  /** Copies the list. */
  public LogAxis {
    marks = List.copyOf(marks);
  }

  /**
   * An axis for all values. It spans at least a factor of 5, so that it has at least two round
   * values to mark.
   *
   * @param title what is measured, with its unit
   * @param values to be shown; values of 0 or less are ignored
   * @return an axis with a margin at both ends
   */
  public static LogAxis around(String title, DoubleStream values) {
    double[] positive = values.filter(value -> value > 0).sorted().toArray();
    double low = positive.length == 0 ? 1 : positive[0] / MARGIN;
    double high = positive.length == 0 ? 10 : positive[positive.length - 1] * MARGIN;
    double missing = Math.max(1, Math.sqrt(5 * low / high));
    return new LogAxis(title, low / missing, high * missing, List.of());
  }

  /**
   * The same axis with marks at given values instead of round ones.
   *
   * @param values within the axis
   * @return this with marks
   */
  public LogAxis marking(DoubleStream values) {
    return new LogAxis(title, low, high, values.sorted().distinct().boxed().toList());
  }

  @Override
  public double at(double value) {
    double share = Math.log(value / low) / Math.log(high / low);
    return Math.clamp(share, 0, 1);
  }

  @Override
  public List<Tick> ticks() {
    if (marks.isEmpty() == false) {
      return marks.stream().map(value -> new Tick(value, label(value))).toList();
    }
    boolean tensOnly = high / low > 10_000;
    List<Tick> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (double step : STEPS) {
        double value = BigDecimal.valueOf(step).scaleByPowerOfTen(power).doubleValue();
        if (value >= low && value <= high && (step == 1 || tensOnly == false)) {
          ticks.add(new Tick(value, label(value)));
        }
      }
    }
    return ticks;
  }

  private static String label(double value) {
    if (value >= 1) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
    return new BigDecimal(value, new MathContext(2)).stripTrailingZeros().toPlainString();
  }
}
