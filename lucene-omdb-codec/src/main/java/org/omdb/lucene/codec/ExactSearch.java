// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Scores every accepted vector of a field. */
final class ExactSearch {

  /** Vectors scored at a time: enough to hide memory latency, as in Lucene's own scan. */
  private static final int BATCH = 64;

  private ExactSearch() {}

  static void search(RandomVectorScorer scorer, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    Bits acceptOrdinals = scorer.getAcceptOrds(acceptDocs.bits());
    int[] ordinals = new int[BATCH];
    float[] scores = new float[BATCH];
    int size = 0;
    for (int ordinal = 0; ordinal < scorer.maxOrd(); ordinal++) {
      if (acceptOrdinals == null || acceptOrdinals.get(ordinal)) {
        if (collector.earlyTerminated()) {
          return;
        }
        ordinals[size++] = ordinal;
        if (size == BATCH) {
          collect(scorer, collector, ordinals, scores, size);
          size = 0;
        }
      }
    }
    collect(scorer, collector, ordinals, scores, size);
  }

  private static void collect(
      RandomVectorScorer scorer, KnnCollector collector, int[] ordinals, float[] scores, int size)
      throws IOException {
    if (size == 0) {
      return;
    }
    collector.incVisitedCount(size);
    if (scorer.bulkScore(ordinals, scores, size) > collector.minCompetitiveSimilarity()) {
      for (int i = 0; i < size; i++) {
        collector.collect(scorer.ordToDoc(ordinals[i]), scores[i]);
      }
    }
  }
}
