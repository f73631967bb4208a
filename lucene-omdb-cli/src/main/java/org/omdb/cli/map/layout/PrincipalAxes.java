// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The two directions along which rows differ most (principal component analysis), and where each
 * row lies along them.
 *
 * <p>Rows are only read front to back, some times, and none is kept. The directions are found by
 * subspace iteration from random ones, as in N. Halko, P. G. Martinsson and J. A. Tropp, "Finding
 * structure with randomness", SIAM Review 53 (2011), algorithms 4.4 and 5.3.
 */
public final class PrincipalAxes {

  /** More than the two that are wanted: that makes these two exact after few steps. */
  private static final int DIRECTIONS = 8;

  private static final int STEPS = 5;

  /** Steps on a matrix of {@link #DIRECTIONS} rows, which cost nothing. */
  private static final int SMALL_STEPS = 500;

  private final Rows rows;
  private final Slices slices;
  private final double[] mean;

  private final float[] positions;
  private double variance;
  private double kept;

  private PrincipalAxes(Rows rows, Slices slices) {
    this.rows = rows;
    this.slices = slices;
    this.mean = new double[rows.dimension()];
    this.positions = new float[2 * rows.size()];
  }

  /**
   * Finds the directions.
   *
   * @param rows read several times
   * @param slices threads to use
   * @param seed of the random directions to begin with
   * @return the result
   * @throws IOException if reading fails
   */
  public static PrincipalAxes of(Rows rows, Slices slices, long seed) throws IOException {
    PrincipalAxes result = new PrincipalAxes(rows, slices);
    result.findMean();
    result.project(result.findAxes(new SplittableRandom(seed)));
    return result;
  }

  /**
   * Where each row lies.
   *
   * @return x and y of row i at 2 i and 2 i + 1
   */
  public float[] positions() {
    return positions;
  }

  /**
   * How much of the variance of the rows is along the two directions.
   *
   * @return 0 to 1; 1 if all rows are equal
   */
  public double keptVariance() {
    return variance == 0 ? 1 : Math.min(1, kept / variance);
  }

  private void findMean() throws IOException {
    double[][] sums = new double[Slices.count(rows.size())][mean.length];
    slices.run(
        rows.size(),
        (slice, from, to) ->
            rows.read(
                from,
                to,
                (row, vector) -> {
                  for (int i = 0; i < vector.length; i++) {
                    sums[slice][i] += vector[i];
                  }
                }));
    for (double[] sum : sums) {
      addScaled(mean, sum, 1.0 / rows.size());
    }
  }

  private double[][] findAxes(SplittableRandom random) throws IOException {
    double[][] axes = new double[Math.min(DIRECTIONS, mean.length)][mean.length];
    for (double[] axis : axes) {
      Arrays.setAll(axis, i -> random.nextDouble() - 0.5);
    }
    orthonormalize(axes);
    double[][] product = timesCovariance(axes);
    for (int step = 1; step < STEPS; step++) {
      axes = product;
      orthonormalize(axes);
      product = timesCovariance(axes);
    }
    return largest(axes, product);
  }

  /** The two directions within the span of the axes along which the variance is largest. */
  private double[][] largest(double[][] axes, double[][] product) {
    int count = axes.length;
    double[][] covariance = new double[count][count]; // as seen by the axes
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        covariance[a][b] = dot(axes[a], product[b]);
      }
    }
    double[][] weights = new double[Math.min(2, count)][count];
    for (int i = 0; i < weights.length; i++) {
      Arrays.fill(weights[i], 1);
      weights[i][i] = 2;
    }
    for (int step = 0; step < SMALL_STEPS; step++) {
      orthonormalize(weights);
      weights = combine(weights, covariance);
    }
    for (double[] one : weights) {
      kept += Math.sqrt(dot(one, one)); // what an eigenvector is stretched by is its variance
    }
    orthonormalize(weights);
    return combine(weights, axes);
  }

  /** Sums of rows of a matrix, each by weights of its own. */
  private static double[][] combine(double[][] weights, double[][] matrix) {
    double[][] sums = new double[weights.length][matrix[0].length];
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        addScaled(sums[i], matrix[j], weights[i][j]);
      }
    }
    return sums;
  }

  /**
   * Multiplies axes by the covariance of the rows (times their number). That needs no covariance:
   * each row adds itself as often as it goes along an axis.
   */
  private double[][] timesCovariance(double[][] axes) throws IOException {
    double[][][] parts = new double[Slices.count(rows.size())][axes.length][mean.length];
    double[] variances = new double[parts.length];
    slices.run(
        rows.size(),
        (slice, from, to) -> {
          double[] centered = new double[mean.length];
          rows.read(
              from,
              to,
              (row, vector) -> {
                center(vector, centered);
                variances[slice] += dot(centered, centered);
                for (int a = 0; a < axes.length; a++) {
                  addScaled(parts[slice][a], centered, dot(axes[a], centered));
                }
              });
        });
    double[][] product = new double[axes.length][mean.length];
    for (double[][] part : parts) {
      for (int a = 0; a < product.length; a++) {
        addScaled(product[a], part[a], 1);
      }
    }
    variance = Arrays.stream(variances).sum();
    return product;
  }

  private void project(double[][] axes) throws IOException {
    slices.run(
        rows.size(),
        (slice, from, to) -> {
          double[] centered = new double[mean.length];
          rows.read(
              from,
              to,
              (row, vector) -> {
                center(vector, centered);
                for (int a = 0; a < axes.length; a++) {
                  positions[2 * row + a] = (float) dot(axes[a], centered);
                }
              });
        });
  }

  private void center(float[] vector, double[] centered) {
    for (int i = 0; i < centered.length; i++) {
      centered[i] = vector[i] - mean[i];
    }
  }

  /** Gram and Schmidt. What is left of an axis along which rows do not differ is zero. */
  private static void orthonormalize(double[][] axes) {
    for (int a = 0; a < axes.length; a++) {
      double before = Math.sqrt(dot(axes[a], axes[a]));
      for (int b = 0; b < a; b++) {
        addScaled(axes[a], axes[b], -dot(axes[a], axes[b]));
      }
      double length = Math.sqrt(dot(axes[a], axes[a]));
      double scale = length > 1e-10 * before ? 1 / length : 0;
      for (int i = 0; i < axes[a].length; i++) {
        axes[a][i] *= scale;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addScaled(double[] sum, double[] vector, double scale) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += scale * vector[i];
    }
  }
}
