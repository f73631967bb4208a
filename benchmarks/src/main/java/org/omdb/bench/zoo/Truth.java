// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.Arrays;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.bench.zoo.distribution.Drawn;

/** Scores of the exact neighbors, by brute force. Not changed once made. */
final class Truth {

  /** Scores as far below the k-th best one as this, relative to it, count as equal to it. */
  private static final double TIE = 1e-6;

  /** Per query, best first. */
  private final float[][] best;

  private final int live;

  /**
   * Compares all with all.
   *
   * @param drawn vectors and queries
   * @param live rows that may be found
   * @param most the greatest k that is asked for
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

  /** How many hits there must be. */
  int hits(int k) {
    return Math.min(k, live);
  }

  /** Whether a row with this exact score is one of the k nearest, or as near as the last one. */
  boolean isNear(int query, int k, float score) {
    return reaches(score, best[query][hits(k) - 1]);
  }

  /** Whether a score is no less than another, but for rounding. */
  static boolean reaches(float score, float other) {
    return score >= other - TIE * Math.abs(other);
  }
}
