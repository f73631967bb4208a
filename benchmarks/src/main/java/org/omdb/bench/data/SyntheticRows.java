// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Vectors drawn at random, with what makes real ones searchable: they come in clusters, and they
 * vary in far fewer directions than they have components. A row is a point in {@value #LATENT}
 * dimensions, normally distributed about the center of a cluster, taken by a fixed random matrix to
 * all dimensions, plus noise in each. Few clusters hold much, many hold little.
 *
 * <p>A row depends on the seed, the dimension and its number alone: the first rows of a large set
 * are those of a smaller one. Queries are rows of the same kind that no set has.
 */
final class SyntheticRows {

  static final int LATENT = 16;

  private static final long SEED = 20_260_101;
  private static final int CLUSTERS = 256;
  private static final int QUERIES = 1_000;

  /** Of the cluster centers, against 1 within a cluster: clusters touch, but can be told apart. */
  private static final double CENTER_SPREAD = 2;

  private static final double NOISE = 0.1;

  /** Rows drawn at once, by all cores, before they are written. */
  private static final int BATCH = 4_096;

  /** By this, row numbers and query numbers start streams of random numbers far from each other. */
  private static final long ROW_STEP = 0x9E3779B97F4A7C15L;

  private final int dimension;
  private final float[][] centers = new float[CLUSTERS][LATENT];

  /** By latent dimension. */
  private final float[][] directions;

  SyntheticRows(int dimension) {
    this.dimension = dimension;
    this.directions = new float[LATENT][dimension];
    SplittableRandom random = new SplittableRandom(SEED + dimension);
    fill(centers, CENTER_SPREAD, random);
    fill(directions, 1 / Math.sqrt(LATENT), random);
  }

  private static void fill(float[][] rows, double spread, SplittableRandom random) {
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (spread * random.nextGaussian());
      }
    }
  }

  /**
   * A set.
   *
   * @param rows 1 or more
   * @param scratch folder for them
   */
  static VectorSet set(int rows, int dimension, Path scratch) throws IOException {
    SyntheticRows synthetic = new SyntheticRows(dimension);
    String name = Sets.SYNTHETIC + rows + "x" + dimension;
    return new VectorSet(
        name,
        VectorSet.Origin.SYNTHETIC,
        String.format(
            Locale.ROOT,
            "drawn at random: %d clusters that vary in %d of %d directions, plus noise",
            CLUSTERS,
            LATENT,
            dimension),
        VectorSimilarityFunction.EUCLIDEAN,
        synthetic.rows(rows, scratch),
        new RowIds("synthetic", rows),
        synthetic.queries(),
        null);
  }

  private Vectors rows(int count, Path scratch) throws IOException {
    try (MappedVectors.Builder builder = new MappedVectors.Builder(scratch, dimension)) {
      for (int first = 0; first < count; first += BATCH) {
        int end = Math.min(first + BATCH, count);
        float[][] batch =
            IntStream.range(first, end).parallel().mapToObj(this::row).toArray(float[][]::new);
        for (float[] row : batch) {
          builder.add(row);
        }
      }
      return builder.build();
    }
  }

  private Vectors queries() {
    return Vectors.of(IntStream.range(0, QUERIES).mapToObj(query -> row(-1 - query)).toList());
  }

  /** Queries have the numbers below 0. */
  private float[] row(int number) {
    SplittableRandom random = new SplittableRandom(SEED + number * ROW_STEP);
    double uniform = random.nextDouble();
    float[] center = centers[(int) (CLUSTERS * uniform * uniform)];
    float[] row = new float[dimension];
    for (int latent = 0; latent < LATENT; latent++) {
      float coordinate = (float) (center[latent] + random.nextGaussian());
      float[] direction = directions[latent];
      for (int i = 0; i < dimension; i++) {
        row[i] += coordinate * direction[i];
      }
    }
    for (int i = 0; i < dimension; i++) {
      row[i] += (float) (NOISE * random.nextGaussian());
    }
    return row;
  }
}
