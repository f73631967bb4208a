// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Makes a code of 3 bits per component from a float32 vector, to find near vectors by; their true
 * scores come from the float32 vectors. {@link BinaryRowsBuilder} makes one of 1 bit, of the same
 * {@code x}, with a scale and a bias by the same formulas.
 *
 * <p>A vector (divided by its length if the similarity is COSINE) less the center of its segment,
 * rotated as {@link Rotation} does, is {@code x}. Its components are divided by {@value #CLIP}
 * times their root mean square, or the greatest of them if that is less, and cut into eight steps
 * of equal length from -1 to 1. A component {@code u} of the code is the middle of a step, in
 * halves of a step: an odd number from -{@value #MAX_CODE} to {@value #MAX_CODE}. It is written as
 * the number of the step, from 0 to 7. Files of version 2 have codes that are not rotated.
 *
 * <p>Five of them are in a word of 16 bits, little-endian, whose highest bit is 0. Of {@code w}
 * words, word {@code i} has components {@code i}, {@code w + i}, {@code 2w + i}, {@code 3w + i} and
 * {@code 4w + i}, the first in the lowest bits; those that there are not are 0. So a kernel has as
 * many components side by side as there are words in its registers, and nothing to reorder.
 *
 * <p>Behind a code {@code u} are a bias, a float32, and its scale, {@code x * x / (x * u)}, by
 * which the estimated dot product of {@code x} with itself is exact (as in RaBitQ, Gao and Long,
 * arXiv:2405.12497), as the upper half of a float32 (bfloat16): of 768 components, that is a sixth
 * as inexact as the code. For a {@link CodeTarget} {@code q} the sum {@code scale * (q * u) + t *
 * bias} orders vectors as the similarity does:
 *
 * <ul>
 *   <li>EUCLIDEAN: minus half of the squared length of {@code x}, by {@code -|q - x|^2 / 2 = q * x
 *       - |x|^2 / 2 - |q|^2 / 2}
 *   <li>DOT_PRODUCT, MAXIMUM_INNER_PRODUCT, COSINE: the dot product of center {@code c} and vector
 *       {@code v}
 * </ul>
 *
 * <p>Fewer bytes are less time that a search waits for memory, and what codes of 3 bits are less
 * exact than longer ones costs a search a few more vectors to score in the end. Immutable.
 */
public final class VectorCoder {

  /** The greatest component of a code; the least is its negative. */
  static final int MAX_CODE = 7;

  /** Bits of a component as it is written. */
  static final int BITS = 3;

  /** The greatest value of a query's component; the least is its negative. */
  static final int MAX_QUERY = 63;

  /** Of components with a normal distribution, what is cut off beyond costs least. */
  static final float CLIP = 2.5f;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  /** Steps that the range of components is cut into. */
  private static final int STEPS = 1 << BITS;

  private final VectorSimilarityFunction similarity;
  private final float[] center;

  /** Null for none. */
  private final Rotation rotation;

  private VectorCoder(VectorSimilarityFunction similarity, float[] center, Rotation rotation) {
    this.similarity = similarity;
    this.center = center;
    this.rotation = rotation;
  }

  /**
   * A coder for one field of one segment.
   *
   * @param similarity how vectors are compared
   * @param center what is subtracted from each vector, those divided by their length if the
   *     similarity is COSINE: see {@link Center}
   * @return a coder that rotates
   */
  public static VectorCoder rotating(VectorSimilarityFunction similarity, float[] center) {
    return new VectorCoder(similarity, center, new Rotation(center.length));
  }

  /**
   * A coder for rows of version 2.
   *
   * @param similarity how vectors are compared
   * @param center what was subtracted from each vector
   * @return a coder that does not rotate
   */
  public static VectorCoder plain(VectorSimilarityFunction similarity, float[] center) {
    return new VectorCoder(similarity, center, null);
  }

  /**
   * Whether vectors are rotated before they are coded.
   *
   * @return false for rows of version 2
   */
  public boolean isRotating() {
    return rotation != null;
  }

  VectorSimilarityFunction similarity() {
    return similarity;
  }

  float[] center() {
    return center;
  }

  /** Rotates what is left of a vector, or leaves it as it is. */
  void rotate(float[] centered) {
    if (rotation != null) {
      rotation.apply(centered);
    }
  }

  /**
   * What a vector is multiplied by before anything else.
   *
   * @param similarity how vectors are compared
   * @param vector a vector
   * @return 1, or one by its length where that is a float32
   */
  public static float factor(VectorSimilarityFunction similarity, float[] vector) {
    if (similarity != VectorSimilarityFunction.COSINE) {
      return 1;
    }
    double length = Math.sqrt(dot(vector, vector));
    float inverse = (float) (1 / length);
    return Float.isFinite(inverse) ? inverse : 1;
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
    int dimension = center.length;
    float[] centered = new float[dimension];
    center(vector, centered);
    double squares = dot(centered, centered);
    float bias = bias(vector, squares);
    rotate(centered);
    float max = 0;
    for (int i = 0; i < dimension; i++) {
      max = Math.max(max, Math.abs(centered[i]));
    }
    float clip = (float) Math.min(max, CLIP * Math.sqrt(squares / dimension));
    float inverse = finite(STEPS / 2 / clip);
    int[] steps = new int[dimension];
    float[] codes = new float[dimension];
    for (int i = 0; i < dimension; i++) { // alone in a loop, it is compiled to SIMD
      float step = centered[i] * inverse + STEPS / 2;
      steps[i] = (int) Math.max(0, Math.min(STEPS - 1, step));
      codes[i] = 2 * steps[i] - MAX_CODE;
    }
    int words = CodeRows.words(dimension);
    for (int word = 0; word < words; word++) {
      int written = 0;
      for (int component = word, shift = 0; component < dimension; component += words) {
        written |= steps[component] << shift;
        shift += BITS;
      }
      SHORT.set(row, word * Short.BYTES, (short) written);
    }
    double coded = dot(centered, codes);
    short scale = upperHalf(coded == 0 ? 0 : (float) (squares / coded));
    FLOAT.set(row, CodeRows.biasAt(words), bias);
    SHORT.set(row, CodeRows.scaleAt(words), scale);
    return Float.isFinite(whole(scale)) && Float.isFinite(bias);
  }

  /** A number as a bfloat16, rounded. */
  private static short upperHalf(float number) {
    return (short) (Float.floatToIntBits(number) + (1 << 15) >>> 16);
  }

  /** What {@link #upperHalf} made of a number. */
  static float whole(short upperHalf) {
    return Float.intBitsToFloat(upperHalf << 16);
  }

  /**
   * Subtracts the center.
   *
   * @param vector of the field's dimension
   * @param centered where the difference goes, not rotated
   */
  void center(float[] vector, float[] centered) {
    float factor = factor(similarity, vector);
    for (int i = 0; i < centered.length; i++) {
      centered[i] = vector[i] * factor - center[i];
    }
  }

  /**
   * The bias of a vector.
   *
   * @param vector of the field's dimension
   * @param squares the squared length of what {@link #center} makes of it
   */
  float bias(float[] vector, double squares) {
    return (float)
        (similarity == VectorSimilarityFunction.EUCLIDEAN
            ? -squares / 2
            : factor(similarity, vector) * dot(vector, center));
  }

  /** With several sums, of which none has to wait for another. */
  static double dot(float[] a, float[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      sum0 += (double) a[i] * b[i];
      sum1 += (double) a[i + 1] * b[i + 1];
      sum2 += (double) a[i + 2] * b[i + 2];
      sum3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }

  /** Of a vector that is next to the center, nothing is left. */
  static float finite(float inverse) {
    return Float.isFinite(inverse) ? inverse : 0;
  }
}
