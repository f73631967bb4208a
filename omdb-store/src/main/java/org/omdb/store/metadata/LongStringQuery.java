// SPDX-License-Identifier: Apache-2.0
package org.omdb.store.metadata;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;

/**
 * Documents whose string is too long for a term, if it passes a test. These strings are read from
 * the stored metadata, one by one. They are rare, and usually there are none.
 */
final class LongStringQuery extends Query {

  private final String key;
  private final String test; // stands for the predicate, which has no equality
  private final Predicate<Object> predicate;

  /**
   * @param key of the metadata
   * @param test what the predicate does, in words that are the same if it does the same
   * @param predicate whether a value of the key passes, a list or a scalar
   */
  LongStringQuery(String key, String test, Predicate<Object> predicate) {
    this.key = key;
    this.test = test;
    this.predicate = predicate;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
        PostingsEnum documents =
            context
                .reader()
                .postings(new Term(MetadataFields.LONG_STRINGS, key), PostingsEnum.NONE);
        if (documents == null) {
          return null;
        }
        StoredFields storedFields = context.reader().storedFields();
        return ConstantScoreScorerSupplier.fromIterator(
            TwoPhaseIterator.asDocIdSetIterator(passing(documents, storedFields)),
            score(),
            scoreMode,
            context.reader().maxDoc());
      }

      @Override
      public boolean isCacheable(LeafReaderContext context) {
        return true;
      }
    };
  }

  private TwoPhaseIterator passing(DocIdSetIterator documents, StoredFields storedFields) {
    return new TwoPhaseIterator(documents) {
      @Override
      public boolean matches() throws IOException {
        var document = storedFields.document(approximation.docID(), Set.of(MetadataFields.STORED));
        return predicate.test(
            MetadataFields.read(document.getBinaryValue(MetadataFields.STORED)).get(key));
      }

      @Override
      public float matchCost() {
        return 1000; // a block of stored fields is decompressed
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(MetadataFields.LONG_STRINGS)) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String field) {
    return "long string of " + key + " " + test;
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && key.equals(((LongStringQuery) other).key)
        && test.equals(((LongStringQuery) other).test);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), key, test);
  }
}
