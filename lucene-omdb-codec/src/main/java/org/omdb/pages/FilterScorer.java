// SPDX-License-Identifier: Apache-2.0
package org.omdb.pages;

import java.io.IOException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Hands on all calls but those of batches. */
abstract class FilterScorer implements RandomVectorScorer {

  final RandomVectorScorer scorer;

  FilterScorer(RandomVectorScorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public final float score(int node) throws IOException {
    return scorer.score(node);
  }

  @Override
  public abstract float bulkScore(int[] nodes, float[] scores, int count) throws IOException;

  @Override
  public final int maxOrd() {
    return scorer.maxOrd();
  }

  @Override
  public final int ordToDoc(int ordinal) {
    return scorer.ordToDoc(ordinal);
  }

  @Override
  public final Bits getAcceptOrds(Bits acceptDocs) {
    return scorer.getAcceptOrds(acceptDocs);
  }
}
