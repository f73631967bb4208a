// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.VectorUtil;

/** The vectors that the zoo draws. */
public class TestDistributions extends LuceneTestCase {

  private static final int ROWS = 300;

  private static Drawn draw(String name, long seed) {
    return Distributions.matching(List.of(name)).getFirst().draw(seed, ROWS, 20);
  }

  public void testOneSeedAlwaysDrawsTheSame() {
    for (Distribution distribution : Distributions.all()) {
      if (distribution.dimension() > 1_000) {
        continue; // slow, and of the same family as another one
      }
      Drawn first = distribution.draw(7, 50, 5);
      Drawn again = distribution.draw(7, 50, 5);
      Drawn other = distribution.draw(8, 50, 5);
      boolean differs = false;
      for (int row = 0; row < 50; row++) {
        assertArrayEquals(first.base().floats(row), again.base().floats(row), 0f);
        differs |= VectorUtil.squareDistance(row(first, row), row(other, row)) > 0;
      }
      assertTrue(distribution + " does not depend on the seed", differs);
      assertArrayEquals(first.queries().floats(4), again.queries().floats(4), 0f);
    }
  }

  private static float[] row(Drawn drawn, int row) {
    return drawn.base().floats(row);
  }

  public void testAllSimilaritiesAndEncodingsAreThere() {
    for (VectorEncoding encoding : VectorEncoding.values()) {
      Set<VectorSimilarityFunction> similarities = EnumSet.noneOf(VectorSimilarityFunction.class);
      Distributions.all().stream()
          .filter(distribution -> distribution.encoding() == encoding)
          .forEach(distribution -> similarities.add(distribution.similarity()));
      assertEquals(EnumSet.allOf(VectorSimilarityFunction.class), similarities);
    }
  }

  public void testDotProductsAreOfUnitVectors() {
    Drawn drawn = draw("mixture-dot", 1);
    for (int row = 0; row < ROWS; row++) {
      assertTrue(VectorUtil.isUnitVector(drawn.base().floats(row)));
    }
  }

  public void testCosinesAreOfVectorsWithALength() {
    Drawn drawn = draw("sparse-cosine", 1);
    for (int row = 0; row < ROWS; row++) {
      assertTrue(VectorUtil.dotProduct(row(drawn, row), row(drawn, row)) > 0);
    }
  }

  public void testEqualVectorsAreThereAsOftenAsTheirNameSays() {
    Drawn drawn = draw("equal-100", 1);
    Set<List<Float>> distinct = new HashSet<>();
    for (int row = 0; row < ROWS; row++) {
      distinct.add(List.of(row(drawn, row)[0], row(drawn, row)[1]));
    }
    assertEquals(ROWS / 100, distinct.size());
  }

  public void testBytesKeepWhatWasDrawn() {
    Drawn drawn = draw("bytes-uniform-euclidean", 1);
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < drawn.of().dimension(); i++) {
        assertEquals(row(drawn, row)[i], drawn.base().bytes(row)[i], 0f);
      }
    }
  }

  public void testSortedComeByTheirFirstComponent() {
    Drawn drawn = draw("sorted-gaussian", 1);
    for (int row = 1; row < ROWS; row++) {
      assertTrue(row(drawn, row)[0] >= row(drawn, row - 1)[0]);
    }
  }

  public void testPatternsChooseByName() {
    List<String> names =
        Distributions.matching(List.of("uniform-?d", "levels-3")).stream()
            .map(Distribution::name)
            .toList();
    assertEquals(
        List.of("uniform-1d", "uniform-2d", "uniform-3d", "uniform-4d", "uniform-8d", "levels-3"),
        names);
    IllegalArgumentException e =
        expectThrows(
            IllegalArgumentException.class, () -> Distributions.matching(List.of("no-such-*")));
    assertEquals("no distribution matches \"no-such-*\"", e.getMessage());
  }
}
