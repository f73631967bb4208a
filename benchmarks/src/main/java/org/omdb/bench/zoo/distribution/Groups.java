// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Families whose vectors are in groups. The centers of groups are normally distributed. */
final class Groups {

  /** A prime, so that queries visit the groups in another order than rows do. */
  private static final int STRIDE = 7_919;

  private static final double NEAR = 1e-3;
  private static final double QUERY_NOISE = 0.1;

  private Groups() {}

  /** Groups of the same size, mixed in the order of insertion; queries are new members. */
  static Family even(int count, double spread) {
    return (random, rows, dimension) -> {
      float[][] centers = centers(random, count, dimension);
      return (row, vector) -> member(random, centers[row % count], spread, vector);
    };
  }

  /** Groups of the same size; queries are new members with the same noise added twice. */
  static Family queriedByNoisyMembers(int count, double spread) {
    return even(count, spread).thenQueries(Change.noise(spread));
  }

  /** Groups that are far from each other, inserted group by group. */
  static Family oneAfterTheOther(int count, double distance) {
    return (random, rows, dimension) -> {
      float[][] centers = centers(random, count, dimension);
      for (float[] center : centers) {
        Change.times(distance).apply(random, center);
      }
      return new Family.Both(
          (row, vector) -> member(random, centers[(int) ((long) row * count / rows)], 1, vector),
          (query, vector) -> member(random, centers[query % count], 1, vector));
    };
  }

  /** Each vector is stored several times; queries are near one of them. */
  static Family equal(int copies) {
    return (random, rows, dimension) -> {
      int count = Math.max(1, rows / copies);
      float[][] centers = centers(random, count, dimension);
      return new Family.Both(
          (row, vector) -> member(random, centers[row % count], 0, vector),
          (query, vector) -> member(random, centers[query * STRIDE % count], QUERY_NOISE, vector));
    };
  }

  /** Each vector is stored several times, each time with little noise. */
  static Family nearlyEqual(int copies) {
    return equal(copies).thenRows(Change.noise(NEAR));
  }

  /** Most vectors are equal, the others normal; queries are normal, or near the equal ones. */
  static Family mostlyEqual(double share) {
    return (random, rows, dimension) -> {
      float[] same = centers(random, 1, dimension)[0];
      float[] origin = new float[dimension];
      return new Family.Both(
          (row, vector) -> {
            boolean isSame = random.nextDouble() < share;
            member(random, isSame ? same : origin, isSame ? 0 : 1, vector);
          },
          (query, vector) -> {
            boolean isNear = query % 2 == 0;
            member(random, isNear ? same : origin, isNear ? QUERY_NOISE : 1, vector);
          });
    };
  }

  /** The n-th group has 1/n of the members of the first group. */
  static Family zipf(int count, double spread) {
    return (random, rows, dimension) -> {
      float[][] centers = centers(random, count, dimension);
      double[] ends = new double[count];
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += 1.0 / (i + 1);
        ends[i] = sum;
      }
      return (row, vector) -> {
        int found = Arrays.binarySearch(ends, random.nextDouble() * ends[count - 1]);
        int group = Math.min(count - 1, found < 0 ? -found - 1 : found);
        member(random, centers[group], spread, vector);
      };
    };
  }

  /** Vectors near a random plane of few dimensions. */
  static Family lowDimension(int inner, double off) {
    return (random, rows, dimension) -> {
      float[][] axes = centers(random, inner, dimension);
      return (row, vector) -> {
        Arrays.fill(vector, 0);
        for (float[] axis : axes) {
          float weight = (float) (random.nextGaussian() / Math.sqrt(inner));
          for (int i = 0; i < dimension; i++) {
            vector[i] += weight * axis[i];
          }
        }
        Change.noise(off).apply(random, vector);
      };
    };
  }

  private static float[][] centers(RandomGenerator random, int count, int dimension) {
    float[][] centers = new float[count][dimension];
    for (float[] center : centers) {
      Change.noise(1).apply(random, center);
    }
    return centers;
  }

  private static void member(
      RandomGenerator random, float[] center, double spread, float[] vector) {
    System.arraycopy(center, 0, vector, 0, vector.length);
    if (spread > 0) {
      Change.noise(spread).apply(random, vector);
    }
  }
}
