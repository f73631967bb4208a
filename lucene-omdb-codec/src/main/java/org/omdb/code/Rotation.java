// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.util.SplittableRandom;

/**
 * A random orthogonal transform: it spreads what a vector is over all components, so that none of
 * them is much greater than the others and codes lose as little of one vector as of any other.
 * Lengths and dot products stay as they are.
 *
 * <p>It flips signs at random and applies a fast Walsh-Hadamard transform, as RaBitQ does (Gao and
 * Long, arXiv:2405.12497). Where the dimension is no power of two, the transform covers the
 * greatest power of two that fits, once from the first component on and once up to the last one,
 * and all of it is done twice. The signs depend on the dimension alone, so nothing about them is
 * written to a file; they may never change. Takes {@code O(d log d)}. Immutable.
 */
final class Rotation {

  private static final long SEED = 0x4F4D4442L; // "OMDB"

  private final int dimension;
  private final int block;

  /** Per step the factors of all components: signs, and for those in the block 1 by its root. */
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

  private int start(int step) {
    return step % 2 == 0 ? 0 : dimension - block;
  }

  /**
   * Transforms a vector.
   *
   * @param vector of the dimension, or longer: the rest stays as it is
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
   * The Walsh-Hadamard transform, not normalized, in plain Java.
   *
   * @param vector of which a part is transformed
   * @param start of the part
   * @param length of the part, a power of two
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
