// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Families that were added after the search was tuned, to test it on distributions that it was not
 * tuned on.
 */
final class Unseen {

  private static final int SHELLS = 5;
  private static final int LATTICE = 4;
  private static final int TOPICS = 40;
  private static final int WORDS = 12;

  private Unseen() {}

  /** Points of a closed curve, whose frequency doubles from one pair of components to the next. */
  static Family curve(double noise) {
    Family curve =
        (random, rows, dimension) ->
            (row, vector) -> {
              double angle = 2 * Math.PI * random.nextDouble();
              for (int i = 0; i < vector.length; i++) {
                double turned = angle * (i / 2 + 1);
                vector[i] = (float) (i % 2 == 0 ? Math.sin(turned) : Math.cos(turned));
              }
            };
    return curve.then(Change.noise(noise));
  }

  /** Concentric spheres, each with ten times the radius of the next smaller one. */
  static Family shells() {
    return Components.gaussian()
        .then(
            (random, vector) -> {
              double radius = Math.pow(10, random.nextInt(SHELLS));
              double squares = 0;
              for (float component : vector) {
                squares += (double) component * component;
              }
              Change.times(radius / Math.sqrt(squares)).apply(random, vector);
            });
  }

  /** Groups, half of them with 1/100 of the spread of the other half. */
  static Family twoScales() {
    return (random, rows, dimension) -> {
      Model tight = Groups.even(50, 0.01).model(random, rows, dimension);
      Model loose = Groups.even(50, 1).model(random, rows, dimension);
      return new Family.Both(
          (row, vector) -> (row % 2 == 0 ? tight : loose).row(row, vector),
          (query, vector) -> (query % 2 == 0 ? tight : loose).query(query, vector));
    };
  }

  /** Points of a lattice with little noise, so that many distances are nearly equal. */
  static Family lattice() {
    return Components.levels(LATTICE).then(Change.noise(0.001));
  }

  /** Word counts. The topic of a vector makes some components likely. */
  static Family topics() {
    return (random, rows, dimension) -> {
      int[][] words = new int[TOPICS][WORDS];
      for (int[] ofTopic : words) {
        for (int i = 0; i < WORDS; i++) {
          ofTopic[i] = random.nextInt(dimension);
        }
      }
      return (row, vector) -> count(words[random.nextInt(TOPICS)], random, vector);
    };
  }

  private static void count(int[] words, RandomGenerator random, float[] vector) {
    Arrays.fill(vector, 0);
    for (int i = 0; i < 2 * WORDS; i++) {
      vector[words[random.nextInt(WORDS)]]++;
      vector[random.nextInt(vector.length)] += 0.5f;
    }
  }

  /** Two opposite cones: normal vectors with an offset of 3 or -3 in all components. */
  static Family twoCones() {
    return Components.gaussian()
        .then(
            (random, vector) -> {
              float shift = random.nextBoolean() ? 3 : -3;
              Change.plus(shift).apply(random, vector);
            });
  }
}
