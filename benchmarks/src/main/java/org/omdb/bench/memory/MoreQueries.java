// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.data.Vectors;

/**
 * Adds queries to a set that has few. With few queries, all pages that they need could fit into a
 * memory that is much too small for the index. An added query is a random row with noise, whose
 * length is a tenth of the usual distance of rows from their mean.
 */
final class MoreQueries {

  private static final long SEED = 42;
  private static final double NOISE = 0.1;
  private static final int SAMPLE = 1_000;

  private MoreQueries() {}

  /**
   * The set with exactly a number of queries.
   *
   * @param count if it is less than the set has, the first ones
   */
  static VectorSet of(VectorSet set, int count) {
    if (count <= set.queries().size()) {
      return set.firstQueries(count);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double deviation = NOISE * deviation(set.base(), random);
    List<float[]> queries = new ArrayList<>(set.queries().asList());
    while (queries.size() < count) {
      float[] query = set.base().get(random.nextInt(set.size())).clone();
      for (int i = 0; i < query.length; i++) {
        query[i] += (float) (deviation * random.nextGaussian());
      }
      queries.add(query);
    }
    return new VectorSet(
        set.name(),
        set.origin(),
        set.description(),
        set.similarity(),
        set.base(),
        set.ids(),
        Vectors.of(queries),
        null);
  }

  /** The standard deviation of a component from its mean, over all components. */
  private static double deviation(Vectors rows, SplittableRandom random) {
    double[] sums = new double[rows.dimension()];
    double squares = 0;
    for (int i = 0; i < SAMPLE; i++) {
      float[] row = rows.get(random.nextInt(rows.size()));
      for (int j = 0; j < row.length; j++) {
        sums[j] += row[j];
        squares += (double) row[j] * row[j];
      }
    }
    double ofMeans = 0;
    for (double sum : sums) {
      ofMeans += sum / SAMPLE * (sum / SAMPLE);
    }
    return Math.sqrt(Math.max(0, (squares / SAMPLE - ofMeans) / sums.length));
  }
}
