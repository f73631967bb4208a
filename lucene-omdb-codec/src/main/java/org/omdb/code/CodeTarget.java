// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * The target of a search as codes are compared with it. With {@code c} the center and {@code q} the
 * target, codes estimate dot products with {@code q - t * c}, rotated, and count a row's bias
 * {@code t} times:
 *
 * <ul>
 *   <li>EUCLIDEAN: {@code t} is 1
 *   <li>all others: {@code q} is divided by its length first, since the order of vectors does not
 *       depend on that, and {@code t = q * c / |c|^2}, which leaves the least of {@code q}; but not
 *       less than 0, which a target that points away from the center would have. Any {@code t}
 *       orders vectors in the same way: {@code q * v = (q - t * c) * (v - c) + t * c * v} and what
 *       is the same for all {@code v}
 * </ul>
 *
 * <p>For one thread.
 */
public final class CodeTarget {

  /** More than 0, since the rows that fill up a block of binary codes have an infinite bias. */
  private static final float MIN_BIAS_FACTOR = 1e-30f;

  /** The squared length of a center below which float32 biases lose what they stand for. */
  private static final double MIN_CENTER_SQUARES = 1e-30;

  private final VectorCoder coder;
  private final double centerSquares;

  /** The target less {@code t} times the center, rotated if rows are. */
  final float[] components;

  /** {@code t}. */
  float biasFactor;

  /** What a dot product is multiplied by where the target was not divided by its length. */
  private double factor;

  /** Added to what is exact to make it comparable with estimates. */
  private double offset;

  /**
   * A target that is to be set.
   *
   * @param coder of the vectors that it is compared with
   */
  public CodeTarget(VectorCoder coder) {
    this.coder = coder;
    this.components = new float[coder.center().length];
    this.centerSquares = VectorCoder.dot(coder.center(), coder.center());
  }

  /**
   * Sets it.
   *
   * @param target of the field's dimension, all components finite
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
    // Components of a very long or short target have no float32 factor, but their quotients are.
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
   * What an exact score is as an estimate, to find out by how much estimates are off.
   *
   * @param score as the similarity function computes it
   * @return of the same unit and origin as what {@link CodeScorer} and {@link BinaryRows} compute
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
