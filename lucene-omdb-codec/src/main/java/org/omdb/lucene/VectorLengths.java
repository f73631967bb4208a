// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Which lengths float32 can compare, for applications that refuse other vectors.
 *
 * <p>Lucene adds up products of components as float32. Of longer vectors they overflow, and of
 * shorter ones they vanish. {@link OmdbCodec} takes such vectors, as Lucene does, and gives each a
 * finite score. But where squares lose digits, cosines do too.
 */
public final class VectorLengths {

  /** The least length that cosines are right for. Dot products need none. */
  public static final double MIN = 1e-18;

  /** The greatest length that cosines and dot products are right for. */
  public static final double MAX = 1e18;

  private VectorLengths() {}

  /**
   * The length of a vector.
   *
   * @param vector finite components
   * @return a finite number
   */
  public static double of(float[] vector) {
    double squares = 0; // neither overflows nor vanishes: float32 has squares of 1e-90 to 1e77
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }

  /**
   * Whether a similarity compares vectors of a length.
   *
   * @param similarity how vectors are compared
   * @param length of a vector
   * @return always true for EUCLIDEAN, by which vectors that are too far apart all have the score 0
   */
  public static boolean isComparable(VectorSimilarityFunction similarity, double length) {
    return switch (similarity) {
      case EUCLIDEAN -> true;
      case COSINE -> length >= MIN && length <= MAX;
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> length <= MAX;
    };
  }

  /**
   * Fails if a similarity can't compare a vector.
   *
   * @param similarity how vectors are compared
   * @param vector finite components
   * @throws IllegalArgumentException if its length is out of range
   */
  public static void check(VectorSimilarityFunction similarity, float[] vector) {
    double length = of(vector);
    if (isComparable(similarity, length) == false) {
      throw new IllegalArgumentException(
          "the vector's length is "
              + length
              + ", expected "
              + (similarity == VectorSimilarityFunction.COSINE ? MIN : 0)
              + " to "
              + MAX
              + ": beyond that, products of float32 vanish or overflow; EUCLIDEAN takes any");
    }
  }
}
