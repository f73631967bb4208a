// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.util.hnsw.FloatHeap;

/** Measures how true a picture is: how many neighbors of a point lie near it in the picture. */
public final class KeptNeighbors {

  /** Near is among this many points. */
  public static final int NEAREST = 100;

  /** How many points are asked: the result is then off by a percent or so. */
  private static final int ASKED = 2048;

  private KeptNeighbors() {}

  /**
   * Measures a picture.
   *
   * @param neighbors of all points
   * @param positions x and y of point i at 2 i and 2 i + 1
   * @param slices threads to use
   * @param seed of the points that are asked, if there are many
   * @return the part of the neighbors that are among the {@value #NEAREST} points nearest in the
   *     picture, 0 to 1; 1 if there are no neighbors
   * @throws IOException if the thread is interrupted
   */
  public static double of(Neighbors neighbors, float[] positions, Slices slices, long seed)
      throws IOException {
    int size = neighbors.size();
    int asked = Math.min(ASKED, size);
    int[] points = new SplittableRandom(seed).ints(asked, 0, Math.max(1, size)).toArray();
    if (asked == size) {
      Arrays.setAll(points, i -> i);
    }
    int[] kept = new int[asked];
    int[] all = new int[asked];
    slices.run(
        asked,
        (slice, from, to) -> {
          for (int i = from; i < to; i++) {
            float limit = limit(positions, points[i]);
            for (int r = 0; r < neighbors.perPoint(); r++) {
              int other = neighbors.points()[points[i] * neighbors.perPoint() + r];
              if (other >= 0) {
                all[i]++;
                kept[i] += squaredDistance(positions, points[i], other) <= limit ? 1 : 0;
              }
            }
          }
        });
    int count = Arrays.stream(all).sum();
    return count == 0 ? 1 : (double) Arrays.stream(kept).sum() / count;
  }

  /** The squared distance within which the nearest points lie, and the point itself. */
  private static float limit(float[] positions, int point) {
    FloatHeap nearest =
        new FloatHeap(NEAREST + 1); // keeps the largest: those that are less negative
    for (int other = 0; other < positions.length / 2; other++) {
      nearest.offer(-squaredDistance(positions, point, other));
    }
    return -nearest.peek();
  }

  private static float squaredDistance(float[] positions, int a, int b) {
    float x = positions[2 * a] - positions[2 * b];
    float y = positions[2 * a + 1] - positions[2 * b + 1];
    return x * x + y * y;
  }
}
