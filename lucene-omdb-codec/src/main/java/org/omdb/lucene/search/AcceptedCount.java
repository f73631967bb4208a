// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.util.Bits;

/**
 * Estimates how many vectors may be hits. Lucene's {@code AcceptDocs.cost()} is the number of all
 * documents where only deletions count, however many there are.
 */
final class AcceptedCount {

  /** Vectors that are asked for; the estimate is off by 4 % of all vectors on average, or less. */
  private static final int SAMPLED = 128;

  private AcceptedCount() {}

  /**
   * Estimates a number of vectors.
   *
   * @param accepted ordinals that may be hits; null for all
   * @param cost what Lucene expects, in documents
   * @param count number of vectors, 1 or more
   * @return from 1 to {@code count}
   */
  static int estimate(Bits accepted, int cost, int count) {
    if (accepted == null || cost < count) {
      return Math.clamp(cost, 1, count);
    }
    int found = 0;
    for (int i = 0; i < SAMPLED; i++) {
      int ordinal = (int) ((mix(i) * count) >>> Integer.SIZE);
      found += accepted.get(ordinal) ? 1 : 0;
    }
    return (int) Math.max(1, (long) count * found / SAMPLED);
  }

  /**
   * Scatters numbers, so that what is asked for follows no period of what is deleted: the end of
   * MurmurHash3.
   *
   * @return from 0 to 2^32 - 1
   */
  private static long mix(int i) {
    int hash = (i + 1) * 0x9E3779B9;
    hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
    hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
    return Integer.toUnsignedLong(hash ^ hash >>> 16);
  }
}
