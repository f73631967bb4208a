// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.util.List;
import org.omdb.bench.harness.Setting;

/**
 * How to measure searches by several threads.
 *
 * @param threads numbers of threads that search one segment at the same time
 * @param segments numbers of segments that are searched with and without an executor
 * @param rounds number of rounds; in a round each contender is measured once per condition
 * @param seconds minimum time of a measurement; it ends later if not all queries had their turn
 * @param setting of each search
 * @param queries maximum number of different queries
 * @param warmUpSearches number of searches of each contender before omdb's code is compiled, and
 *     again after that
 * @param mergedRows maximum number of rows of the index that is merged in the background
 */
public record ThroughputPlan(
    List<Integer> threads,
    List<Integer> segments,
    int rounds,
    double seconds,
    Setting setting,
    int queries,
    int warmUpSearches,
    int mergedRows) {

  private static final Setting SETTING = new Setting(10, 30);

  /** The plan of a report. */
  public static final ThroughputPlan FULL =
      new ThroughputPlan(List.of(1, 2, 4), List.of(1, 8, 30), 5, 1, SETTING, 500, 3_000, 4_000);

  /** A short plan that shows whether everything works. */
  public static final ThroughputPlan QUICK =
      new ThroughputPlan(List.of(1, 2, 4), List.of(1, 8), 1, 0.03, SETTING, 100, 300, 400);

  /** Checks ranges, and copies the lists. */
  public ThroughputPlan {
    threads = List.copyOf(threads);
    segments = List.copyOf(segments);
    check("threads", threads);
    check("segments", segments);
    if (rounds < 1 || seconds <= 0 || queries < 1 || mergedRows < 1) {
      throw new IllegalArgumentException(
          rounds + " rounds, " + seconds + " s, " + queries + " queries, " + mergedRows + " rows");
    }
  }

  private static void check(String what, List<Integer> numbers) {
    if (numbers.isEmpty() || numbers.stream().anyMatch(number -> number < 1)) {
      throw new IllegalArgumentException("numbers of " + what + " from 1, got " + numbers);
    }
  }

  /**
   * The numbers of segments that an index can have.
   *
   * @param rows of the index
   * @return those for which each segment can be merged from two of one row or more
   */
  List<Integer> segmentsOf(int rows) {
    return segments.stream().filter(count -> count == 1 || count <= rows / 2).toList();
  }

  /**
   * The same plan with other numbers of threads.
   *
   * @param threads 1 or more each
   * @return a copy
   */
  public ThroughputPlan withThreads(List<Integer> threads) {
    return new ThroughputPlan(
        threads, segments, rounds, seconds, setting, queries, warmUpSearches, mergedRows);
  }

  /**
   * The same plan with other numbers of segments.
   *
   * @param segments 1 or more each
   * @return a copy
   */
  public ThroughputPlan withSegments(List<Integer> segments) {
    return new ThroughputPlan(
        threads, segments, rounds, seconds, setting, queries, warmUpSearches, mergedRows);
  }

  /**
   * The same plan with another number of rounds.
   *
   * @param rounds at least 1
   * @return a copy
   */
  public ThroughputPlan withRounds(int rounds) {
    return new ThroughputPlan(
        threads, segments, rounds, seconds, setting, queries, warmUpSearches, mergedRows);
  }

  /**
   * The same plan with other searches.
   *
   * @param setting of each search
   * @return a copy
   */
  public ThroughputPlan withSetting(Setting setting) {
    return new ThroughputPlan(
        threads, segments, rounds, seconds, setting, queries, warmUpSearches, mergedRows);
  }
}
