// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.Arrays;

/**
 * The times of searches that one or more threads did at the same time.
 *
 * @param searches number of searches
 * @param perSecond searches per second of all threads together
 * @param meanMillis mean time of a search, in milliseconds
 * @param p50Millis median
 * @param p95Millis 95th percentile
 * @param p99Millis 99th percentile
 */
public record PassTimes(
    int searches,
    double perSecond,
    double meanMillis,
    double p50Millis,
    double p95Millis,
    double p99Millis) {

  /**
   * Makes the figures.
   *
   * @param nanos time of each search; sorted by this
   * @param elapsedNanos from the start of the first search to the end of the last one
   * @return the figures
   */
  public static PassTimes of(long[] nanos, long elapsedNanos) {
    Arrays.sort(nanos);
    return new PassTimes(
        nanos.length,
        nanos.length / (elapsedNanos / 1e9),
        Arrays.stream(nanos).average().orElseThrow() / 1e6,
        percentile(nanos, 50),
        percentile(nanos, 95),
        percentile(nanos, 99));
  }

  /** The nearest-rank percentile of sorted values, in milliseconds. */
  private static double percentile(long[] sorted, int percent) {
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }
}
