// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;

/**
 * Matches the documents that a search has found, with the scores that it gave them. Immutable.
 *
 * <p>Lucene's class for this is not public.
 */
public final class FoundHits extends Query {

  private final Object reader;
  private final String description;

  /**
   * Says where the score of a document of the whole reader is from; null if there is no more to
   * say.
   */
  private final IntFunction<Explanation> details;

  private final int[] docs;
  private final float[] scores;

  /**
   * @param reader that was searched
   * @param hits with documents of the whole reader, in any order
   * @param description of the search, for explanations
   */
  FoundHits(IndexReader reader, ScoreDoc[] hits, String description) {
    this(reader, hits, description, null);
  }

  /**
   * Makes a query of hits.
   *
   * @param reader that was searched
   * @param hits with documents of the whole reader, each once, in any order
   * @param description of the search, for explanations
   * @param details explains the score of a hit, by its document of the whole reader; null if there
   *     is no more to say
   */
  public FoundHits(
      IndexReader reader, ScoreDoc[] hits, String description, IntFunction<Explanation> details) {
    this.reader = reader.getContext().id();
    this.description = description;
    this.details = details;
    ScoreDoc[] byDocument = hits.clone();
    Arrays.sort(byDocument, Comparator.comparingInt(hit -> hit.doc));
    this.docs = new int[hits.length];
    this.scores = new float[hits.length];
    for (int i = 0; i < hits.length; i++) {
      docs[i] = byDocument[i].doc;
      scores[i] = finite(byDocument[i].score);
    }
  }

  /** The largest score instead of infinity, to which a boost may lead. JSON has no infinity. */
  static float finite(float score) {
    return Math.min(Float.MAX_VALUE, score);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    if (searcher.getIndexReader().getContext().id() != reader) {
      throw new IllegalStateException("these hits belong to another reader: " + description);
    }
    return new HitsWeight(boost);
  }

  /** The index of the first hit whose document is {@code doc} or a later one. */
  private int from(int doc) {
    int found = Arrays.binarySearch(docs, doc);
    return found < 0 ? -1 - found : found;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return docs.length + " hits of " + description;
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && reader == ((FoundHits) other).reader
        && Arrays.equals(docs, ((FoundHits) other).docs)
        && Arrays.equals(scores, ((FoundHits) other).scores);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        classHash(),
        System.identityHashCode(reader),
        Arrays.hashCode(docs),
        Arrays.hashCode(scores));
  }

  private final class HitsWeight extends Weight {

    private final float boost;

    HitsWeight(float boost) {
      super(FoundHits.this);
      this.boost = boost;
    }

    @Override
    public Explanation explain(LeafReaderContext context, int doc) {
      int place = Arrays.binarySearch(docs, context.docBase + doc);
      if (place < 0) {
        return Explanation.noMatch("not among the " + docs.length + " hits of " + description);
      }
      float score = finite(scores[place] * boost);
      String what = "score of a hit of " + description;
      return details == null
          ? Explanation.match(score, what)
          : Explanation.match(score, what, details.apply(docs[place]));
    }

    @Override
    public int count(LeafReaderContext context) {
      return from(context.docBase + context.reader().maxDoc()) - from(context.docBase);
    }

    @Override
    public ScorerSupplier scorerSupplier(LeafReaderContext context) {
      int start = from(context.docBase);
      int end = from(context.docBase + context.reader().maxDoc());
      if (start == end) {
        return null;
      }
      return new ScorerSupplier() {
        @Override
        public Scorer get(long leadCost) {
          return new HitsScorer(start, end, context.docBase, boost);
        }

        @Override
        public long cost() {
          return end - start;
        }
      };
    }

    @Override
    public boolean isCacheable(LeafReaderContext context) {
      return true;
    }
  }

  private final class HitsScorer extends Scorer {

    private final int start;
    private final int end;
    private final int docBase;
    private final float boost;
    private int place;

    HitsScorer(int start, int end, int docBase, float boost) {
      this.start = start;
      this.end = end;
      this.docBase = docBase;
      this.boost = boost;
      this.place = start - 1;
    }

    @Override
    public int docID() {
      if (place < start) {
        return -1;
      }
      return place < end ? docs[place] - docBase : DocIdSetIterator.NO_MORE_DOCS;
    }

    @Override
    public DocIdSetIterator iterator() {
      return new DocIdSetIterator() {
        @Override
        public int docID() {
          return HitsScorer.this.docID();
        }

        @Override
        public int nextDoc() {
          place++;
          return docID();
        }

        @Override
        public int advance(int target) {
          // The sum would overflow if target is NO_MORE_DOCS.
          long doc = Math.min((long) target + docBase, NO_MORE_DOCS);
          place = Math.min(end, Math.max(place + 1, from((int) doc)));
          return docID();
        }

        @Override
        public long cost() {
          return end - start;
        }
      };
    }

    @Override
    public float score() {
      return finite(scores[place] * boost);
    }

    @Override
    public float getMaxScore(int upTo) {
      float max = 0;
      for (int i = Math.max(start, place); i < end && docs[i] - docBase <= upTo; i++) {
        max = Math.max(max, finite(scores[i] * boost));
      }
      return max;
    }
  }
}
