// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.codecs.lucene90.IndexedDISI;
import org.apache.lucene.codecs.lucene95.OffHeapByteVectorValues;
import org.apache.lucene.codecs.lucene95.OffHeapFloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.packed.DirectMonotonicReader;

/**
 * Vectors of a field that not every document has: {@link Floats} and {@link Bytes}, and here what
 * both share, the map between ordinals and documents. For one thread.
 *
 * <p>Lucene's own classes for sparse vectors want vectors and map in one file. These extend its
 * classes for dense vectors, because Lucene's SIMD scorers look for them. Those for float and byte
 * vectors have no class in common that these few methods could be in.
 */
final class SparseVectorValues {

  private final int count;
  private final DirectMonotonicReader ordToDoc;
  private final IndexedDISI documents;

  private SparseVectorValues(FlatFieldEntry entry, IndexInput index) throws IOException {
    this.count = entry.count();
    this.ordToDoc = entry.ordToDoc().getDirectMonotonicReader(index);
    this.documents = entry.ordToDoc().getIndexedDISI(index);
  }

  private int ordToDoc(int ordinal) {
    return (int) ordToDoc.get(ordinal);
  }

  private Bits acceptOrds(Bits acceptDocs) {
    if (acceptDocs == null) {
      return null;
    }
    return new Bits() {
      @Override
      public boolean get(int ordinal) {
        return acceptDocs.get(ordToDoc(ordinal));
      }

      @Override
      public int length() {
        return count;
      }
    };
  }

  private DocIndexIterator iterator() {
    return IndexedDISI.asDocIndexIterator(documents);
  }

  private static VectorScorer scorer(RandomVectorScorer scorer, DocIndexIterator iterator) {
    return new VectorScorer() {
      @Override
      public float score() throws IOException {
        return scorer.score(iterator.index());
      }

      @Override
      public DocIdSetIterator iterator() {
        return iterator;
      }

      @Override
      public Bulk bulk(DocIdSetIterator matchingDocs) {
        return Bulk.fromRandomScorerSparse(scorer, iterator, matchingDocs);
      }
    };
  }

  /** Float vectors. */
  static final class Floats extends OffHeapFloatVectorValues.DenseOffHeapVectorValues {

    private final FlatFieldEntry entry;
    private final IndexInput index;
    private final SparseVectorValues documents;

    Floats(FlatFieldEntry entry, IndexInput vectors, IndexInput index, FlatVectorsScorer scorer)
        throws IOException {
      super(
          entry.dimension(),
          entry.count(),
          vectors,
          entry.vectorBytes(),
          scorer,
          entry.similarity());
      this.entry = entry;
      this.index = index;
      this.documents = new SparseVectorValues(entry, index);
    }

    @Override
    public Floats copy() throws IOException {
      return new Floats(entry, slice.clone(), index, flatVectorsScorer);
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
    public VectorScorer scorer(float[] query) throws IOException {
      Floats copy = copy();
      return SparseVectorValues.scorer(
          flatVectorsScorer.getRandomVectorScorer(similarityFunction, copy, query),
          copy.iterator());
    }
  }

  /** Byte vectors. */
  static final class Bytes extends OffHeapByteVectorValues.DenseOffHeapVectorValues {

    private final FlatFieldEntry entry;
    private final IndexInput index;
    private final SparseVectorValues documents;

    Bytes(FlatFieldEntry entry, IndexInput vectors, IndexInput index, FlatVectorsScorer scorer)
        throws IOException {
      super(
          entry.dimension(),
          entry.count(),
          vectors,
          entry.vectorBytes(),
          scorer,
          entry.similarity());
      this.entry = entry;
      this.index = index;
      this.documents = new SparseVectorValues(entry, index);
    }

    @Override
    public Bytes copy() throws IOException {
      return new Bytes(entry, slice.clone(), index, flatVectorsScorer);
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
      Bytes copy = copy();
      return SparseVectorValues.scorer(
          flatVectorsScorer.getRandomVectorScorer(similarityFunction, copy, query),
          copy.iterator());
    }
  }
}
