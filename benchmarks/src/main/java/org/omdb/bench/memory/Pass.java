// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import org.omdb.bench.harness.PassTimes;

/**
 * The figures of consecutive searches at one fanout.
 *
 * @param times of the searches
 * @param majorFaults accesses to mapped pages that had to wait for the disk, of all searches
 * @param readBytes bytes read from disk, of all searches
 */
record Pass(PassTimes times, long majorFaults, long readBytes) {

  /**
   * Makes the figures.
   *
   * @param times of the searches
   * @param before counted before the first search
   * @param after counted after the last search
   */
  static Pass of(PassTimes times, ProcessCounters before, ProcessCounters after) {
    return new Pass(
        times, after.majorFaults() - before.majorFaults(), after.readBytes() - before.readBytes());
  }

  /** All figures in one line, for {@link #parse}. */
  String line() {
    return times.searches()
        + " "
        + times.perSecond()
        + " "
        + times.meanMillis()
        + " "
        + times.p50Millis()
        + " "
        + times.p95Millis()
        + " "
        + times.p99Millis()
        + " "
        + majorFaults
        + " "
        + readBytes;
  }

  static Pass parse(String line) {
    String[] words = line.split(" ");
    return new Pass(
        new PassTimes(
            Integer.parseInt(words[0]),
            Double.parseDouble(words[1]),
            Double.parseDouble(words[2]),
            Double.parseDouble(words[3]),
            Double.parseDouble(words[4]),
            Double.parseDouble(words[5])),
        Long.parseLong(words[6]),
        Long.parseLong(words[7]));
  }
}
