// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.VectorUtil;

/**
 * Makes a code of 4 bits per component from a float32 vector, to find near vectors by; their true
 * scores come from the float32 vectors. {@link BinaryRowsBuilder} makes one of 1 bit, of the same
 * {@code x}, with a scale and a bias by the same formulas.
 *
 * <p>A vector (divided by its length if the similarity is COSINE) less the centroid of its segment
 * is {@code x}. Its components are divided by {@value #CLIP} times their root mean square, or the
 * greatest of them if that is less, times 7, rounded to whole numbers from {@value #MIN_CODE} to
 * {@value #MAX_CODE}, and written as numbers from 0 to 15, two in a byte: that of component {@code
 * 2i} in the lower half of byte {@code i}, that of {@code 2i + 1} in the upper half. They are
 * filled up with codes of 0 to a multiple of 4 bytes.
 *
 * <p>Behind a code {@code u} are two float32: its scale, {@code x * x / (x * u)}, by which the
 * estimated dot product of {@code x} with itself is exact (as in RaBitQ, Gao and Long,
 * arXiv:2405.12497), and a bias, so that for a query {@code q} the sum {@code scale * (q * u) +
 * bias} orders vectors as the similarity does:
 *
 * <ul>
 *   <li>EUCLIDEAN: minus half of the squared length of {@code x}, by {@code -|q - x|^2 / 2 = q * x
 *       - |x|^2 / 2 - |q|^2 / 2}
 *   <li>DOT_PRODUCT, MAXIMUM_INNER_PRODUCT, COSINE: the dot product of centroid {@code c} and
 *       vector {@code v}, by {@code q * v = (q - c) * (v - c) + c * v + c * (q - c)}
 * </ul>
 *
 * <p>Half of the bytes of 8-bit codes is half of the time that a search waits for memory, and what
 * they are less exact costs a search a few more vectors to score in the end. Immutable.
 */
public final class VectorCoder {

  /** The least code. */
  static final int MIN_CODE = -8;

  /** The greatest code. */
  static final int MAX_CODE = 7;

  /** The greatest value of a query's component; the least is its negative. */
  static final int MAX_QUERY = 63;

  /** Of components with a normal distribution, what is cut off beyond costs least. */
  static final float CLIP = 2.6f;

  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

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

  /**
   * Codes a vector.
   *
   * @param vector of the field's dimension
   * @param row where it goes, codes and what goes with them
   * @return false if the vector is so long that its squared length is no float32: there is no code
   *     for it
   */
  public boolean encode(float[] vector, byte[] row) {
    int dimension = centroid.length;
    float[] centred = new float[dimension];
    float bias = centre(vector, centred);
    double squares = 0;
    float max = 0;
    for (int i = 0; i < dimension; i++) {
      squares += (double) centred[i] * centred[i];
      max = Math.max(max, Math.abs(centred[i]));
    }
    float inverse = finite(MAX_CODE / (float) Math.min(max, CLIP * Math.sqrt(squares / dimension)));
    int codeBytes = CodeRows.codeBytes(dimension);
    double coded = 0;
    for (int i = 0; i < codeBytes; i++) {
      int written = 0;
      for (int half = 0; half < 2; half++) {
        int component = 2 * i + half;
        int code = 0;
        if (component < dimension) {
          code = Math.round(Math.clamp(centred[component] * inverse, MIN_CODE, MAX_CODE));
          coded += (double) centred[component] * code;
        }
        written |= (code - MIN_CODE) << (half * 4);
      }
      row[i] = (byte) written;
    }
    float scale = coded == 0 ? 0 : (float) (squares / coded);
    FLOAT.set(row, codeBytes, scale);
    FLOAT.set(row, codeBytes + Float.BYTES, bias);
    return Float.isFinite(scale) && Float.isFinite(bias);
  }

  /**
   * Subtracts the centroid.
   *
   * @param vector of the field's dimension
   * @param centred where the difference goes
   * @return the bias of the vector
   */
  float centre(float[] vector, float[] centred) {
    float factor = factor(similarity, vector);
    double squares = 0;
    double projection = 0;
    for (int i = 0; i < centred.length; i++) {
      float value = vector[i] * factor;
      centred[i] = value - centroid[i];
      squares += (double) centred[i] * centred[i];
      projection += (double) value * centroid[i];
    }
    return (float) (similarity == VectorSimilarityFunction.EUCLIDEAN ? -squares / 2 : projection);
  }

  /** Codes the target of a search. Its bias is left out: it is the same for all rows. */
  void encode(float[] target, CodeQuery query) {
    centreTarget(target, query.centred);
    query.setToCentred();
  }

  /**
   * Codes the target of a search.
   *
   * @param target of the field's dimension
   * @param query is set to it
   */
  public void encode(float[] target, BinaryQuery query) {
    centreTarget(target, query.centred);
    query.setToCentred();
  }

  private void centreTarget(float[] target, float[] centred) {
    float factor = factor(similarity, target);
    for (int i = 0; i < centroid.length; i++) {
      centred[i] = target[i] * factor - centroid[i];
    }
  }

  /** Of a vector that is next to the centroid, nothing is left. */
  static float finite(float inverse) {
    return Float.isFinite(inverse) ? inverse : 0;
  }
}
