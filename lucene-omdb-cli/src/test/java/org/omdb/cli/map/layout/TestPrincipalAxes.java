// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.io.IOException;
import java.util.Arrays;

public class TestPrincipalAxes extends LayoutTestCase {

  public void testTwoDimensionsKeepAllDistancesAndAllVariance() throws IOException {
    float[][] vectors = new float[atLeast(200)][2];
    for (float[] vector : vectors) {
      vector[0] = (float) (random().nextGaussian() * 3 + 7);
      vector[1] = (float) (random().nextGaussian() + vector[0]);
    }
    PrincipalAxes axes = PrincipalAxes.of(rows(2, vectors), slices, random().nextLong());
    assertEquals(1, axes.keptVariance(), 1e-6);
    for (int i = 1; i < vectors.length; i++) {
      assertEquals(
          distance(vectors[0], vectors[i]),
          distance(position(axes.positions(), 0), position(axes.positions(), i)),
          1e-3);
    }
  }

  public void testDirectionsOfLargestVarianceAreFound() throws IOException {
    int dimension = 3 + random().nextInt(60);
    int first = random().nextInt(dimension);
    int second = (first + 1) % dimension;
    float[][] vectors = new float[3000][dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        double deviation = i == first ? 9 : i == second ? 6 : 1;
        vector[i] = (float) (random().nextGaussian() * deviation);
      }
    }
    PrincipalAxes axes = PrincipalAxes.of(rows(dimension, vectors), slices, random().nextLong());
    assertEquals((81 + 36) / (81 + 36 + dimension - 2.0), axes.keptVariance(), 0.05);
    double x = 0;
    double y = 0;
    double sums = 0;
    for (int i = 0; i < vectors.length; i++) {
      float[] position = position(axes.positions(), i);
      x += vectors[i][first] * position[0];
      y += vectors[i][second] * position[1];
      sums += position[0] + position[1];
    }
    assertEquals(81, Math.abs(x) / vectors.length, 8);
    assertEquals(36, Math.abs(y) / vectors.length, 4);
    assertEquals("the mean is at zero", 0, sums / vectors.length, 1e-3);
  }

  public void testAnyNumberOfThreadsGivesTheSame() throws IOException {
    float[][] vectors = groups(3, 2500, 20);
    long seed = random().nextLong();
    float[] expected = PrincipalAxes.of(rows(20, vectors), slices, seed).positions();
    try (Slices one = new Slices(1)) {
      assertArrayEquals(expected, PrincipalAxes.of(rows(20, vectors), one, seed).positions(), 0f);
    }
  }

  public void testFewOrEqualRowsAndOneDimension() throws IOException {
    assertEquals(0, PrincipalAxes.of(rows(5), slices, 0).positions().length);
    float[][] equal = new float[1 + random().nextInt(5)][3];
    for (float[] vector : equal) {
      Arrays.fill(vector, 0.1f);
    }
    PrincipalAxes axes = PrincipalAxes.of(rows(3, equal), slices, 0);
    assertArrayEquals(new float[2 * equal.length], axes.positions(), 1e-6f);
    assertEquals(1, axes.keptVariance(), 1e-6);
    axes = PrincipalAxes.of(rows(1, new float[] {1}, new float[] {4}), slices, 0);
    assertEquals(3, Math.abs(axes.positions()[0] - axes.positions()[2]), 1e-6);
    assertEquals(0, axes.positions()[1], 0);
  }

  public void testFailureToReadIsThrown() {
    Rows unreadable =
        new Rows() {

          @Override
          public int size() {
            return 5000;
          }

          @Override
          public int dimension() {
            return 3;
          }

          @Override
          public void read(int from, int to, Consumer consumer) throws IOException {
            throw new IOException("disk");
          }
        };
    IOException e = expectThrows(IOException.class, () -> PrincipalAxes.of(unreadable, slices, 0));
    assertEquals("disk", e.getMessage());
  }
}
