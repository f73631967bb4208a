// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.vector;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.VectorUtil;
import org.omdb.lucene.VectorLengths;

/** How the vectors of a field are compared: the values of a mapping's {@code similarity}. */
public enum VectorSimilarity {
  /** Euclidean distance. */
  L2(VectorSimilarityFunction.EUCLIDEAN),
  /** The cosine of the angle. A vector must not be all zeros. */
  COSINE(VectorSimilarityFunction.COSINE),
  /** The dot product of vectors of length 1. */
  DOT(VectorSimilarityFunction.DOT_PRODUCT),
  /** The inner product of vectors of any length. */
  MIP(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  /** How far from 1 a length may be, because each component was rounded to float32. */
  private static final double UNIT_TOLERANCE = 1e-3;

  private final VectorSimilarityFunction function;

  VectorSimilarity(VectorSimilarityFunction function) {
    this.function = function;
  }

  /**
   * Finds a similarity by its name in a mapping.
   *
   * @param name in lower case
   * @return the similarity of that name
   * @throws IllegalArgumentException if no similarity has that name
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
   * The same similarity in Lucene.
   *
   * @return Lucene's function
   */
  public VectorSimilarityFunction function() {
    return function;
  }

  /**
   * The score of a vector at a distance from the query vector: the Euclidean distance for {@link
   * #L2}, 1 minus the cosine for {@link #COSINE}, 1 minus the dot product for {@link #DOT}.
   *
   * @param field name of the field, for the error message
   * @param distance 0 or more
   * @return 0 to 1; nearer vectors have higher scores
   * @throws IllegalArgumentException if this is {@link #MIP}, which has no distance
   */
  public float scoreAtDistance(String field, float distance) {
    return switch (this) {
      case L2 -> VectorUtil.normalizeDistanceToUnitInterval((float) ((double) distance * distance));
      case COSINE, DOT -> VectorUtil.normalizeToUnitInterval((float) (1 - (double) distance));
      case MIP ->
          throw new IllegalArgumentException(
              "[max_distance] needs a distance, and similarity [mip] of field ["
                  + field
                  + "] has none: a vector can have a higher score than an equal one; use"
                  + " [min_score]");
    };
  }

  /**
   * Checks that this similarity can compare a vector.
   *
   * @param field name of the field, for the error message
   * @param vector finite components
   * @param called this similarity in the words of the mapping, for the error message
   * @throws IllegalArgumentException if its length is not one that this similarity takes
   */
  public void check(String field, float[] vector, String called) {
    if (this == L2) {
      return; // takes all lengths
    }
    double length = VectorLengths.of(vector);
    if (this == DOT && Math.abs(length - 1) > UNIT_TOLERANCE) {
      throw refusal(
          field,
          "have the length 1 for "
              + called
              + ", but has "
              + length
              + "; [cosine] and [mip] take vectors of any length");
    }
    if (this == COSINE && length == 0) {
      throw refusal(
          field, "not be all zeros: it has no direction, which is what " + called + " compares");
    }
    if (VectorLengths.isComparable(function, length) == false) {
      throw refusal(
          field,
          "have a length of "
              + (this == COSINE ? VectorLengths.MIN : 0)
              + " to "
              + VectorLengths.MAX
              + " for "
              + called
              + ", but has "
              + length
              + ": products of float32 would overflow or vanish");
    }
  }

  private static IllegalArgumentException refusal(String field, String what) {
    return new IllegalArgumentException("a vector of field [" + field + "] must " + what);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
