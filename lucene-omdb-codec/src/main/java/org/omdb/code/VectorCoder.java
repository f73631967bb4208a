// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.VectorUtil;

/**
 * Makes a code of one byte per component from a float32 vector, to find near vectors by; their true
 * scores come from the float32 vectors.
 *
 * <p>Each vector (divided by its length if the similarity is COSINE) less the centroid of its
 * segment is scaled so that its greatest component becomes {@value #MAX_CODE}, and rounded. With
 * the scale goes a bias, so that for a query {@code q} coded alike, {@code q.scale * scale * dot(q,
 * code) + bias} orders vectors as the similarity does:
 *
 * <ul>
 *   <li>EUCLIDEAN: minus half of the squared length of what was coded, by {@code -|q - x|^2 / 2 = q
 *       * x - |x|^2 / 2 - |q|^2 / 2}
 *   <li>DOT_PRODUCT, MAXIMUM_INNER_PRODUCT, COSINE: the dot product of centroid and vector, by
 *       {@code q * x = (q - c) * (x - c) + c * x + c * (q - c)}
 * </ul>
 *
 * <p>Codes have 7 bits: the sum of {@value #SUMMED_PRODUCTS} products of two fits into 16 bits,
 * which is what makes kernels fast, and what is lost against 8 bits can't be seen in the results.
 * Immutable.
 */
public final class VectorCoder {

  /** The greatest code; the least is its negative. */
  public static final int MAX_CODE = 63;

  /** Products of two codes that a signed number of 16 bits can sum up. */
  static final int SUMMED_PRODUCTS = Short.MAX_VALUE / (MAX_CODE * MAX_CODE);

  private final VectorSimilarityFunction similarity;
  private final float[] centroid;

  /**
   * A coder for one field of one segment.
   *
   * @param similarity how vectors are compared
   * @param centroid the mean of the vectors, those divided by their length if the similarity is
   *     COSINE
   */
  public VectorCoder(VectorSimilarityFunction similarity, float[] centroid) {
    this.similarity = similarity;
    this.centroid = centroid;
  }

  /**
   * What a vector is multiplied by before anything else.
   *
   * @param similarity how vectors are compared
   * @param vector a vector
   * @return 1, or one by its length
   */
  public static float factor(VectorSimilarityFunction similarity, float[] vector) {
    if (similarity != VectorSimilarityFunction.COSINE) {
      return 1;
    }
    double length = Math.sqrt(VectorUtil.dotProduct(vector, vector));
    return length == 0 ? 1 : (float) (1 / length);
  }

  /** The code of a vector but for its codes. */
  public static final class Correction {

    /** What a code of 1 stands for. */
    public float scale;

    /** What is added to every score. */
    public float bias;

    /** Makes an empty one. */
    public Correction() {}
  }

  /**
   * Codes a vector.
   *
   * @param vector of the field's dimension
   * @param code where the codes go, from 0 on; what is behind them is left alone
   * @param correction where scale and bias go
   */
  public void encode(float[] vector, byte[] code, Correction correction) {
    float factor = factor(similarity, vector);
    float inverse = inverseScale(vector, factor);
    double squares = 0;
    double projection = 0;
    for (int i = 0; i < centroid.length; i++) {
      float value = vector[i] * factor;
      float centred = value - centroid[i];
      squares += centred * centred;
      projection += value * centroid[i];
      code[i] = (byte) round(centred * inverse);
    }
    correction.scale = inverse == 0 ? 0 : 1 / inverse;
    correction.bias =
        (float) (similarity == VectorSimilarityFunction.EUCLIDEAN ? -squares / 2 : projection);
  }

  /** Codes the target of a search. Its bias is left out: it is the same for all rows. */
  void encode(float[] target, CodeQuery query) {
    float factor = factor(similarity, target);
    float inverse = inverseScale(target, factor);
    for (int i = 0; i < centroid.length; i++) {
      query.codes[i] = (short) round((target[i] * factor - centroid[i]) * inverse);
    }
    query.scale = inverse == 0 ? 0 : 1 / inverse;
    query.bias = 0;
  }

  /** Rounds what is no code yet: unlike {@link Math#round}, in a way that compilers vectorize. */
  private static int round(float code) {
    return (int) (code + (MAX_CODE + 1.5f)) - (MAX_CODE + 1);
  }

  private float inverseScale(float[] vector, float factor) {
    float max = 0;
    for (int i = 0; i < centroid.length; i++) {
      max = Math.max(max, Math.abs(vector[i] * factor - centroid[i]));
    }
    float inverse = MAX_CODE / max;
    // Of a vector that is next to the centroid, nothing is left.
    return Float.isFinite(inverse) ? inverse : 0;
  }
}
