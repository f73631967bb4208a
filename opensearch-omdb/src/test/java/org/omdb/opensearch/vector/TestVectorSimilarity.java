// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.vector;

import org.junit.Test;
import org.omdb.opensearch.cluster.SeededTestCase;

/** Which vectors a similarity takes. */
public class TestVectorSimilarity extends SeededTestCase {

  /** Of two vectors that are taken, Lucene computes a score. */
  @Test
  public void testLengthsThatAreTakenHaveScores() {
    float sign = random().nextBoolean() ? 1 : -1;
    float[] longest = {sign * 1e18f / 2, 1e18f / 2};
    float[] opposite = {sign * 1e18f / 2, -1e18f / 2};
    float[] shortest = {0, 2e-18f};
    for (VectorSimilarity similarity :
        new VectorSimilarity[] {VectorSimilarity.COSINE, VectorSimilarity.MIP}) {
      for (float[] a : new float[][] {longest, opposite, shortest}) {
        similarity.check("v", a, "it");
        for (float[] b : new float[][] {longest, opposite, shortest}) {
          assertTrue(Float.isFinite(similarity.function().compare(a, b)));
        }
      }
    }
  }

  @Test
  public void testLengthsWithoutScoresAreRefused() {
    float[] large = {3e38f, 3e38f};
    float[] small = {0, 1e-30f};
    for (VectorSimilarity similarity :
        new VectorSimilarity[] {VectorSimilarity.COSINE, VectorSimilarity.MIP}) {
      String said =
          assertThrows(
                  IllegalArgumentException.class, () -> similarity.check("v", large, "space [x]"))
              .getMessage();
      assertTrue(said, said.contains("to 1.0E18 for space [x], but"));
    }
    assertThrows(
        IllegalArgumentException.class, () -> VectorSimilarity.COSINE.check("v", small, "it"));
    VectorSimilarity.MIP.check("v", small, "it");
    VectorSimilarity.L2.check("v", large, "it");
  }
}
