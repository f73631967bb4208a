// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/**
 * The target of a search, prepared for comparing it with {@link BinaryRows}. Each component of a
 * {@link CodeTarget} is rounded to an integer from {@value #MIN} to {@value #MAX}, times a step.
 * For one thread.
 *
 * <p>Integers are stored as {@value #PLANES} bit planes, in two's complement: plane 0 has the
 * lowest bit of each integer, and so on. So the sum of the integers for which a row's bit is set
 * needs no multiplication:
 *
 * <pre>
 * sum = bitCount(row &amp; plane0) + 2 * bitCount(row &amp; plane1) - 4 * bitCount(row &amp; plane2)
 * </pre>
 */
public final class BinaryQuery {

  static final int PLANES = 3;
  static final int MIN = -4;
  static final int MAX = 3;

  /** Added before a number is truncated to an integer, so that truncating rounds. */
  static final float ROUND = 0.5f - MIN;

  /**
   * The step by the root mean square of components: for a normal distribution and eight steps, the
   * one with the least error (Max, Quantizing for minimum distortion, 1960).
   */
  private static final float STEP = 0.586f;

  /** For each word of a row, the words of all planes, plane 0 first. */
  final int[] planes;

  /** The target's components before they are rounded, padded with zeros. */
  final float[] centered;

  private final int dimension;

  /** What the sum is multiplied by. */
  float factor;

  /** Subtracted from the product. */
  float offset;

  /** What a row's bias is multiplied by; greater than 0. */
  float biasFactor;

  /**
   * Creates a query without a target, see {@link #set}.
   *
   * @param dimension components per vector
   */
  public BinaryQuery(int dimension) {
    int words = BinaryRows.words(dimension);
    this.dimension = dimension;
    this.centered = new float[words * BinaryRows.WORD];
    this.planes = new int[words * PLANES];
  }

  /**
   * Makes the target of a search the query.
   *
   * @param target a target of the same dimension
   */
  public void set(CodeTarget target) {
    System.arraycopy(target.components, 0, centered, 0, dimension);
    biasFactor = target.biasFactor;
    double squares = VectorCoder.dot(centered, centered);
    float step = STEP * (float) Math.sqrt(squares / dimension);
    float inverse = VectorCoder.finite(1 / step);
    int sum = CodeKernel.BEST.round(this, inverse);
    float unit = inverse == 0 ? 0 : step;
    // With signs s of 1 for a set bit, else -1: q * s = 2 * (sum over set bits) - (sum of all).
    factor = 2 * unit;
    offset = unit * sum;
  }

  /** Sets the integers to {@link #centered} times a factor, rounded; returns their sum. */
  int round(float inverse) {
    int sum = 0;
    for (int start = 0, plane = 0; start < centered.length; start += BinaryRows.WORD) {
      int ones = 0;
      int twos = 0;
      int fours = 0;
      for (int i = start; i < start + BinaryRows.WORD; i++) {
        float shifted = centered[i] * inverse + ROUND;
        int number = (int) Math.min(Math.max(shifted, 0), MAX - MIN) + MIN;
        sum += number;
        ones |= (number & 1) << i;
        twos |= (number >> 1 & 1) << i;
        fours |= (number >> 2 & 1) << i;
      }
      planes[plane++] = ones;
      planes[plane++] = twos;
      planes[plane++] = fours;
    }
    return sum;
  }

  /**
   * Computes an estimate.
   *
   * @param sum sum of the integers for which the row's bit is set
   * @param scale scale of the row
   * @param bias bias of the row
   */
  float estimate(int sum, float scale, float bias) {
    return Math.fma(sum * factor - offset, scale, bias * biasFactor);
  }
}
