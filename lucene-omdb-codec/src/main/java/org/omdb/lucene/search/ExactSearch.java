// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.function.IntPredicate;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Scores every accepted vector of a field by its row. For one thread. */
public final class ExactSearch {

  /** Vectors scored per call: enough to hide memory latency, as in Lucene's exact search. */
  private static final int BATCH = 64;

  private final RandomVectorScorer scorer;
  private final KnnCollector collector;
  private final int[] ordinals = new int[BATCH];
  private final float[] scores = new float[BATCH];
  private int size;

  private ExactSearch(RandomVectorScorer scorer, KnnCollector collector) {
    this.scorer = scorer;
    this.collector = collector;
  }

  /**
   * Scores all accepted vectors, or those up to where the collector ends the search.
   *
   * @param scorer scores the field's vectors
   * @param collector receives documents and scores
   * @param acceptDocs documents that may be hits
   * @throws IOException if vectors can't be read
   */
  public static void search(
      RandomVectorScorer scorer, KnnCollector collector, AcceptDocs acceptDocs) throws IOException {
    search(scorer, collector, scorer.getAcceptOrds(acceptDocs.bits()), ordinal -> true);
  }

  /** The same for ordinals that also pass a test. */
  static void search(
      RandomVectorScorer scorer, KnnCollector collector, Bits accepted, IntPredicate isWanted)
      throws IOException {
    new ExactSearch(scorer, collector).search(accepted, isWanted);
  }

  private void search(Bits accepted, IntPredicate isWanted) throws IOException {
    int count = scorer.maxOrd();
    for (int ordinal = next(accepted, 0, count);
        ordinal < count;
        ordinal = next(accepted, ordinal + 1, count)) {
      if (isWanted.test(ordinal) == false) {
        continue;
      }
      if (collector.earlyTerminated()) {
        return;
      }
      ordinals[size++] = ordinal;
      if (size == BATCH) {
        collect();
      }
    }
    collect();
  }

  /** The first accepted ordinal that is {@code from} or greater; {@code count} if there is none. */
  static int next(Bits accepted, int from, int count) {
    if (from >= count) {
      return count;
    }
    if (accepted instanceof BitSet bits) {
      return Math.min(bits.nextSetBit(from, count), count);
    }
    int next = from;
    while (next < count && accepted != null && accepted.get(next) == false) {
      next++;
    }
    return next;
  }

  private void collect() throws IOException {
    if (size == 0) {
      return;
    }
    collector.incVisitedCount(size);
    if (scorer.bulkScore(ordinals, scores, size) > collector.minCompetitiveSimilarity()) {
      for (int i = 0; i < size; i++) {
        collector.collect(scorer.ordToDoc(ordinals[i]), scores[i]);
      }
    }
    size = 0;
  }
}
