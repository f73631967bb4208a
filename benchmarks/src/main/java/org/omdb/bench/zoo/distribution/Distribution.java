// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;

/** A named kind of vectors with a usual size. Immutable. */
public final class Distribution {

  private final String name;
  private final VectorSimilarityFunction similarity;
  private final VectorEncoding encoding;
  private final int rows;
  private final int dimension;
  private final Family family;

  Distribution(
      String name,
      VectorSimilarityFunction similarity,
      VectorEncoding encoding,
      int rows,
      int dimension,
      Family family) {
    this.name = name;
    this.similarity = similarity;
    this.encoding = encoding;
    this.rows = rows;
    this.dimension = dimension;
    this.family = family;
  }

  /**
   * The name in options and reports.
   *
   * @return unique among {@link Distributions#all}
   */
  public String name() {
    return name;
  }

  /**
   * The similarity of vectors.
   *
   * @return Lucene's function
   */
  public VectorSimilarityFunction similarity() {
    return similarity;
  }

  /**
   * The type of the stored components.
   *
   * @return floats or bytes
   */
  public VectorEncoding encoding() {
    return encoding;
  }

  /**
   * The default number of stored vectors.
   *
   * @return a few thousand
   */
  public int rows() {
    return rows;
  }

  /**
   * Components of each vector.
   *
   * @return 1 or more
   */
  public int dimension() {
    return dimension;
  }

  /**
   * Draws vectors and queries, always the same ones for the same arguments.
   *
   * @param seed any
   * @param rows number of stored vectors
   * @param queries number of queries
   * @return vectors that Lucene accepts: of length 1 for a dot product of floats, not all zeros for
   *     cosine
   */
  public Drawn draw(long seed, int rows, int queries) {
    RandomGenerator random = new SplittableRandom(seed * 31 + name.hashCode());
    Model model = family.model(random, rows, dimension);
    float[][] base = new float[rows][dimension];
    for (int row = 0; row < rows; row++) {
      model.row(row, base[row]);
      fit(random, base[row]);
    }
    float[][] searched = new float[queries][dimension];
    for (int query = 0; query < queries; query++) {
      model.query(query, searched[query]);
      fit(random, searched[query]);
    }
    return new Drawn(this, seed, new Points(encoding, base), new Points(encoding, searched));
  }

  private void fit(RandomGenerator random, float[] vector) {
    boolean needsLength = similarity == VectorSimilarityFunction.COSINE;
    boolean isUnit =
        similarity == VectorSimilarityFunction.DOT_PRODUCT && encoding == VectorEncoding.FLOAT32;
    if ((needsLength || isUnit) && length(vector) == 0) {
      vector[random.nextInt(vector.length)] = 1;
    }
    if (isUnit) {
      Change.times(1 / length(vector)).apply(random, vector);
    }
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float component : vector) {
      sum += (double) component * component;
    }
    return Math.sqrt(sum);
  }

  @Override
  public String toString() {
    return name;
  }
}
