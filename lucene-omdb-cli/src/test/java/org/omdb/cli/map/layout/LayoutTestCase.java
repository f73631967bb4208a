// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;

/** Rows on the heap, their exact neighbors, and threads. */
abstract class LayoutTestCase extends LuceneTestCase {

  Slices slices;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    slices = new Slices(1 + random().nextInt(4));
  }

  @Override
  public void tearDown() throws Exception {
    slices.close();
    super.tearDown();
  }

  static Rows rows(int dimension, float[]... vectors) {
    return new Rows() {

      @Override
      public int size() {
        return vectors.length;
      }

      @Override
      public int dimension() {
        return dimension;
      }

      @Override
      public void read(int from, int to, Consumer consumer) {
        for (int i = from; i < to; i++) {
          consumer.accept(i, vectors[i]);
        }
      }
    };
  }

  /** Points around some centers that are far from each other; point i is of group i % groups. */
  static float[][] groups(int groups, int points, int dimension) {
    float[][] vectors = new float[points][dimension];
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < dimension; j++) {
        vectors[i][j] = (float) random().nextGaussian() + (j % groups == i % groups ? 20 : 0);
      }
    }
    return vectors;
  }

  static Neighbors neighbors(int perPoint, float[]... vectors) {
    int[] points = new int[vectors.length * perPoint];
    float[] distances = new float[points.length];
    Arrays.fill(points, -1);
    for (int i = 0; i < vectors.length; i++) {
      int point = i;
      int[] nearest =
          IntStream.range(0, vectors.length)
              .filter(other -> other != point)
              .boxed()
              .sorted(Comparator.comparingDouble(other -> distance(vectors[point], vectors[other])))
              .limit(perPoint)
              .mapToInt(other -> other)
              .toArray();
      for (int r = 0; r < nearest.length; r++) {
        points[i * perPoint + r] = nearest[r];
        distances[i * perPoint + r] = (float) distance(vectors[i], vectors[nearest[r]]);
      }
    }
    return new Neighbors(perPoint, points, distances);
  }

  static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  static float[] position(float[] positions, int point) {
    return Arrays.copyOfRange(positions, 2 * point, 2 * point + 2);
  }

  static void assertFinite(float[] positions) {
    for (float position : positions) {
      assertTrue(Float.isFinite(position));
    }
  }
}
