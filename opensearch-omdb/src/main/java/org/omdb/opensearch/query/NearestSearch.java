// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TimeLimitingKnnCollectorManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.DiversifyingChildrenByteKnnVectorQuery;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.IOSupplier;
import org.opensearch.search.query.QueryPhase;

/**
 * Lucene's search for the nearest vectors, once. Keeps the documents that Lucene finds, because its
 * rewritten query does not expose them. If the time is over, they are what was found by then.
 */
final class NearestSearch {

  private final SearchCounts counts;
  private final CountedStrategy strategy;
  private ScoreDoc[] found = {};

  private NearestSearch(SearchCounts counts) {
    this.counts = counts;
    this.strategy =
        new CountedStrategy(counts, KnnSearchStrategy.DEFAULT_FILTERED_SEARCH_THRESHOLD);
  }

  /**
   * Searches.
   *
   * @param query a {@link KnnFloatVectorQuery} or {@link KnnByteVectorQuery}
   * @param parents of each only the best child is found; null if documents are no children
   * @param counts to which this search is added
   * @return best first
   */
  static ScoreDoc[] of(
      Query query, BitSetProducer parents, IndexSearcher searcher, SearchCounts counts)
      throws IOException {
    NearestSearch search = new NearestSearch(counts);
    Query kept =
        query instanceof KnnByteVectorQuery bytes
            ? search.ofBytes(bytes, parents)
            : search.ofFloats((KnnFloatVectorQuery) query, parents);
    kept.rewrite(searcher);
    return search.found;
  }

  private Query ofFloats(KnnFloatVectorQuery query, BitSetProducer parents) {
    return parents == null ? new OfFloats(query) : new OfFloatChildren(query, parents);
  }

  private Query ofBytes(KnnByteVectorQuery query, BitSetProducer parents) {
    return parents == null ? new OfBytes(query) : new OfByteChildren(query, parents);
  }

  /** A filter can run out of time too. Then its segment has no hits, and others keep theirs. */
  private TopDocs leaf(IOSupplier<TopDocs> search) throws IOException {
    try {
      TopDocs hits = search.get();
      counts.addVisited(hits.totalHits.value());
      return hits;
    } catch (QueryPhase.TimeExceededException e) {
      return new TopDocs(
          new TotalHits(0, TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO), new ScoreDoc[0]);
    }
  }

  /** Lucene compares all vectors of a narrow filter, and the library does not see that. */
  private TopDocs exact(TopDocs hits) {
    if (hits.totalHits.value() > 0) {
      counts.addWay(SearchCounts.EXACT);
    }
    return hits;
  }

  /**
   * Lucene calls it once or twice, in one thread. The last call has the result, unless time was
   * over in the second round and that found less than the first.
   */
  private TopDocs merged(TopDocs merged) {
    boolean isComplete = merged.totalHits.relation() == TotalHits.Relation.EQUAL_TO;
    if (isComplete || merged.scoreDocs.length >= found.length) {
      found = merged.scoreDocs.clone(); // the rewrite goes on to sort them by document
    }
    return merged;
  }

  private final class OfFloats extends KnnFloatVectorQuery {

    OfFloats(KnnFloatVectorQuery query) {
      super(query.getField(), query.getTargetCopy(), query.getK(), query.getFilter(), strategy);
    }

    @Override
    protected TopDocs searchLeaf(
        LeafReaderContext leaf, Weight weight, TimeLimitingKnnCollectorManager collectors)
        throws IOException {
      return leaf(() -> super.searchLeaf(leaf, weight, collectors));
    }

    @Override
    protected TopDocs exactSearch(
        LeafReaderContext leaf, DocIdSetIterator accepted, QueryTimeout timeout)
        throws IOException {
      return exact(super.exactSearch(leaf, accepted, timeout));
    }

    @Override
    protected TopDocs mergeLeafResults(TopDocs[] perLeafResults) {
      return merged(super.mergeLeafResults(perLeafResults));
    }
  }

  /** As {@link OfFloats}; Lucene's classes have no public parent. */
  private final class OfBytes extends KnnByteVectorQuery {

    OfBytes(KnnByteVectorQuery query) {
      super(query.getField(), query.getTargetCopy(), query.getK(), query.getFilter(), strategy);
    }

    @Override
    protected TopDocs searchLeaf(
        LeafReaderContext leaf, Weight weight, TimeLimitingKnnCollectorManager collectors)
        throws IOException {
      return leaf(() -> super.searchLeaf(leaf, weight, collectors));
    }

    @Override
    protected TopDocs exactSearch(
        LeafReaderContext leaf, DocIdSetIterator accepted, QueryTimeout timeout)
        throws IOException {
      return exact(super.exactSearch(leaf, accepted, timeout));
    }

    @Override
    protected TopDocs mergeLeafResults(TopDocs[] perLeafResults) {
      return merged(super.mergeLeafResults(perLeafResults));
    }
  }

  /** As {@link OfFloats}. */
  private final class OfFloatChildren extends DiversifyingChildrenFloatKnnVectorQuery {

    OfFloatChildren(KnnFloatVectorQuery query, BitSetProducer parents) {
      super(
          query.getField(),
          query.getTargetCopy(),
          query.getFilter(),
          query.getK(),
          parents,
          strategy);
    }

    @Override
    protected TopDocs searchLeaf(
        LeafReaderContext leaf, Weight weight, TimeLimitingKnnCollectorManager collectors)
        throws IOException {
      return leaf(() -> super.searchLeaf(leaf, weight, collectors));
    }

    @Override
    protected TopDocs exactSearch(
        LeafReaderContext leaf, DocIdSetIterator accepted, QueryTimeout timeout)
        throws IOException {
      return exact(super.exactSearch(leaf, accepted, timeout));
    }

    @Override
    protected TopDocs mergeLeafResults(TopDocs[] perLeafResults) {
      return merged(super.mergeLeafResults(perLeafResults));
    }
  }

  /** As {@link OfFloats}. */
  private final class OfByteChildren extends DiversifyingChildrenByteKnnVectorQuery {

    OfByteChildren(KnnByteVectorQuery query, BitSetProducer parents) {
      super(
          query.getField(),
          query.getTargetCopy(),
          query.getFilter(),
          query.getK(),
          parents,
          strategy);
    }

    @Override
    protected TopDocs searchLeaf(
        LeafReaderContext leaf, Weight weight, TimeLimitingKnnCollectorManager collectors)
        throws IOException {
      return leaf(() -> super.searchLeaf(leaf, weight, collectors));
    }

    @Override
    protected TopDocs exactSearch(
        LeafReaderContext leaf, DocIdSetIterator accepted, QueryTimeout timeout)
        throws IOException {
      return exact(super.exactSearch(leaf, accepted, timeout));
    }

    @Override
    protected TopDocs mergeLeafResults(TopDocs[] perLeafResults) {
      return merged(super.mergeLeafResults(perLeafResults));
    }
  }
}
