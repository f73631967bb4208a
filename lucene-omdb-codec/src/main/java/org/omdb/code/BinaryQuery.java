// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/**
 * The target of a search as it is compared with {@link BinaryRows}: each component of a {@link
 * CodeTarget} is a whole number from {@value #MIN} to {@value #MAX}, times a step.
 *
 * <p>The bits of the numbers, in two's complement, lie in {@value #PLANES} planes: a word of a row
 * and the words of the planes have as many bits in common as there are numbers with the bit among
 * those that the row has a 1 for, which takes no multiplication. For one thread.
 */
public final class BinaryQuery {

  static final int PLANES = 3;
  static final int MIN = -4;
  static final int MAX = 3;

  /** Makes a number positive, so that cutting off what is behind the point rounds it. */
  static final float ROUND = 0.5f - MIN;

  /**
   * The step, by the root mean square of the components: of those with a normal distribution, what
   * rounding and cutting off cost is least (Max, Quantizing for minimum distortion, 1960).
   */
  private static final float STEP = 0.586f;

  /** For each word of a row those of all planes, that of the lowest bits first. */
  final int[] planes;

  /** The target's components, with zeros at their end, while it is made the query. */
  final float[] centered;

  private final int dimension;

  /** What the sum of the numbers that a row has a 1 for is multiplied by. */
  float factor;

  /** What is subtracted then. */
  float offset;

  /** How often a row's bias counts; more than 0. */
  float biasFactor;

  /**
   * A query that is to be set.
   *
   * @param dimension components of a vector
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
   * @param target of the dimension
   */
  public void set(CodeTarget target) {
    System.arraycopy(target.components, 0, centered, 0, dimension);
    biasFactor = target.biasFactor;
    double squares = VectorCoder.dot(centered, centered);
    float step = STEP * (float) Math.sqrt(squares / dimension);
    float inverse = VectorCoder.finite(1 / step);
    int sum = CodeKernel.BEST.round(this, inverse);
    float unit = inverse == 0 ? 0 : step;
    // With 1 for a bit that is set and -1 for one that is not, it is twice the one sum less all.
    factor = 2 * unit;
    offset = unit * sum;
  }

  /** Sets all numbers to what is in {@link #centered} times a factor; returns their sum. */
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
   * An estimate.
   *
   * @param sum of the numbers that the row has a 1 for
   */
  float estimate(int sum, float scale, float bias) {
    return Math.fma(sum * factor - offset, scale, bias * biasFactor);
  }
}
