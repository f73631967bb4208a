// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Line2D;

/** Fonts, grays and strokes of all figures. */
final class Ink {

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  static final Font NOTE = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font NAME = new Font(Font.SANS_SERIF, Font.BOLD, 12);

  static final Color DARK = new Color(0x222222);
  static final Color MIDDLE = new Color(0x555555);
  static final Color RULE = new Color(0xDDDDDD);

  static final Stroke THIN = new BasicStroke(1f);

  private Ink() {}

  /** Draws the title, and the note below it. */
  static void heading(Graphics2D graphics, String title, String note, int x) {
    text(graphics, TITLE, DARK, title, x, 22);
    text(graphics, NOTE, MIDDLE, note, x, 41);
  }

  static void text(Graphics2D graphics, Font font, Color color, String text, double x, double y) {
    graphics.setFont(font);
    graphics.setColor(color);
    graphics.drawString(text, (float) x, (float) y);
  }

  static void textEndingAt(
      Graphics2D graphics, Font font, Color color, String text, double x, double y) {
    text(graphics, font, color, text, x - width(graphics, font, text), y);
  }

  static void textAround(
      Graphics2D graphics, Font font, Color color, String text, double x, double y) {
    text(graphics, font, color, text, x - width(graphics, font, text) / 2, y);
  }

  static double width(Graphics2D graphics, Font font, String text) {
    return graphics.getFontMetrics(font).stringWidth(text);
  }

  static void line(
      Graphics2D graphics, Stroke stroke, Color color, double x1, double y1, double x2, double y2) {
    graphics.setStroke(stroke);
    graphics.setColor(color);
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }
}
