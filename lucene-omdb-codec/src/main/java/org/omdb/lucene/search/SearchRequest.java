// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.code.MissEstimate;

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

  /** How many times an expected miss counts where a filter has rejected what is near. */
  private static final int MISS_WEIGHT_IF_FAR = 16;

  int k() {
    return collector.k();
  }

  /**
   * Whether so few misses are expected that more candidates are not needed. Where a filter rejects
   * what is near to the target, the hits are among many vectors that are about as far, and fewer
   * misses are tolerated. Graphs have none then: a walk that takes too long ends in an exact
   * search.
   *
   * @param misses expected number of misses
   * @param hits number of hits that are wanted
   * @param estimate of the worst hit
   * @param sample of all vectors, compared with the target; null for none
   */
  boolean tolerates(double misses, int hits, double estimate, BinarySample sample)
      throws IOException {
    return MissEstimate.isTolerable(misses, hits)
        && (accepted == null
            || MissEstimate.isTolerable(MISS_WEIGHT_IF_FAR * misses, hits)
            || (sample != null && sample.isFarAmongAll(this, hits, estimate) == false));
  }
}
