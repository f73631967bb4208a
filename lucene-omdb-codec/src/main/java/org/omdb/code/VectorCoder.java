// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Makes codes of 3 bits per component from float32 vectors. Codes serve to find candidates; exact
 * scores come from the float32 vectors. {@link BinaryRowsBuilder} makes codes of 1 bit in a similar
 * way. Immutable.
 *
 * <p><b>Code.</b> Let {@code c} be the center of the segment, {@code v} a vector, divided by its
 * length if the similarity is COSINE, and {@code x = R(v - c)} with {@link Rotation} {@code R}.
 * Files of version 2 have no rotation. The range of components is {@code -m} to {@code m}, where
 * {@code m} is {@value #CLIP} times their root mean square, or their greatest absolute value if
 * that is less. It is divided into eight equal steps, numbered 0 to 7; components beyond it are in
 * the outer steps. A component of the code {@code u} is {@code 2 * step - 7}: an odd number from
 * -{@value #MAX_CODE} to {@value #MAX_CODE}.
 *
 * <p><b>Row.</b> The step numbers are packed into words of 16 bits, little-endian, five in a word,
 * whose highest bit is 0. Of {@code w} words, word {@code i} has components {@code i}, {@code w +
 * i}, {@code 2w + i}, {@code 3w + i} and {@code 4w + i}, the first in the lowest bits. Where there
 * is no such component, the bits are 0. So a SIMD kernel extracts consecutive components by a shift
 * and a mask. The words are followed by a float32, the bias, and by the upper half of a float32 (a
 * bfloat16), the scale.
 *
 * <p><b>Score.</b> The scale is {@code (x * x) / (x * u)}, so that the estimated dot product of
 * {@code x} with itself is exact, as in RaBitQ (Gao and Long, arXiv:2405.12497). For a {@link
 * CodeTarget} with components {@code q} and bias factor {@code t}, the estimate {@code scale * (q *
 * u) + t * bias} orders vectors as the similarity does. The bias is
 *
 * <ul>
 *   <li>EUCLIDEAN: {@code -(x * x) / 2}, since {@code -|q - x|^2 / 2 = q * x - |x|^2 / 2 - |q|^2 /
 *       2}
 *   <li>DOT_PRODUCT, MAXIMUM_INNER_PRODUCT, COSINE: {@code c * v}
 * </ul>
 *
 * <p>3 bits are a compromise: shorter codes are read faster from memory, but need more candidates.
 */
public final class VectorCoder {

  /** The greatest component of a code; the least is its negative. */
  static final int MAX_CODE = 7;

  /** Bits of a component as it is written. */
  static final int BITS = 3;

  /** The greatest value of a query's component; the least is its negative. */
  static final int MAX_QUERY = 63;

  /**
   * The range of steps by the root mean square of components. For components with a normal
   * distribution, about this one has the least error with eight steps.
   */
  static final float CLIP = 2.5f;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  /** Number of steps. */
  private static final int STEPS = 1 << BITS;

  private final VectorSimilarityFunction similarity;
  private final float[] center;

  /** Null for files of version 2. */
  private final Rotation rotation;

  private VectorCoder(VectorSimilarityFunction similarity, float[] center, Rotation rotation) {
    this.similarity = similarity;
    this.center = center;
    this.rotation = rotation;
  }

  /**
   * Creates a coder for one field of one segment.
   *
   * @param similarity how vectors are compared
   * @param center subtracted from each vector, see {@link Center}
   * @return a coder with rotation
   */
  public static VectorCoder rotating(VectorSimilarityFunction similarity, float[] center) {
    return new VectorCoder(similarity, center, new Rotation(center.length));
  }

  /**
   * Creates a coder for codes of version 2.
   *
   * @param similarity how vectors are compared
   * @param center subtracted from each vector
   * @return a coder without rotation
   */
  public static VectorCoder plain(VectorSimilarityFunction similarity, float[] center) {
    return new VectorCoder(similarity, center, null);
  }

  /**
   * Whether vectors are rotated before they are coded.
   *
   * @return false for codes of version 2
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

  /** Rotates a centered vector in place, unless this coder is for version 2. */
  void rotate(float[] centered) {
    if (rotation != null) {
      rotation.apply(centered);
    }
  }

  /**
   * The factor that a vector is multiplied by before all else.
   *
   * @param similarity how vectors are compared
   * @param vector a vector
   * @return 1 / length for COSINE if that is a finite float32; else 1
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
   * Makes the code of a vector.
   *
   * @param vector has the field's dimension
   * @param rows receives the row, of {@link CodeRows#rowBytes}
   * @param at position of the row, in bytes
   * @return false if the vector is so long that its scale or bias is not a finite float32: there is
   *     no code for it
   */
  public boolean encode(float[] vector, byte[] rows, int at) {
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
    for (int i = 0; i < dimension; i++) { // a loop of its own, which C2 compiles to SIMD
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
      SHORT.set(rows, at + word * Short.BYTES, (short) written);
    }
    double coded = dot(centered, codes);
    short scale = toBfloat16(coded == 0 ? 0 : (float) (squares / coded));
    FLOAT.set(rows, at + CodeRows.biasAt(words), bias);
    SHORT.set(rows, at + CodeRows.scaleAt(words), scale);
    return Float.isFinite(fromBfloat16(scale)) && Float.isFinite(bias);
  }

  /** Rounds to a bfloat16, the upper half of a float32. */
  private static short toBfloat16(float number) {
    return (short) (Float.floatToIntBits(number) + (1 << 15) >>> 16);
  }

  /** The number that a bfloat16 stands for. */
  static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /**
   * Subtracts the center.
   *
   * @param vector has the field's dimension
   * @param centered receives the difference, not rotated
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
   * @param vector has the field's dimension
   * @param squares the squared length of the centered vector
   */
  float bias(float[] vector, double squares) {
    return (float)
        (similarity == VectorSimilarityFunction.EUCLIDEAN
            ? -squares / 2
            : factor(similarity, vector) * dot(vector, center));
  }

  /** The dot product. Adds up four sums, since additions to one would wait for each other. */
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

  /** A factor, or 0 if it is not finite, as for a vector that equals its center. */
  static float finite(float inverse) {
    return Float.isFinite(inverse) ? inverse : 0;
  }
}
