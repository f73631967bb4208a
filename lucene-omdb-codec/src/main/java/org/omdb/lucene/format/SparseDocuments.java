// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import org.apache.lucene.codecs.lucene90.IndexedDISI;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.packed.DirectMonotonicReader;

/** Which documents have a vector, for fields that not every document has. For one thread. */
final class SparseDocuments {

  private final int count;
  private final DirectMonotonicReader ordToDoc;
  private final IndexedDISI documents;

  SparseDocuments(OrdToDocDISIReaderConfiguration configuration, int count, IndexInput index)
      throws IOException {
    this.count = count;
    this.ordToDoc = configuration.getDirectMonotonicReader(index);
    this.documents = configuration.getIndexedDISI(index);
  }

  int ordToDoc(int ordinal) {
    return (int) ordToDoc.get(ordinal);
  }

  Bits acceptOrds(Bits acceptDocs) {
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

  DocIndexIterator iterator() {
    return IndexedDISI.asDocIndexIterator(documents);
  }

  static VectorScorer scorer(RandomVectorScorer scorer, DocIndexIterator iterator) {
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
}
