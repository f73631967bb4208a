// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.vector;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.VectorUtil;

/** How the vectors of a field are compared, in the words of a mapping. */
public enum VectorSimilarity {
  /** Euclidean distance. */
  L2(VectorSimilarityFunction.EUCLIDEAN),
  /** The cosine of the angle; no vector may be all zeros. */
  COSINE(VectorSimilarityFunction.COSINE),
  /** The dot product of vectors of length 1. */
  DOT(VectorSimilarityFunction.DOT_PRODUCT),
  /** The inner product of vectors of any length. */
  MIP(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  /** Float32 components that were rounded one by one leave a unit vector this close to 1. */
  private static final double UNIT_TOLERANCE = 1e-3;

  private final VectorSimilarityFunction function;

  VectorSimilarity(VectorSimilarityFunction function) {
    this.function = function;
  }

  /**
   * Reads a name.
   *
   * @param name in lower case
   * @return the similarity of that name
   * @throws IllegalArgumentException if there is none
   */
  public static VectorSimilarity of(String name) {
    for (VectorSimilarity similarity : values()) {
      if (similarity.toString().equals(name)) {
        return similarity;
      }
    }
    throw new IllegalArgumentException(
        "[similarity] must be one of "
            + Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(", "))
            + ", got ["
            + name
            + "]");
  }

  /**
   * What Lucene calls it.
   *
   * @return the function
   */
  public VectorSimilarityFunction function() {
    return function;
  }

  /**
   * Checks that a vector can be compared.
   *
   * @param field for the message
   * @param vector finite components
   * @throws IllegalArgumentException if it can't
   */
  public void check(String field, float[] vector) {
    if (this == COSINE || this == DOT) {
      double length = Math.sqrt(squaredLength(vector));
      if (this == COSINE && length == 0) {
        throw new IllegalArgumentException(
            "a vector of field ["
                + field
                + "] must not be all zeros: it has no direction, which is what similarity [cosine]"
                + " compares");
      }
      if (this == DOT && Math.abs(length - 1) > UNIT_TOLERANCE) {
        throw new IllegalArgumentException(
            "a vector of field ["
                + field
                + "] must have the length 1 for similarity [dot], but has "
                + length
                + "; [cosine] and [mip] take vectors of any length");
      }
    }
  }

  private static double squaredLength(float[] vector) {
    double sum = VectorUtil.dotProduct(vector, vector);
    if (sum > 0 && sum < Float.POSITIVE_INFINITY) {
      return sum;
    }
    // Too small or too large for a float.
    sum = 0;
    for (float component : vector) {
      sum += (double) component * component;
    }
    return sum;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
