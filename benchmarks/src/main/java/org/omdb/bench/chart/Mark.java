// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The shape that marks a measured point. */
public enum Mark {
  /** A disk. */
  CIRCLE,
  /** A square. */
  SQUARE,
  /** A square, turned by 45 degrees. */
  DIAMOND,
  /** A triangle with its tip at the top. */
  TRIANGLE,
  /** A triangle with its tip at the bottom. */
  TRIANGLE_DOWN;

  private static final double RADIUS = 3.6;

  Shape around(double x, double y, double scale) {
    double r = RADIUS * scale;
    return switch (this) {
      case CIRCLE -> new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
      case SQUARE -> new Rectangle2D.Double(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
      case DIAMOND -> polygon(x, y - r * 1.25, x + r * 1.25, y, x, y + r * 1.25, x - r * 1.25, y);
      case TRIANGLE -> polygon(x, y - r * 1.2, x + r * 1.15, y + r, x - r * 1.15, y + r);
      case TRIANGLE_DOWN -> polygon(x, y + r * 1.2, x + r * 1.15, y - r, x - r * 1.15, y - r);
    };
  }

  private static Shape polygon(double... corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
    return path;
  }
}
