// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

/**
 * The nearest points of each point, the nearest first.
 *
 * @param perPoint how many each point has at most
 * @param points neighbor r of point i is at {@code i * perPoint + r}; -1 if there are no more
 * @param distances how far each is. Only differences between the distances from one point matter
 */
public record Neighbors(int perPoint, int[] points, float[] distances) {

  /**
   * The number of points.
   *
   * @return 0 or more
   */
  public int size() {
    return points.length / perPoint;
  }
}
