// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.util.List;
import org.omdb.bench.contender.IndexAccess;

/**
 * How to measure under a memory limit.
 *
 * @param shares page cache for the index, as shares of the index's bytes
 * @param fanouts numbers of candidates, in increasing order, of which only those around {@link
 *     #RECALL} are searched under a limit
 * @param threads numbers of threads that search at the same time, in increasing order
 * @param queries number of different queries
 * @param passes how often all queries are searched for; the first time is the cold start
 * @param passSeconds a pass ends after this time, even if queries are left
 * @param warmUpSearches number of searches before and again after omdb's code is compiled, until
 *     anything is measured
 * @param access how contenders that are Lucene indexes read their files
 */
public record MemoryPlan(
    List<Double> shares,
    List<Integer> fanouts,
    List<Integer> threads,
    int queries,
    int passes,
    double passSeconds,
    int warmUpSearches,
    IndexAccess access) {

  /** Number of hits. */
  public static final int K = 10;

  /** The recall at which contenders are compared. */
  public static final double RECALL = 0.95;

  /** The plan of a report. */
  public static final MemoryPlan FULL =
      new MemoryPlan(
          List.of(0.1, 0.25, 0.5, 1.0),
          List.of(10, 15, 20, 30, 50, 100, 200, 400),
          List.of(1),
          2_000,
          3,
          20,
          10_000,
          IndexAccess.DEFAULT);

  /** A short plan that shows whether everything works. */
  public static final MemoryPlan QUICK =
      new MemoryPlan(
          List.of(0.25, 1.0), List.of(20), List.of(1), 100, 2, 0.5, 300, IndexAccess.DEFAULT);

  /** Checks ranges, and copies the lists. */
  public MemoryPlan {
    shares = List.copyOf(shares);
    fanouts = List.copyOf(fanouts);
    threads = List.copyOf(threads);
    if (shares.isEmpty() || shares.stream().anyMatch(share -> (share > 0 && share <= 2) == false)) {
      throw new IllegalArgumentException("shares of more than 0 and at most 2, got " + shares);
    }
    if (fanouts.isEmpty() || fanouts.stream().anyMatch(fanout -> fanout < K)) {
      throw new IllegalArgumentException("fanouts of " + K + " or more, got " + fanouts);
    }
    if (threads.isEmpty() || threads.stream().anyMatch(number -> number < 1)) {
      throw new IllegalArgumentException("numbers of threads from 1, got " + threads);
    }
    if (queries < 1 || passes < 2 || passSeconds <= 0) {
      throw new IllegalArgumentException(
          queries + " queries, " + passes + " passes, " + passSeconds + " seconds");
    }
  }

  /**
   * The same plan with other shares.
   *
   * @param shares more than 0 each
   * @return a copy
   */
  public MemoryPlan withShares(List<Double> shares) {
    return new MemoryPlan(
        shares, fanouts, threads, queries, passes, passSeconds, warmUpSearches, access);
  }

  /**
   * The same plan with other numbers of threads.
   *
   * @param threads 1 or more each
   * @return a copy
   */
  public MemoryPlan withThreads(List<Integer> threads) {
    return new MemoryPlan(
        shares, fanouts, threads, queries, passes, passSeconds, warmUpSearches, access);
  }

  /**
   * The same plan with another time for a pass.
   *
   * @param seconds more than 0
   * @return a copy
   */
  public MemoryPlan withPassSeconds(double seconds) {
    return new MemoryPlan(
        shares, fanouts, threads, queries, passes, seconds, warmUpSearches, access);
  }

  /**
   * The same plan with another way to read files.
   *
   * @param access of Lucene's indexes
   * @return a copy
   */
  public MemoryPlan withAccess(IndexAccess access) {
    return new MemoryPlan(
        shares, fanouts, threads, queries, passes, passSeconds, warmUpSearches, access);
  }

  /**
   * Chooses the fanouts to be measured under a limit, since searches may take very long there.
   *
   * @param recalls recall of each fanout
   * @return indexes of the last fanout below {@link #RECALL} and of the first that reaches it; or
   *     of one alone, if all or none reach it
   */
  List<Integer> around(double[] recalls) {
    int reaches = 0;
    while (reaches < recalls.length && recalls[reaches] < RECALL) {
      reaches++;
    }
    if (reaches == 0) {
      return List.of(0);
    }
    return reaches == recalls.length ? List.of(reaches - 1) : List.of(reaches - 1, reaches);
  }
}
