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

  int k() {
    return collector.k();
  }
}
