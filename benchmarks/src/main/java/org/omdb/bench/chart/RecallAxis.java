// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An axis for recall, logarithmic in the share of neighbors that are missed (1 - recall). Each
 * halving of the misses is a step of the same length, so 0.8 to 0.9 is as long as 0.98 to 0.99. A
 * recall of 1 would be infinitely far away; it is drawn at the end of the axis.
 *
 * @param title what is measured
 * @param low recall at its start
 * @param high recall just short of its end, below 1
 */
public record RecallAxis(String title, double low, double high) implements Axis {

  private static final double[] MARKS = {
    0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999
  };

  /** Share of the axis between the highest recall below 1 and a recall of 1. */
  private static final double LAST_STEP = 0.08;

  /**
   * An axis that shows all values.
   *
   * @param title what is measured
   * @param recalls 0 to 1
   * @return from a round value on
   */
  public static RecallAxis around(String title, DoubleStream recalls) {
    double[] sorted = recalls.sorted().toArray();
    double least = sorted.length == 0 ? 0.9 : sorted[0];
    double low = 0;
    for (double mark : MARKS) {
      if (mark <= Math.min(least, 0.9)) {
        low = mark;
      }
    }
    double high = 0.99;
    for (double recall : sorted) {
      high = recall < 0.9999 ? Math.max(high, recall) : high;
    }
    return new RecallAxis(title, low, high);
  }

  @Override
  public double at(double recall) {
    if (recall >= 1) {
      return 1;
    }
    double share = (distance(recall) - distance(low)) / (distance(high) - distance(low));
    return Math.clamp(share * (1 - LAST_STEP), 0, 1);
  }

  private static double distance(double recall) {
    return -Math.log(1 - recall);
  }

  @Override
  public List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    for (double mark : MARKS) {
      if (mark >= low && mark <= high) {
        ticks.add(new Tick(mark, Double.toString(mark)));
      }
    }
    ticks.add(new Tick(1, "1"));
    return ticks;
  }
}
