// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.io.IOException;

public class TestKeptNeighbors extends LayoutTestCase {

  private static float[] flat(float[][] vectors) {
    float[] positions = new float[2 * vectors.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = vectors[i / 2][i % 2];
    }
    return positions;
  }

  public void testAllAreKeptByTheVectorsThemselves() throws IOException {
    float[][] vectors = groups(3, 500, 2);
    assertEquals(1, KeptNeighbors.of(neighbors(10, vectors), flat(vectors), slices, 1), 0);
  }

  public void testChanceKeepsThePartThatIsNear() throws IOException {
    Neighbors neighbors = neighbors(10, groups(3, 1000, 2));
    float[] positions = flat(groups(1, 1000, 2));
    double kept = KeptNeighbors.of(neighbors, positions, slices, 1);
    assertEquals(KeptNeighbors.NEAREST / 1000.0, kept, 0.03);
  }

  public void testSomeOfManyPointsAreAsked() throws IOException {
    float[][] vectors = groups(1, 2500, 2);
    Neighbors neighbors = neighbors(2, vectors);
    assertEquals(1, KeptNeighbors.of(neighbors, flat(vectors), slices, random().nextLong()), 0);
  }

  public void testNothingIsLostWithoutNeighbors() throws IOException {
    assertEquals(1, KeptNeighbors.of(neighbors(3), new float[0], slices, 1), 0);
    assertEquals(1, KeptNeighbors.of(neighbors(3, new float[] {1}), new float[2], slices, 1), 0);
  }
}
