// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

/**
 * What was merged in the background.
 *
 * @param vectors of the merges that ended after the first one had ended
 * @param seconds from the end of the first merge to the end of the last one
 */
record MergeCount(long vectors, double seconds) {

  static final MergeCount NONE = new MergeCount(0, 0);

  MergeCount plus(MergeCount other) {
    return new MergeCount(vectors + other.vectors, seconds + other.seconds);
  }

  /** Includes the time to build what is merged. */
  double perSecond() {
    return seconds == 0 ? 0 : vectors / seconds;
  }
}
