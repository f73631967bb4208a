// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.score;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.VectorUtil;

/**
 * Tells scores that float32 can be trusted with from those where products of components may have
 * overflowed or vanished, and computes these again, with doubles.
 *
 * <p>Lucene adds up products of components as float32. Vectors of a length above 1.8e19 have
 * squares that are infinite, and those of vectors shorter than 1e-19 lose digits or are 0. Then a
 * cosine is NaN, infinite or 0, whatever the angle, and a dot product NaN or infinite. NaN ranks
 * above all other scores, and can hide the scores that are computed along with it. A score of
 * {@link #finite} is none of that. All other scores are Lucene's, bit by bit. Immutable.
 */
enum FloatScore {
  /** {@code (1 + cosine) / 2}. Where vectors have overflowed, it is that of a cosine of 0. */
  COSINE(VectorSimilarityFunction.COSINE) {
    @Override
    boolean isOrdinary(float score) {
      return score > 0 && score != 0.5f && score <= MAX_COSINE_SCORE;
    }

    @Override
    boolean isWithinFloat(double targetSquares, double vectorSquares) {
      return isNormal(targetSquares) && isNormal(vectorSquares);
    }

    @Override
    float score(double dot, double targetSquares, double vectorSquares) {
      double cosine = dot / Math.sqrt(targetSquares * vectorSquares);
      return VectorUtil.normalizeToUnitInterval((float) Math.max(-1, Math.min(1, cosine)));
    }
  },
  /** {@code (1 + dot product) / 2}, or 0 if that is less. */
  DOT_PRODUCT(VectorSimilarityFunction.DOT_PRODUCT) {
    @Override
    float score(double dot, double targetSquares, double vectorSquares) {
      return VectorUtil.normalizeToUnitInterval(toFloat(dot));
    }
  },
  /** The dot product, made positive. */
  MAXIMUM_INNER_PRODUCT(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT) {
    @Override
    float score(double dot, double targetSquares, double vectorSquares) {
      return VectorUtil.scaleMaxInnerProductScore(toFloat(dot));
    }
  };

  /** Beyond rounding, a cosine above 1 comes from squares that lost digits. */
  private static final float MAX_COSINE_SCORE = 1.0001f;

  // Sums of squares within which float32 suffices, with a margin for rounding.
  private static final double MIN_SQUARES = 1e-36;
  private static final double MAX_SQUARES = 1e38;

  private final VectorSimilarityFunction similarity;

  FloatScore(VectorSimilarityFunction similarity) {
    this.similarity = similarity;
  }

  /**
   * The scores of a similarity.
   *
   * @param similarity not EUCLIDEAN, whose scores are always finite
   */
  static FloatScore of(VectorSimilarityFunction similarity) {
    for (FloatScore scores : values()) {
      if (scores.similarity == similarity) {
        return scores;
      }
    }
    throw new IllegalArgumentException("unexpected similarity " + similarity);
  }

  /**
   * Whether a score is one that vectors within the range of float32 have. Some of them have others
   * too, such as 0.
   */
  boolean isOrdinary(float score) {
    return score > 0 && score < Float.POSITIVE_INFINITY; // NaN is neither
  }

  /** Whether products of components can neither have overflowed nor have lost digits that count. */
  boolean isWithinFloat(double targetSquares, double vectorSquares) {
    return targetSquares * vectorSquares < MAX_SQUARES * MAX_SQUARES;
  }

  /** The score by sums of doubles. */
  abstract float score(double dot, double targetSquares, double vectorSquares);

  /** The squared length of a vector. */
  static double squares(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return squares;
  }

  /**
   * A score that is a finite number.
   *
   * @param score as float32 arithmetic has it
   * @param target finite components
   * @param targetSquares their {@link #squares}
   * @param vector finite components, as many
   * @return {@code score} if float32 suffices for these vectors; 0 if they have no score, as a
   *     vector of zeros has no cosine
   */
  float finite(float score, float[] target, double targetSquares, float[] vector) {
    double vectorSquares = squares(vector);
    if (isWithinFloat(targetSquares, vectorSquares)) {
      return score;
    }
    double dot = 0;
    for (int i = 0; i < target.length; i++) {
      dot += (double) target[i] * vector[i];
    }
    float again = score(dot, targetSquares, vectorSquares);
    return Float.isNaN(again) ? 0 : again;
  }

  private static boolean isNormal(double squares) {
    return squares >= MIN_SQUARES && squares <= MAX_SQUARES;
  }

  private static float toFloat(double dot) {
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, dot));
  }
}
