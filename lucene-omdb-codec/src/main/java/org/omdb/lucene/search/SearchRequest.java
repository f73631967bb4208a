// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * One search of one field.
 *
 * @param collector receives documents and exact scores, and may end the search early
 * @param accepted ordinals that may be hits; null for all
 * @param acceptedCount an estimate of their number, from 1 to the number of vectors
 * @param rows scores vectors exactly
 */
record SearchRequest(
    KnnCollector collector, Bits accepted, int acceptedCount, RandomVectorScorer rows) {

  /** If no more than this part of the vectors is accepted, all near ones may have been rejected. */
  private static final double MAX_ACCEPTED_IF_FILTERED = 0.9;

  private static final int MISS_WEIGHT_FILTERED = 16;

  int k() {
    return collector.k();
  }

  /**
   * How many times an expected miss counts. Where a filter rejects what is near to the target, the
   * hits are among many vectors that are about as far. Graphs miss none of them then: a walk that
   * takes too long ends in an exact search.
   */
  int missWeight() {
    return acceptedCount <= MAX_ACCEPTED_IF_FILTERED * rows.maxOrd() ? MISS_WEIGHT_FILTERED : 1;
  }
}
