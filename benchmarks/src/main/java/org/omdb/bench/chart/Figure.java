// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.awt.Graphics2D;

/** A drawing of a given size. */
public interface Figure {

  /**
   * The width.
   *
   * @return in units of about a screen's pixel
   */
  int width();

  /**
   * The height.
   *
   * @return in units of about a screen's pixel
   */
  int height();

  /**
   * Draws into {@link #width} x {@link #height} from the origin, on white.
   *
   * @param graphics with any font and color; both are changed
   */
  void draw(Graphics2D graphics);
}
