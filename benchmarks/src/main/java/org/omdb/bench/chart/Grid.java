// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;

/**
 * A grid of figures of the same size.
 *
 * @param title above all figures
 * @param note under the title
 * @param figures row by row
 * @param columns per row
 */
public record Grid(String title, String note, List<? extends Figure> figures, int columns)
    implements Figure {

  private static final int TOP = 52;

  @Override
  public int width() {
    return columns * figures.getFirst().width();
  }

  @Override
  public int height() {
    return TOP + (figures.size() + columns - 1) / columns * figures.getFirst().height();
  }

  @Override
  public void draw(Graphics2D graphics) {
    Ink.heading(graphics, title, note, 12);
    AffineTransform origin = graphics.getTransform();
    for (int i = 0; i < figures.size(); i++) {
      Figure figure = figures.get(i);
      graphics.translate(i % columns * figure.width(), TOP + i / columns * figure.height());
      figure.draw(graphics);
      graphics.setTransform(origin);
    }
  }
}
