// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Families whose components are drawn one by one. */
final class Components {

  /** Bound at which a heavy tail is clipped, in units of its scale. */
  private static final double CAUCHY_BOUND = 1e4;

  private static final double WIDE = 1_000;
  private static final double ONE_HOT_NOISE = 0.01;
  private static final double CONSTANT = 3;

  private Components() {}

  /** Components are independent and identically distributed. */
  static Family each(ToDoubleFunction<RandomGenerator> component) {
    return (random, rows, dimension) ->
        (row, vector) -> {
          for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) component.applyAsDouble(random);
          }
        };
  }

  static Family gaussian() {
    return each(RandomGenerator::nextGaussian);
  }

  static Family uniform(double low, double high) {
    return each(random -> low + (high - low) * random.nextDouble());
  }

  /** Each component is positive with a given probability, else 0. */
  static Family sparse(double share) {
    return each(random -> random.nextDouble() < share ? Math.abs(random.nextGaussian()) : 0);
  }

  /** Whole numbers from 0 to {@code count - 1}. */
  static Family levels(int count) {
    return each(random -> random.nextInt(count));
  }

  /** Student's t with two degrees of freedom, which has a mean but no finite variance. */
  static Family studentT() {
    return each(
        random -> {
          double chiSquared = -2 * Math.log(1 - random.nextDouble()); // two degrees of freedom
          return random.nextGaussian() / Math.sqrt(chiSquared / 2);
        });
  }

  /** Cauchy, which has no mean. Clipped, because squares could be infinite otherwise. */
  static Family cauchy() {
    return each(
        random ->
            Math.clamp(
                Math.tan(Math.PI * (random.nextDouble() - 0.5)), -CAUCHY_BOUND, CAUCHY_BOUND));
  }

  /** Component i has a standard deviation of 1 / (i + 1). */
  static Family decaying() {
    return gaussian()
        .then(
            (random, vector) -> {
              for (int i = 0; i < vector.length; i++) {
                vector[i] /= i + 1;
              }
            });
  }

  /** The first component from 0 to 1,000, the others about 1. */
  static Family wideComponent() {
    return gaussian()
        .then(Change.plus(1))
        .then((random, vector) -> vector[0] = (float) (WIDE * random.nextDouble()));
  }

  /** One component is 1, the others are nearly 0. */
  static Family oneHot() {
    return gaussian()
        .then(Change.times(ONE_HOT_NOISE))
        .then((random, vector) -> vector[random.nextInt(vector.length)] += 1);
  }

  /** The first half of the components is the same in all vectors. */
  static Family halfConstant() {
    return gaussian()
        .then(
            (random, vector) -> {
              for (int i = 0; i < vector.length / 2; i++) {
                vector[i] = (i % 2 == 0 ? 1 : -1) * (float) CONSTANT;
              }
            });
  }

  /** Normal vectors, each multiplied by a lognormal factor. */
  static Family lognormalLengths() {
    return gaussian()
        .then(
            (random, vector) ->
                Change.times(Math.exp(random.nextGaussian())).apply(random, vector));
  }
}
