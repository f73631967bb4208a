// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.util.VectorUtil;

public class TestSyntheticRows extends DataTestCase {

  public void testASmallSetIsTheStartOfALargeOne() throws IOException {
    VectorSet small = SyntheticRows.set(1_000, 24, createTempDir());
    VectorSet large = SyntheticRows.set(10_000, 24, createTempDir());
    assertRows(large.base().asList().subList(0, 1_000), small.base());
    assertRows(large.queries().asList(), small.queries());
    assertEquals(large.ids().subList(0, 1_000), small.ids());
  }

  public void testNoTwoRowsAreTheSame() throws IOException {
    VectorSet set = SyntheticRows.set(20_000, 8, createTempDir());
    Set<List<Float>> seen = new HashSet<>();
    for (Vectors vectors : List.of(set.base(), set.queries())) {
      for (float[] row : vectors.asList()) {
        assertTrue(seen.add(List.of(row[0], row[1], row[2])));
      }
    }
  }

  /**
   * In many dimensions, points without structure have nearly equal distances (Beyer et al., "When
   * is nearest neighbor meaningful?", 1999): 64 normal components would give a ratio of about 0.7.
   */
  public void testNeighborsAreMuchNearerThanTheRest() throws IOException {
    VectorSet set = SyntheticRows.set(5_000, 64, createTempDir());
    double ratios = 0;
    int queries = 50;
    for (float[] query : set.queries().asList().subList(0, queries)) {
      double[] distances =
          set.base().asList().stream()
              .mapToDouble(row -> Math.sqrt(VectorUtil.squareDistance(query, row)))
              .sorted()
              .toArray();
      ratios += distances[9] / distances[distances.length / 2];
    }
    double ratio = ratios / queries;
    assertTrue("10th neighbor against median: " + ratio, ratio < 0.55 && ratio > 0.1);
  }

  /** Outside of the latent directions there is only noise. */
  public void testVariesInFewDirections() throws IOException {
    int dimension = 64;
    VectorSet set = SyntheticRows.set(2_000, dimension, createTempDir());
    double[][] rest = new double[2_000][];
    for (int row = 0; row < rest.length; row++) {
      float[] vector = set.base().get(row);
      rest[row] = new double[dimension];
      Arrays.setAll(rest[row], i -> vector[i]);
    }
    double before = squares(rest);
    // Gram-Schmidt: removes the span of random rows from all rows.
    int[] pivots = random().ints(0, rest.length).distinct().limit(SyntheticRows.LATENT).toArray();
    for (int number : pivots) {
      double[] pivot = rest[number].clone();
      double length = dot(pivot, pivot);
      for (double[] row : rest) {
        double share = dot(row, pivot) / length;
        for (int i = 0; i < dimension; i++) {
          row[i] -= share * pivot[i];
        }
      }
    }
    double left = squares(rest) / before;
    assertTrue("share outside of the latent directions: " + left, left < 0.15);
  }

  private static double squares(double[][] rows) {
    return Arrays.stream(rows).mapToDouble(row -> dot(row, row)).sum();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
