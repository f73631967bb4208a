// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.codecs.lucene95.OffHeapByteVectorValues;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Byte vectors of a field that not every document has. Lucene's own class for this wants vectors
 * and document map in one file; it is the one for dense fields that can be extended, and that
 * Lucene's SIMD scorers take.
 */
final class SparseByteVectorValues extends OffHeapByteVectorValues.DenseOffHeapVectorValues {

  private final FlatFieldEntry meta;
  private final IndexInput index;
  private final SparseDocuments documents;

  SparseByteVectorValues(
      FlatFieldEntry meta, IndexInput vectors, IndexInput index, FlatVectorsScorer scorer)
      throws IOException {
    super(
        meta.dimension(),
        meta.count(),
        vectors,
        meta.dimension() * meta.encoding().byteSize,
        scorer,
        meta.similarity());
    this.meta = meta;
    this.index = index;
    this.documents = new SparseDocuments(meta.ordToDoc(), meta.count(), index);
  }

  @Override
  public SparseByteVectorValues copy() throws IOException {
    return new SparseByteVectorValues(meta, slice.clone(), index, flatVectorsScorer);
  }

  @Override
  public int ordToDoc(int ordinal) {
    return documents.ordToDoc(ordinal);
  }

  @Override
  public Bits getAcceptOrds(Bits acceptDocs) {
    return documents.acceptOrds(acceptDocs);
  }

  @Override
  public DocIndexIterator iterator() {
    return documents.iterator();
  }

  @Override
  public VectorScorer scorer(byte[] query) throws IOException {
    SparseByteVectorValues copy = copy();
    RandomVectorScorer scorer =
        flatVectorsScorer.getRandomVectorScorer(similarityFunction, copy, query);
    return SparseDocuments.scorer(scorer, copy.iterator());
  }
}
