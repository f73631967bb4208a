// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Path2D;
import java.util.Comparator;
import java.util.List;

/**
 * A chart of lines between measured points. Each line has its name to the right.
 *
 * @param title what is shown
 * @param note which direction is better, and what else a reader must know
 * @param x horizontal axis
 * @param y vertical axis
 * @param series the lines; bold ones are drawn first, so that they do not hide others
 * @param width of the chart
 * @param height of the chart
 */
public record LineChart(
    String title, String note, Axis x, Axis y, List<Series> series, int width, int height)
    implements Figure {

  private static final int LEFT = 66;
  private static final int RIGHT = 122;
  private static final int TOP = 58;
  private static final int TOP_WITHOUT_NOTE = 36;
  private static final int BOTTOM = 48;
  private static final int LABEL_GAP = 16;

  /** Marks of a bold line are larger by this factor, so that other lines do not hide them. */
  private static final double BOLD_MARK = 1.5;

  private static final Stroke LINE =
      new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final Stroke BOLD =
      new BasicStroke(3.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final Stroke LEADER =
      new BasicStroke(
          1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {2f, 3f}, 0f);

  /** Copies and sorts the list. */
  public LineChart {
    series = series.stream().sorted(Comparator.comparing(Series::bold).reversed()).toList();
  }

  @Override
  public void draw(Graphics2D graphics) {
    Ink.heading(graphics, title, note, 12);
    drawAxes(graphics);
    drawLabels(graphics);
    for (Series line : series) {
      drawLine(graphics, line);
    }
  }

  private double top() {
    return note.isEmpty() ? TOP_WITHOUT_NOTE : TOP;
  }

  private double right() {
    return width - RIGHT;
  }

  private double bottom() {
    return height - BOTTOM;
  }

  private double px(double value) {
    return LEFT + x.at(value) * (right() - LEFT);
  }

  private double py(double value) {
    return bottom() - y.at(value) * (bottom() - top());
  }

  private void drawAxes(Graphics2D graphics) {
    double free = -1;
    for (Axis.Tick tick : x.ticks()) {
      double at = px(tick.value());
      double half = Ink.width(graphics, Ink.TEXT, tick.label()) / 2;
      Ink.line(graphics, Ink.THIN, Ink.RULE, at, top(), at, bottom());
      if (at - half > free) {
        Ink.textAround(graphics, Ink.TEXT, Ink.MIDDLE, tick.label(), at, bottom() + 17);
        free = at + half + 8;
      }
    }
    for (Axis.Tick tick : y.ticks()) {
      double at = py(tick.value());
      Ink.line(graphics, Ink.THIN, Ink.RULE, LEFT, at, right(), at);
      Ink.textEndingAt(graphics, Ink.TEXT, Ink.MIDDLE, tick.label(), LEFT - 7, at + 4);
    }
    Ink.line(graphics, Ink.THIN, Ink.MIDDLE, LEFT, bottom(), right(), bottom());
    Ink.line(graphics, Ink.THIN, Ink.MIDDLE, LEFT, top(), LEFT, bottom());
    Ink.textAround(graphics, Ink.TEXT, Ink.DARK, x.title(), (LEFT + right()) / 2, bottom() + 38);
    double middle = (top() + bottom()) / 2;
    graphics.rotate(-Math.PI / 2, 16, middle);
    Ink.textAround(graphics, Ink.TEXT, Ink.DARK, y.title(), 16, middle);
    graphics.rotate(Math.PI / 2, 16, middle);
  }

  private void drawLine(Graphics2D graphics, Series line) {
    Path2D path = new Path2D.Double();
    for (Series.Point point : line.points()) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(px(point.x()), py(point.y()));
      } else {
        path.lineTo(px(point.x()), py(point.y()));
      }
    }
    graphics.setColor(line.color());
    graphics.setStroke(line.bold() ? BOLD : LINE);
    if (line.points().size() > 1) {
      graphics.draw(path);
    }
    for (Series.Point point : line.points()) {
      Shape mark = line.mark().around(px(point.x()), py(point.y()), line.bold() ? BOLD_MARK : 1);
      graphics.setColor(line.color());
      graphics.fill(mark);
      graphics.setStroke(Ink.THIN);
      graphics.setColor(Color.WHITE);
      graphics.draw(mark);
    }
  }

  /** Labels are drawn before the lines, so that their leaders do not cross over lines. */
  private void drawLabels(Graphics2D graphics) {
    List<Series> named = series.stream().filter(line -> line.points().isEmpty() == false).toList();
    double[] wanted = named.stream().mapToDouble(line -> py(line.points().getLast().y())).toArray();
    double[] places = LabelColumn.place(wanted, LABEL_GAP, top(), bottom());
    for (int i = 0; i < places.length; i++) {
      Series line = named.get(i);
      double end = px(line.points().getLast().x());
      double bend = right() + 4;
      Ink.line(graphics, LEADER, line.color(), end, wanted[i], bend, wanted[i]);
      Ink.line(graphics, LEADER, line.color(), bend, wanted[i], right() + 16, places[i]);
      Ink.text(graphics, Ink.NAME, line.color(), line.name(), right() + 20, places[i] + 4);
    }
  }
}
