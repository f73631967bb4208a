// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Estimates how many vectors may be hits. Lucene's {@code AcceptDocs.cost()} is in documents, of
 * which not all may have a vector. Where only deletions count, it is the number of all documents,
 * however many are deleted.
 */
final class AcceptedCount {

  /** Vectors that are asked for; the estimate is off by 4 % of all vectors on average, or less. */
  private static final int SAMPLED = 128;

  /** A cost below this part of all vectors is as good as a sample: one that finds a single one. */
  private static final int MIN_COST_FRACTION = SAMPLED;

  private AcceptedCount() {}

  /**
   * Estimates a number of vectors.
   *
   * @param accepted ordinals that may be hits; null for all
   * @param cost what Lucene expects, in documents
   * @param vectors all vectors, 1 or more
   * @return from 1 to the number of vectors
   */
  static int estimate(Bits accepted, int cost, RandomVectorScorer vectors) {
    int count = vectors.maxOrd();
    if (accepted == null) {
      return count;
    }
    boolean isDense = vectors.ordToDoc(count - 1) == count - 1;
    if (cost < (isDense ? count : count / MIN_COST_FRACTION)) {
      return Math.max(1, cost);
    }
    int found = 0;
    for (int i = 0; i < SAMPLED; i++) {
      int ordinal = (int) ((mix(i) * count) >>> Integer.SIZE);
      found += accepted.get(ordinal) ? 1 : 0;
    }
    // If none was found, the most likely number is below that of one found: half of it.
    return Math.clamp((long) (count * Math.max(found, 0.5) / SAMPLED), 1, count);
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
