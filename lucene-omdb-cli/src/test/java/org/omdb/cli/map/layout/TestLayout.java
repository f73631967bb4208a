// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

public class TestLayout extends LayoutTestCase {

  private float[] layout(float[][] vectors, int dimension, long seed) throws IOException {
    float[] initial = PrincipalAxes.of(rows(dimension, vectors), slices, seed).positions();
    return Layout.of(neighbors(15, vectors), initial, slices, seed, epoch -> {});
  }

  public void testGroupsStayApart() throws IOException {
    int groups = 5;
    float[] positions = layout(groups(groups, 300, 30), 30, random().nextLong());
    assertFinite(positions);
    double within = 0; // the farthest of a group
    double between = Double.MAX_VALUE; // the nearest of different groups
    for (int i = 0; i < 300; i++) {
      for (int j = 0; j < i; j++) {
        double distance = distance(position(positions, i), position(positions, j));
        if (i % groups == j % groups) {
          within += distance / (300.0 * 299 / 2 / groups);
        } else {
          between = Math.min(between, distance);
        }
      }
    }
    assertTrue(within + " " + between, within < between);
  }

  public void testNeighborsAreKeptWherePrincipalAxesLoseThem() throws IOException {
    float[][] vectors = groups(1, 1000, 8);
    Neighbors neighbors = neighbors(15, vectors);
    float[] initial = PrincipalAxes.of(rows(8, vectors), slices, 1).positions();
    double before = KeptNeighbors.of(neighbors, initial, slices, 1);
    double after =
        KeptNeighbors.of(
            neighbors, Layout.of(neighbors, initial, slices, 1, epoch -> {}), slices, 1);
    assertTrue(before + " " + after, after > before + 0.1);
  }

  public void testEqualSeedGivesEqualPositionsWithAnyNumberOfThreads() throws IOException {
    float[][] vectors = groups(3, 1500, 10);
    Neighbors neighbors = neighbors(5, vectors);
    float[] initial = PrincipalAxes.of(rows(10, vectors), slices, 7).positions();
    float[] expected = Layout.of(neighbors, initial, slices, 7, epoch -> {});
    try (Slices other = new Slices(3)) {
      assertArrayEquals(expected, Layout.of(neighbors, initial, other, 7, epoch -> {}), 0f);
    }
    float[] another = Layout.of(neighbors, initial, slices, 8, epoch -> {});
    assertTrue(distance(expected, another) > 1);
  }

  public void testEqualVectorsGetPositionsOfTheirOwn() throws IOException {
    float[] positions = layout(new float[50][4], 4, random().nextLong());
    assertFinite(positions);
    assertTrue(distance(position(positions, 0), position(positions, 1)) > 0);
  }

  public void testFewPoints() throws IOException {
    assertEquals(0, layout(new float[0][3], 3, 1).length);
    assertFinite(layout(new float[][] {{1, 2, 3}}, 3, 1));
    assertFinite(layout(new float[][] {{1, 2, 3}, {4, 5, 6}}, 3, 1));
  }

  public void testHugeDistancesGiveFinitePositions() throws IOException {
    float[][] vectors = groups(2, 40, 3);
    for (float[] vector : vectors) {
      vector[0] *= 1e15f;
    }
    vectors[7][1] = 1e18f;
    assertFinite(layout(vectors, 3, 1));
  }

  public void testEachEpochIsCounted() throws IOException {
    AtomicInteger last = new AtomicInteger();
    Neighbors neighbors = neighbors(2, groups(2, 10, 2));
    Layout.of(
        neighbors, new float[20], slices, 1, epoch -> assertEquals(last.incrementAndGet(), epoch));
    assertEquals(Layout.epochs(10), last.get());
  }
}
