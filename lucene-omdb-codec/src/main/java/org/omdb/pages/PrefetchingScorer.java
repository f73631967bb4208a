// SPDX-License-Identifier: Apache-2.0
package org.omdb.pages;

import java.io.IOException;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Asks for the rows of a batch before the first of them is scored, and, if they are not to stay in
 * memory, gives them up after the last. For one thread.
 */
public final class PrefetchingScorer extends FilterScorer {

  private final IndexInput rows;
  private final int rowBytes;
  private final boolean areKept;

  /**
   * Wraps a scorer.
   *
   * @param scorer scores rows
   * @param vectors the rows that it scores, which are in a file
   * @param areKept whether rows may stay in memory
   */
  public PrefetchingScorer(RandomVectorScorer scorer, KnnVectorValues vectors, boolean areKept) {
    super(scorer);
    this.areKept = areKept;
    this.rows = ((HasIndexSlice) vectors).getSlice();
    this.rowBytes = vectors.getVectorByteLength();
  }

  @Override
  public float bulkScore(int[] nodes, float[] scores, int count) throws IOException {
    PageAdvice.best().willRead(rows, nodes, count, rowBytes);
    float best = scorer.bulkScore(nodes, scores, count);
    if (areKept == false) {
      PageAdvice.best().areDone(rows, nodes, count, rowBytes);
    }
    return best;
  }
}
