// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;

/**
 * A chart with one row of dots per name, and a vertical line at the bound that values must keep. It
 * has room for many names.
 *
 * @param title what is shown
 * @param note which direction is better, and what else a reader must know
 * @param x axis of the dots
 * @param bound value at which the line is drawn
 * @param rows from top to bottom
 * @param width of the chart
 */
public record DotChart(String title, String note, Axis x, double bound, List<Row> rows, int width)
    implements Figure {

  private static final int LEFT = 230;
  private static final int RIGHT = 24;
  private static final int TOP = 58;
  private static final int BOTTOM = 48;
  private static final int ROW = 16;
  private static final Color BOUND = new Color(0xD55E00);

  /**
   * Dots beside a name.
   *
   * @param name stands to the left
   * @param dots any number
   */
  public record Row(String name, List<Dot> dots) {

    /** Copies the list. */
    public Row {
      dots = List.copyOf(dots);
    }
  }

  /**
   * A measured value.
   *
   * @param value in the units of the axis
   * @param color its own
   * @param mark its shape
   */
  public record Dot(double value, Color color, Mark mark) {}

  /** Copies the list. */
  public DotChart {
    rows = List.copyOf(rows);
  }

  @Override
  public int height() {
    return TOP + ROW * rows.size() + BOTTOM;
  }

  @Override
  public void draw(Graphics2D graphics) {
    Ink.heading(graphics, title, note, 12);
    double bottom = TOP + ROW * rows.size();
    for (Axis.Tick tick : x.ticks()) {
      Ink.line(graphics, Ink.THIN, Ink.RULE, px(tick.value()), TOP, px(tick.value()), bottom);
      Ink.textAround(graphics, Ink.TEXT, Ink.MIDDLE, tick.label(), px(tick.value()), bottom + 17);
    }
    Ink.line(graphics, Ink.THIN, BOUND, px(bound), TOP, px(bound), bottom);
    Ink.textAround(
        graphics, Ink.TEXT, Ink.DARK, x.title(), (LEFT + width - RIGHT) / 2.0, bottom + 38);
    for (int i = 0; i < rows.size(); i++) {
      draw(graphics, rows.get(i), TOP + ROW * (i + 0.5));
    }
  }

  private void draw(Graphics2D graphics, Row row, double y) {
    Ink.textEndingAt(graphics, Ink.TEXT, Ink.DARK, row.name(), LEFT - 8, y + 4);
    Ink.line(graphics, Ink.THIN, Ink.RULE, LEFT, y, width - RIGHT, y);
    for (Dot dot : row.dots()) {
      graphics.setColor(dot.color());
      graphics.fill(dot.mark().around(px(dot.value()), y, 1));
    }
  }

  private double px(double value) {
    return LEFT + x.at(value) * (width - RIGHT - LEFT);
  }
}
