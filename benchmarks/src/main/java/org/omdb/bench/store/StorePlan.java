// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

/**
 * How to measure stores.
 *
 * @param rounds how often each store is filled, searched and restarted
 * @param queries maximum number of different queries
 * @param warmUpSearches number of searches before others are measured; 0 also leaves out to wait
 *     until omdb's code is compiled
 * @param kills how often each store is killed while documents are added
 * @param mostMillisUntilKill how long it may add documents before that
 * @param heapMegabytes heap of each JVM
 */
public record StorePlan(
    int rounds,
    int queries,
    int warmUpSearches,
    int kills,
    int mostMillisUntilKill,
    int heapMegabytes) {

  /** Hits of a search. */
  static final int K = 10;

  /** Documents of a call that adds. */
  static final int BATCH = 500;

  /** Documents of a call that adds, when each call is durable before the next one. */
  static final int SMALL_BATCH = 10;

  /** The plan of a report. */
  public static final StorePlan FULL = new StorePlan(3, 200, 400, 5, 2000, 4096);

  /** A short plan that shows whether everything works. */
  public static final StorePlan QUICK = new StorePlan(1, 20, 0, 1, 200, 512);

  /** Checks ranges. */
  public StorePlan {
    if (rounds < 1 || queries < 1 || kills < 0 || mostMillisUntilKill < 1) {
      throw new IllegalArgumentException(
          rounds + " rounds, " + queries + " queries, " + kills + " kills");
    }
  }

  /**
   * The same plan with another number of rounds.
   *
   * @param rounds at least 1
   * @return a copy
   */
  public StorePlan withRounds(int rounds) {
    return new StorePlan(
        rounds, queries, warmUpSearches, kills, mostMillisUntilKill, heapMegabytes);
  }
}
