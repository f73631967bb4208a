// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The exact nearest vectors of each query of a set, found by brute force.
 *
 * <p>Scores are Lucene's float32 ones. Equal scores are ordered by row.
 */
public final class GroundTruth {

  /** Neighbors per query; fewer if the set has fewer vectors. */
  public static final int DEPTH = 100;

  private final int[][] rows;
  private final float[][] scores;

  GroundTruth(int[][] rows, float[][] scores) {
    this.rows = rows;
    this.scores = scores;
  }

  /**
   * Reads the neighbors from the cache. If they are not there for these vectors, queries and
   * similarity, computes them with all cores.
   *
   * @param set any
   * @param cache folder of the cache; created if missing
   * @return the neighbors of all queries of the set
   * @throws IOException if the cache can't be read or written
   */
  public static GroundTruth of(VectorSet set, Path cache) throws IOException {
    TruthFile file = TruthFile.of(set, cache);
    GroundTruth known = file.read();
    if (known != null) {
      return known;
    }
    GroundTruth computed = BruteForce.search(set, Math.min(DEPTH, set.size()));
    file.write(computed);
    return computed;
  }

  /**
   * Number of queries.
   *
   * @return number of the set's queries
   */
  public int queries() {
    return rows.length;
  }

  /**
   * Neighbors per query.
   *
   * @return {@link #DEPTH}, or the size of the set
   */
  public int depth() {
    return rows[0].length;
  }

  /**
   * The neighbors of one query.
   *
   * @param query 0 to queries - 1
   * @return rows, nearest first; not to be changed
   */
  public int[] rows(int query) {
    return rows[query];
  }

  float[] scores(int query) {
    return scores[query];
  }

  /**
   * The recall of a result: the share of the k nearest rows that are in it. Any row that is as near
   * as the k-th neighbor counts.
   *
   * @param query 0 to queries - 1
   * @param found rows in any order; a row that occurs twice counts once
   * @param count number of rows in {@code found}; only the first {@code k} count
   * @param k 1 to depth
   * @return 0 to 1
   */
  public double recall(int query, int[] found, int count, int k) {
    if (k < 1 || k > depth()) {
      throw new IllegalArgumentException("recall@" + k + " of " + depth() + " neighbors");
    }
    float worst = scores[query][k - 1];
    Set<Integer> right = new HashSet<>();
    for (int i = 0; i < depth() && scores[query][i] >= worst; i++) {
      right.add(rows[query][i]);
    }
    // At most k, because only k rows of found count, each of them once.
    long hits =
        IntStream.range(0, Math.min(count, k))
            .map(i -> found[i])
            .distinct()
            .filter(right::contains)
            .count();
    return (double) hits / k;
  }
}
