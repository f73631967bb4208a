// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A chart of horizontal bars, each of which is a stack of parts. The name of a part is inside the
 * part, or after the end of the bar if the part is too narrow.
 *
 * @param title what is shown
 * @param note which direction is better, and the unit
 * @param bars from top to bottom
 * @param format of a value, with its unit
 * @param width of the chart
 */
public record BarChart(
    String title, String note, List<Bar> bars, DoubleFunction<String> format, int width)
    implements Figure {

  /**
   * A bar.
   *
   * @param name stands to the left
   * @param color of the name and the first part; others are lighter
   * @param parts from left to right
   */
  public record Bar(String name, Color color, List<Part> parts) {

    /** Copies the list. */
    public Bar {
      parts = List.copyOf(parts);
    }

    /**
     * Length of the bar.
     *
     * @return sum of its parts
     */
    public double total() {
      return parts.stream().mapToDouble(Part::value).sum();
    }
  }

  /**
   * A part of a bar.
   *
   * @param name what it is
   * @param value 0 or more; not drawn if 0
   */
  public record Part(String name, double value) {}

  private static final int LEFT = 112;
  private static final int RIGHT = 20;
  private static final int TOP = 60;
  private static final int BAR = 24;
  private static final int STEP = 34;

  /** Minimum share of its bar for a part to be named. */
  private static final double NAMED = 0.005;

  /** How much white is added to the color from one part to the next. */
  private static final double LIGHTER = 0.24;

  /** Copies the list. */
  public BarChart {
    bars = List.copyOf(bars);
  }

  @Override
  public int height() {
    return TOP + bars.size() * STEP + 8;
  }

  @Override
  public void draw(Graphics2D graphics) {
    Ink.heading(graphics, title, note, 12);
    double scale = scale(graphics);
    Ink.line(graphics, Ink.THIN, Ink.MIDDLE, LEFT, TOP - 4, LEFT, height() - 8);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = TOP + i * STEP;
      Ink.textEndingAt(graphics, Ink.NAME, bar.color(), bar.name(), LEFT - 8, y + BAR / 2 + 4.5);
      drawParts(graphics, bar, y, scale);
      double end = LEFT + bar.total() * scale;
      Ink.text(
          graphics, Ink.TEXT, Ink.DARK, behind(graphics, bar, scale), end + 8, y + BAR / 2 + 4.5);
    }
  }

  /** The largest scale with which the text after each bar still fits. */
  private double scale(Graphics2D graphics) {
    double room = width - LEFT - RIGHT;
    double longest = bars.stream().mapToDouble(Bar::total).max().orElse(1);
    double scale = room / Math.max(longest, Double.MIN_NORMAL);
    // The text after a bar depends on the scale: the smaller the scale, the more text.
    for (int round = 0; round < 4; round++) {
      for (Bar bar : bars) {
        double words = Ink.width(graphics, Ink.TEXT, behind(graphics, bar, scale)) + 8;
        if (bar.total() > 0) {
          scale = Math.min(scale, Math.max(room - words, room / 10) / bar.total());
        }
      }
    }
    return scale;
  }

  private void drawParts(Graphics2D graphics, Bar bar, double y, double scale) {
    double x = LEFT;
    for (int i = 0; i < bar.parts().size(); i++) {
      Part part = bar.parts().get(i);
      double length = part.value() * scale;
      Color color = lighter(bar.color(), i);
      graphics.setColor(color);
      graphics.fill(new Rectangle2D.Double(x, y, Math.max(length - 1, length / 2), BAR));
      if (fits(graphics, part, scale)) {
        Color text = isLight(color) ? Ink.DARK : Color.WHITE;
        Ink.textAround(graphics, Ink.TEXT, text, words(part), x + length / 2, y + BAR / 2 + 4.5);
      }
      x += length;
    }
  }

  private boolean fits(Graphics2D graphics, Part part, double scale) {
    return Ink.width(graphics, Ink.TEXT, words(part)) + 10 < part.value() * scale;
  }

  private String words(Part part) {
    return part.name() + " " + format.apply(part.value());
  }

  /** The text after a bar: its total, and the parts that are too narrow for their name. */
  private String behind(Graphics2D graphics, Bar bar, double scale) {
    List<String> narrow = new ArrayList<>();
    for (Part part : bar.parts()) {
      if (part.value() > NAMED * bar.total() && fits(graphics, part, scale) == false) {
        narrow.add(words(part));
      }
    }
    String total = format.apply(bar.total());
    boolean onePart = bar.parts().stream().filter(part -> part.value() > 0).count() < 2;
    return onePart || narrow.isEmpty() ? total : total + " (" + String.join(", ", narrow) + ")";
  }

  private static Color lighter(Color color, int steps) {
    double white = 1 - Math.pow(1 - LIGHTER, steps);
    return new Color(
        mix(color.getRed(), white), mix(color.getGreen(), white), mix(color.getBlue(), white));
  }

  private static int mix(int component, double white) {
    return (int) Math.round(component + (255 - component) * white);
  }

  /** By perceived luminance (ITU-R BT.601). */
  private static boolean isLight(Color color) {
    return 0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue() > 140;
  }
}
