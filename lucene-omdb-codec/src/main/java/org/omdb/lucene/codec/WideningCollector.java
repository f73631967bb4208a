// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.hnsw.FloatHeap;

/**
 * Has Lucene's searcher look at more vectors than a collector asks for: it goes on until it has
 * found as many, and hands all of them on.
 */
final class WideningCollector extends KnnCollector.Decorator {

  private final int width;
  private final FloatHeap best;

  /**
   * @param width how many vectors the search is to find; more than the collector's k
   */
  WideningCollector(KnnCollector collector, int width) {
    super(collector);
    this.width = width;
    this.best = new FloatHeap(width);
  }

  @Override
  public boolean collect(int doc, float similarity) {
    boolean isAmongBest = best.offer(similarity);
    return collector.collect(doc, similarity) || isAmongBest;
  }

  @Override
  public float minCompetitiveSimilarity() {
    return best.size() < width
        ? Float.NEGATIVE_INFINITY
        : Math.min(best.peek(), collector.minCompetitiveSimilarity());
  }
}
