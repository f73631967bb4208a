// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.random.RandomGenerator;

/** A change of a vector after it was drawn. */
@FunctionalInterface
interface Change {

  /**
   * Changes a vector in place.
   *
   * @param random generator of the set
   * @param vector to be changed
   */
  void apply(RandomGenerator random, float[] vector);

  /** Multiplies all components by a factor. */
  static Change times(double factor) {
    return (random, vector) -> {
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= (float) factor;
      }
    };
  }

  /** Adds a constant to all components. */
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

  /** Rounds each component to a whole number, and clips it to a range. */
  static Change whole(int low, int high) {
    return (random, vector) -> {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = Math.clamp(Math.round(vector[i]), low, high);
      }
    };
  }
}
