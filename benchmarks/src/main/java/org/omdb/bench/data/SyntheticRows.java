// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Random vectors with the two properties that make real vectors searchable: they are clustered, and
 * they vary in far fewer directions than they have components.
 *
 * <p>A row is drawn in {@value #LATENT} dimensions, normally distributed around the center of a
 * cluster. A fixed random matrix maps it to all dimensions, and noise is added to each. A few
 * clusters have many rows, most have few.
 *
 * <p>A row depends only on the seed, the dimension and its number. So the first rows of a large set
 * are the rows of a smaller one. Queries are drawn in the same way, and no set contains them.
 */
final class SyntheticRows {

  static final int LATENT = 16;

  private static final long SEED = 20_260_101;
  private static final int CLUSTERS = 256;
  private static final int QUERIES = 1_000;

  /** Standard deviation of cluster centers; within a cluster it is 1. Clusters touch each other. */
  private static final double CENTER_SPREAD = 2;

  private static final double NOISE = 0.1;

  /** Rows drawn at once, by all cores, before they are written. */
  private static final int BATCH = 4_096;

  /** Multiplies row numbers, so that neighboring rows have unrelated random seeds. */
  private static final long ROW_STEP = 0x9E3779B97F4A7C15L;

  private final int dimension;
  private final float[][] centers = new float[CLUSTERS][LATENT];

  /** One row of the random matrix per latent dimension. */
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
   * Generates a set.
   *
   * @param rows number of rows, 1 or more
   * @param scratch folder for the temporary file of the rows
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

  /** Draws the row with a number. Queries have negative numbers. */
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
