// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.omdb.bench.zoo.distribution.Points;
import org.omdb.bench.zoo.index.ZooIndex;

/**
 * Compares the search times of indexes. They search for all queries in short rounds, one index
 * right after the other, so that other load on the machine affects all of them equally.
 */
final class Race {

  private static final long LEAST_WARM_UP_NANOS = 150_000_000;
  private static final long MOST_WARM_UP_NANOS = 1_500_000_000;

  /** The warm-up ends when this many passes in a row were no faster than the fastest before. */
  private static final int STEADY_PASSES = 5;

  private static final long ROUND_NANOS = 10_000_000;
  private static final int ROUNDS = 11;

  private final List<ZooIndex> indexes;
  private final Points queries;
  private final int k;

  /** Nanoseconds of one search, by index and round. */
  private final double[][] nanos;

  Race(List<ZooIndex> indexes, Points queries, int k) {
    this.indexes = indexes;
    this.queries = queries;
    this.k = k;
    this.nanos = new double[indexes.size()][ROUNDS];
  }

  /** Warms up and measures. */
  Race run() throws IOException {
    int[] passes = new int[indexes.size()];
    for (int i = 0; i < passes.length; i++) {
      passes[i] = (int) Math.max(1, ROUND_NANOS / warmUp(indexes.get(i)));
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int turn = 0; turn < passes.length; turn++) {
        int i = (round + turn) % passes.length; // each round begins with another index
        nanos[i][round] = (double) search(indexes.get(i), passes[i]) / passes[i] / queries.size();
      }
    }
    return this;
  }

  /**
   * Searches until it gets no faster.
   *
   * @return nanoseconds of the fastest pass
   */
  private long warmUp(ZooIndex index) throws IOException {
    long start = System.nanoTime();
    long fastest = Long.MAX_VALUE;
    int steady = 0;
    long taken;
    do {
      long pass = search(index, 1);
      steady = pass < fastest ? 0 : steady + 1;
      fastest = Math.clamp(pass, 1, fastest);
      taken = System.nanoTime() - start;
    } while (taken < LEAST_WARM_UP_NANOS || (steady < STEADY_PASSES && taken < MOST_WARM_UP_NANOS));
    return fastest;
  }

  private long search(ZooIndex index, int passes) throws IOException {
    long start = System.nanoTime();
    for (int pass = 0; pass < passes; pass++) {
      for (int query = 0; query < queries.size(); query++) {
        index.search(queries, query, k);
      }
    }
    return System.nanoTime() - start;
  }

  /** The time of one search in microseconds, median of the rounds. */
  double micros(int index) {
    return Medians.of(Arrays.stream(nanos[index])) / 1e3;
  }

  /** The time of one index relative to that of another, median of the rounds. */
  double ratio(int index, int other) {
    return Medians.of(
        IntStream.range(0, ROUNDS).mapToDouble(round -> nanos[index][round] / nanos[other][round]));
  }
}
