// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * The target of a search, prepared for comparing it with codes. For one thread.
 *
 * <p>With {@code c} the center and {@code q} the target, codes estimate dot products with {@code q
 * - t * c}, rotated, and add a row's bias {@code t} times. The bias factor {@code t} is
 *
 * <ul>
 *   <li>for EUCLIDEAN 1
 *   <li>for all others {@code q * c / |c|^2}, or 0 if that is less. It makes {@code |q - t * c|},
 *       and with it the error of estimates, as small as possible. Before that, {@code q} is divided
 *       by its length.
 * </ul>
 *
 * <p>Neither changes the order of vectors {@code v}: {@code q * v = (q - t * c) * (v - c) + t * (c
 * * v) + k}, where {@code k} does not depend on {@code v}.
 */
public final class CodeTarget {

  /**
   * Greater than 0: the bias factor is multiplied by the biases of rows, and rows that fill up a
   * block of binary codes have a bias of negative infinity. 0 times infinity is NaN.
   */
  private static final float MIN_BIAS_FACTOR = 1e-30f;

  /** A center with a smaller squared length is taken for 0: biases would underflow. */
  private static final double MIN_CENTER_SQUARES = 1e-30;

  private final VectorCoder coder;
  private final double centerSquares;

  /** {@code q - t * c}, rotated if the codes are. */
  final float[] components;

  /** {@code t}. */
  float biasFactor;

  /** What the target was multiplied by: 1, or 1 / length. */
  private double factor;

  /** Added to exact scores to make them comparable with estimates. */
  private double offset;

  /**
   * Creates a target without a vector, see {@link #set}.
   *
   * @param coder what made the codes that it is compared with
   */
  public CodeTarget(VectorCoder coder) {
    this.coder = coder;
    this.components = new float[coder.center().length];
    this.centerSquares = VectorCoder.dot(coder.center(), coder.center());
  }

  /**
   * Sets the vector.
   *
   * @param target has the field's dimension; all components are finite
   */
  public void set(float[] target) {
    float[] center = coder.center();
    if (coder.similarity() == VectorSimilarityFunction.EUCLIDEAN) {
      for (int i = 0; i < components.length; i++) {
        components[i] = target[i] - center[i];
      }
      biasFactor = 1;
      factor = 1;
      offset = VectorCoder.dot(components, components) / 2;
    } else {
      setDirection(target, center);
    }
    coder.rotate(components);
  }

  private void setDirection(float[] target, float[] center) {
    double length = Math.sqrt(VectorCoder.dot(target, target));
    factor = length == 0 ? 1 : 1 / length;
    // In double: for a very long or short target, the factor would not be a finite float32.
    for (int i = 0; i < components.length; i++) {
      components[i] = (float) (target[i] * factor);
    }
    double withCenter = VectorCoder.dot(components, center);
    double t = centerSquares < MIN_CENTER_SQUARES ? 0 : withCenter / centerSquares;
    biasFactor = (float) Math.max(MIN_BIAS_FACTOR, Math.min(t, Float.MAX_VALUE));
    for (int i = 0; i < components.length; i++) {
      components[i] -= biasFactor * center[i];
    }
    offset = biasFactor * centerSquares - withCenter;
  }

  /**
   * Converts an exact score to the scale of estimates, so that the error of estimates can be
   * computed.
   *
   * @param score a score of the similarity function
   * @return comparable with the scores of {@link CodeScorer} and {@link BinaryRows}
   */
  public double estimateOf(float score) {
    return switch (coder.similarity()) {
      case EUCLIDEAN -> offset - (1 / (double) score - 1) / 2;
      case DOT_PRODUCT -> (2 * (double) score - 1) * factor + offset;
      case COSINE -> 2 * (double) score - 1 + offset;
      case MAXIMUM_INNER_PRODUCT ->
          (score < 1 ? 1 - 1 / (double) score : score - 1.0) * factor + offset;
    };
  }
}
