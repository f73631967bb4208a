// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.omdb.code.CodeScorer;
import org.omdb.graph.NodeHeap;

/** Compares the codes of all accepted vectors with the target. For when only few are accepted. */
final class ListSearch implements SearchStrategy {

  /** Codes compared per call of the scorer. */
  private static final int BATCH = 256;

  private final CodeScorer scorer;
  private final BinarySample sample;
  private final NodeHeap nearest = new NodeHeap();
  private final int[] ordinals = new int[BATCH];
  private final float[] estimates = new float[BATCH];
  private SearchRequest request;

  /** Whether the collector knows how many vectors were visited: it is told once per search. */
  private boolean isCounted;

  /**
   * @param sample of all vectors, which filters are judged by; null if nothing compares it fast
   */
  ListSearch(CodeScorer scorer, BinarySample sample) {
    this.scorer = scorer;
    this.sample = sample;
  }

  @Override
  public void begin(SearchRequest newRequest) {
    request = newRequest;
    isCounted = false;
  }

  @Override
  public void end() {
    request = null;
  }

  /** Only accepted vectors are compared, which does not show it. A sample has, if it can. */
  @Override
  public double rejectionRatio() {
    boolean isJudged = request.mayGoByRows() && sample != null && sample.canJudge(request);
    return isJudged || request.accepted() == null ? 1 : request.unknownRejectionRatio();
  }

  @Override
  public boolean find(int count, SearchScratch scratch) throws IOException {
    nearest.clear();
    int all = scorer.maxOrd();
    int listed = 0;
    int next = ExactSearch.next(request.accepted(), 0, all);
    while (next < all && request.collector().earlyTerminated() == false) {
      int size = 0;
      for (;
          next < all && size < BATCH;
          next = ExactSearch.next(request.accepted(), next + 1, all)) {
        ordinals[size++] = next;
      }
      scorer.bulkScore(ordinals, estimates, size);
      for (int i = 0; i < size; i++) {
        nearest.keepBest(NodeHeap.encode(ordinals[i], estimates[i]), count);
      }
      listed += size;
      if (isCounted == false) {
        request.collector().incVisitedCount(size);
      }
    }
    isCounted = true;
    scratch.ensureCapacity(nearest.size());
    scratch.candidateCount = nearest.copyTo(scratch.candidates);
    return listed > count;
  }
}
