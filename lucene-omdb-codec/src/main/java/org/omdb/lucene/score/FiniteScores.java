// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.score;

import java.io.IOException;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Replaces those scores of one target after the other that float32 can't be trusted with, see
 * {@link FloatScore}. For one thread.
 *
 * <p>A cosine of exactly 0 is one of them. But where vectors are sparse, most have it, and for a
 * good reason. So the length of a vector is looked at first, by a scorer that uses SIMD.
 */
final class FiniteScores {

  // Float32 suffices for two vectors whose squared lengths are between these, by any similarity.
  private static final double MIN_SQUARES = 1e-4;
  private static final double MAX_SQUARES = 1e30;

  /** {@code 1 / (1 + MAX_SQUARES)}, about. */
  private static final float MIN_LENGTH_SCORE = 1e-30f;

  /** {@code 1 / (1 + MIN_SQUARES)}, about: still with three digits of what it is below 1. */
  private static final float MAX_LENGTH_SCORE = 0.9999f;

  private final FloatScore scores;
  private final FloatVectorValues vectors;
  private final FlatVectorsScorer scorer;

  /** Where {@link #target} is; used if that is null. */
  private int targetNode;

  private float[] target;

  /** Negative until it is needed. */
  private double targetSquares;

  /** Compares with a vector of zeros, so that its scores tell lengths. Null until it is needed. */
  private RandomVectorScorer lengths;

  // Vectors with a score that float32 may not suffice for, and the scores that tell their lengths.
  private int[] suspects = new int[0];
  private float[] lengthScores = new float[0];

  /**
   * @param vectors that have the scores; not shared
   * @param scorer makes scorers of distances
   */
  FiniteScores(FloatScore scores, FloatVectorValues vectors, FlatVectorsScorer scorer) {
    this.scores = scores;
    this.vectors = vectors;
    this.scorer = scorer;
  }

  void setTarget(float[] newTarget) {
    target = newTarget;
    targetSquares = -1;
  }

  /** Makes one of the vectors the target. It is read when it is needed. */
  void setTarget(int node) {
    targetNode = node;
    setTarget(null);
  }

  /** The score of a vector, made finite. */
  float of(int node, float score) throws IOException {
    if (scores.isOrdinary(score)) {
      return score;
    }
    ensureCapacity(1);
    suspects[0] = node;
    lengths().bulkScore(suspects, lengthScores, 1);
    return again(node, score, lengthScores[0]);
  }

  /**
   * Makes the scores of a batch finite.
   *
   * @param max the greatest of them
   * @return the greatest of them then
   */
  float of(int[] nodes, float[] batch, int count, float max) throws IOException {
    int suspectCount = 0;
    for (int i = 0; i < count; i++) {
      if (scores.isOrdinary(batch[i]) == false) {
        ensureCapacity(count);
        suspects[suspectCount++] = nodes[i];
      }
    }
    if (suspectCount == 0) {
      return max;
    }
    lengths().bulkScore(suspects, lengthScores, suspectCount);
    float newMax = Float.NEGATIVE_INFINITY; // what Lucene's scorers return for an empty batch
    for (int i = 0, suspect = 0; i < count; i++) {
      if (scores.isOrdinary(batch[i]) == false) {
        batch[i] = again(nodes[i], batch[i], lengthScores[suspect++]);
      }
      newMax = Math.max(newMax, batch[i]);
    }
    return newMax;
  }

  private void ensureCapacity(int count) {
    if (suspects.length < count) {
      suspects = new int[count];
      lengthScores = new float[count];
    }
  }

  private RandomVectorScorer lengths() throws IOException {
    if (lengths == null) {
      float[] zeros = new float[vectors.dimension()];
      lengths = scorer.getRandomVectorScorer(VectorSimilarityFunction.EUCLIDEAN, vectors, zeros);
    }
    return lengths;
  }

  /**
   * @param lengthScore {@code 1 / (1 + squared length)} of the vector
   */
  private float again(int node, float score, float lengthScore) throws IOException {
    if (target == null) {
      target = vectors.vectorValue(targetNode).clone(); // the next call may overwrite it
    }
    if (targetSquares < 0) {
      targetSquares = FloatScore.squares(target);
    }
    boolean isOrdinary =
        lengthScore > MIN_LENGTH_SCORE
            && lengthScore < MAX_LENGTH_SCORE
            && targetSquares > MIN_SQUARES
            && targetSquares < MAX_SQUARES;
    return isOrdinary
        ? score
        : scores.finite(score, target, targetSquares, vectors.vectorValue(node));
  }
}
