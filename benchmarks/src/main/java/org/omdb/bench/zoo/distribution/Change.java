// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.random.RandomGenerator;

/** Changes a vector that was drawn. */
@FunctionalInterface
interface Change {

  /**
   * Changes it in place.
   *
   * @param random of the set
   * @param vector the vector
   */
  void apply(RandomGenerator random, float[] vector);

  /** Multiplies all components. */
  static Change times(double factor) {
    return (random, vector) -> {
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= (float) factor;
      }
    };
  }

  /** Adds the same to all components. */
  static Change plus(double shift) {
    return (random, vector) -> {
      for (int i = 0; i < vector.length; i++) {
        vector[i] += (float) shift;
      }
    };
  }

  /** Adds gaussian noise to each component. */
  static Change noise(double spread) {
    return (random, vector) -> {
      for (int i = 0; i < vector.length; i++) {
        vector[i] += (float) (spread * random.nextGaussian());
      }
    };
  }

  /** Rounds to whole numbers between two. */
  static Change whole(int low, int high) {
    return (random, vector) -> {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = Math.clamp(Math.round(vector[i]), low, high);
      }
    };
  }
}
