// SPDX-License-Identifier: Apache-2.0
package org.omdb.pages;

import java.io.IOException;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Tells a listener which batches of rows are about to be scored. For one thread. */
public final class ObservedScorer extends FilterScorer {

  private final ReadListener listener;

  /**
   * Wraps a scorer.
   *
   * @param scorer scores rows
   * @param listener is told before it does
   */
  public ObservedScorer(RandomVectorScorer scorer, ReadListener listener) {
    super(scorer);
    this.listener = listener;
  }

  @Override
  public float bulkScore(int[] nodes, float[] scores, int count) throws IOException {
    listener.willRead(nodes, count);
    return scorer.bulkScore(nodes, scores, count);
  }
}
