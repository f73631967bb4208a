// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * One search of one field.
 *
 * @param collector takes documents and their scores, and says when it has enough
 * @param accepted ordinals that may be hits; null for all
 * @param acceptedCount about how many these are, at most as many as there are vectors: an estimate
 * @param rows scores vectors exactly
 */
record SearchRequest(
    KnnCollector collector, Bits accepted, int acceptedCount, RandomVectorScorer rows) {

  int k() {
    return collector.k();
  }
}
