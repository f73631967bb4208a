// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.omdb.code.FieldCodes;

/** Compares vectors by their codes while a graph is built. */
record CodeScorerSupplier(FieldCodes codes, IndexInput in, FloatVectorValues vectors)
    implements RandomVectorScorerSupplier {

  @Override
  public UpdateableRandomVectorScorer scorer() throws IOException {
    return codes.openScorer(in, vectors);
  }

  @Override
  public RandomVectorScorerSupplier copy() throws IOException {
    return new CodeScorerSupplier(codes, in.clone(), vectors.copy());
  }
}
