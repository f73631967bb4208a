// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.awt.Color;
import java.util.List;

/**
 * A line of a chart.
 *
 * @param name label at its end
 * @param color of line, marks and name
 * @param mark at its points, so that lines can be told apart without colors too
 * @param bold whether it is drawn thicker and below the others, for what the chart is about
 * @param points in the order in which the line goes through them
 */
public record Series(String name, Color color, Mark mark, boolean bold, List<Point> points) {

  /**
   * A measured point.
   *
   * @param x in the units of the axis
   * @param y in the units of the axis
   */
  public record Point(double x, double y) {}

  /** Copies the list. */
  public Series {
    points = List.copyOf(points);
  }
}
