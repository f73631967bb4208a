// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.Arrays;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.bench.zoo.distribution.Drawn;

/** The scores of the exact neighbors, by brute force. Immutable. */
final class Truth {

  /** Relative tolerance within which two scores count as equal. */
  private static final double TIE = 1e-6;

  /** The best scores of each query, best first. */
  private final float[][] best;

  private final int live;

  /**
   * Compares all queries with all live rows.
   *
   * @param drawn vectors and queries
   * @param live rows that may be found
   * @param most the largest k of the searches
   */
  Truth(Drawn drawn, int[] live, int most) {
    VectorSimilarityFunction similarity = drawn.of().similarity();
    this.live = live.length;
    this.best = new float[drawn.queries().size()][];
    float[] scores = new float[live.length];
    for (int query = 0; query < best.length; query++) {
      for (int i = 0; i < live.length; i++) {
        scores[i] = drawn.queries().score(similarity, query, drawn.base(), live[i]);
      }
      Arrays.sort(scores);
      float[] top = new float[Math.min(most, scores.length)];
      for (int i = 0; i < top.length; i++) {
        top[i] = scores[scores.length - 1 - i];
      }
      best[query] = top;
    }
  }

  /** The number of hits that a search must return: k, or all live rows if there are fewer. */
  int hits(int k) {
    return Math.min(k, live);
  }

  /** Whether a row with this exact score is one of the k nearest. Ties with the k-th count. */
  boolean isNear(int query, int k, float score) {
    return reaches(score, best[query][hits(k) - 1]);
  }

  /** Whether {@code score >= other}, up to rounding errors. */
  static boolean reaches(float score, float other) {
    return score >= other - TIE * Math.abs(other);
  }
}
