// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.util.Arrays;

/**
 * The figures of consecutive searches at one fanout.
 *
 * @param searches number of searches
 * @param meanMillis mean time of a search, in milliseconds
 * @param p50Millis median
 * @param p95Millis 95th percentile
 * @param p99Millis 99th percentile
 * @param majorFaults accesses to mapped pages that had to wait for the disk, of all searches
 * @param readBytes bytes read from disk, of all searches
 */
record Pass(
    int searches,
    double meanMillis,
    double p50Millis,
    double p95Millis,
    double p99Millis,
    long majorFaults,
    long readBytes) {

  /**
   * Makes the figures.
   *
   * @param nanos of each search; sorted by this
   * @param before counted before the first search
   * @param after counted after the last search
   */
  static Pass of(long[] nanos, ProcessCounters before, ProcessCounters after) {
    Arrays.sort(nanos);
    return new Pass(
        nanos.length,
        Arrays.stream(nanos).average().orElseThrow() / 1e6,
        percentile(nanos, 50),
        percentile(nanos, 95),
        percentile(nanos, 99),
        after.majorFaults() - before.majorFaults(),
        after.readBytes() - before.readBytes());
  }

  /** The nearest-rank percentile of sorted values, in milliseconds. */
  private static double percentile(long[] sorted, int percent) {
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }

  /** All figures in one line, for {@link #parse}. */
  String line() {
    return searches
        + " "
        + meanMillis
        + " "
        + p50Millis
        + " "
        + p95Millis
        + " "
        + p99Millis
        + " "
        + majorFaults
        + " "
        + readBytes;
  }

  static Pass parse(String line) {
    String[] words = line.split(" ");
    return new Pass(
        Integer.parseInt(words[0]),
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]));
  }
}
