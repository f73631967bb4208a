// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.util.SplittableRandom;

/**
 * A random orthogonal transform. It spreads a vector evenly over all components, so that codes are
 * equally exact for all vectors. It preserves lengths and dot products.
 *
 * <p>A step multiplies components by random signs, and applies a fast Walsh-Hadamard transform, as
 * in RaBitQ (Gao and Long, arXiv:2405.12497). If the dimension is a power of two, one step is
 * enough. Else there are four, each of which transforms a block of components: the block's length
 * is the greatest power of two below the dimension, and it lies at the start and at the end in
 * turns. Takes {@code O(d log d)} for {@code d} components.
 *
 * <p>The signs depend on the dimension alone. They are not written to files, and must never change.
 * Immutable.
 */
final class Rotation {

  private static final long SEED = 0x4F4D4442L; // "OMDB"

  private final int dimension;
  private final int block;

  /** For each step a factor per component: a sign, times 1 / sqrt(block) if it is in the block. */
  private final float[][] factors;

  Rotation(int dimension) {
    this.dimension = dimension;
    this.block = Integer.highestOneBit(dimension);
    int steps = block == dimension ? 1 : 4;
    this.factors = new float[steps][dimension];
    SplittableRandom random = new SplittableRandom(SEED + dimension);
    float unit = (float) (1 / Math.sqrt(block));
    for (int step = 0; step < steps; step++) {
      int start = start(step);
      for (int i = 0; i < dimension; i++) {
        boolean isInBlock = i >= start && i < start + block;
        factors[step][i] = (random.nextBoolean() ? 1 : -1) * (isInBlock ? unit : 1);
      }
    }
  }

  /** The first component of a step's block. */
  private int start(int step) {
    return step % 2 == 0 ? 0 : dimension - block;
  }

  /**
   * Transforms a vector in place.
   *
   * @param vector of the dimension, or longer; further components are unchanged
   */
  void apply(float[] vector) {
    apply(vector, CodeKernel.BEST);
  }

  void apply(float[] vector, CodeKernel kernel) {
    for (int step = 0; step < factors.length; step++) {
      float[] ofStep = factors[step];
      for (int i = 0; i < ofStep.length; i++) {
        vector[i] *= ofStep[i];
      }
      kernel.transform(vector, start(step), block);
    }
  }

  /**
   * Transforms a block of a vector in place: a Walsh-Hadamard transform without normalization, in
   * plain Java.
   *
   * @param vector the vector
   * @param start first component of the block
   * @param length length of the block, a power of two
   */
  static void transform(float[] vector, int start, int length) {
    for (int half = 1; half < length; half *= 2) {
      for (int from = start; from < start + length; from += 2 * half) {
        for (int i = from; i < from + half; i++) {
          float a = vector[i];
          float b = vector[i + half];
          vector[i] = a + b;
          vector[i + half] = a - b;
        }
      }
    }
  }
}
