// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TimeLimitingKnnCollectorManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.FixedBitSet;
import org.opensearch.search.query.QueryPhase;

/**
 * Finds the k nearest vectors of a shard. Lucene searches for the {@code ef} nearest vectors, and
 * the best k of them are hits. A larger {@code ef} raises recall and takes longer. Immutable.
 */
final class OmdbKnnQuery extends VectorQuery {

  private final KnnFloatVectorQuery nearest;
  private final int k;

  /**
   * @param nearest Lucene's query for the ef nearest vectors
   * @param k the maximum number of hits
   * @param minScore the lowest score that a hit may have; 0 for any, as scores are positive
   * @param excluded is not a hit; null excludes none
   */
  OmdbKnnQuery(KnnFloatVectorQuery nearest, int k, float minScore, StoredDocument excluded) {
    super(nearest.getField(), nearest.getTargetCopy(), minScore, excluded);
    this.nearest = nearest;
    this.k = k;
  }

  @Override
  ScoreDoc[] find(IndexSearcher searcher, FixedBitSet excludedDocs, SearchCounts counts)
      throws IOException {
    Search search = new Search(nearest, counts);
    search.rewrite(searcher);
    return select(search.found, excludedDocs);
  }

  /** The first k documents that are not excluded; {@code found} is sorted by score, best first. */
  private ScoreDoc[] select(ScoreDoc[] found, FixedBitSet excludedDocs) {
    ScoreDoc[] hits = new ScoreDoc[Math.min(k, found.length)];
    int count = 0;
    for (int i = 0; i < found.length && count < hits.length; i++) {
      if (excludedDocs == null || excludedDocs.get(found[i].doc) == false) {
        hits[count++] = found[i];
      }
    }
    return Arrays.copyOf(hits, count);
  }

  /**
   * Keeps the documents that Lucene finds, because its rewritten query does not expose them. If the
   * time is over, they are what was found by then.
   */
  private static final class Search extends KnnFloatVectorQuery {

    private final SearchCounts counts;
    private ScoreDoc[] found = {};

    Search(KnnFloatVectorQuery query, SearchCounts counts) {
      super(
          query.getField(),
          query.getTargetCopy(),
          query.getK(),
          query.getFilter(),
          new CountedStrategy(counts, KnnSearchStrategy.DEFAULT_FILTERED_SEARCH_THRESHOLD));
      this.counts = counts;
    }

    /** A filter can run out of time too. Then its segment has no hits, and others keep theirs. */
    @Override
    protected TopDocs searchLeaf(
        LeafReaderContext leaf, Weight filter, TimeLimitingKnnCollectorManager collectors)
        throws IOException {
      try {
        TopDocs hits = super.searchLeaf(leaf, filter, collectors);
        counts.addVisited(hits.totalHits.value());
        return hits;
      } catch (QueryPhase.TimeExceededException e) {
        return new TopDocs(
            new TotalHits(0, TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO), new ScoreDoc[0]);
      }
    }

    /** Lucene compares all vectors of a narrow filter, and the library does not see that. */
    @Override
    protected TopDocs exactSearch(
        LeafReaderContext leaf, DocIdSetIterator accepted, QueryTimeout timeout)
        throws IOException {
      TopDocs hits = super.exactSearch(leaf, accepted, timeout);
      if (hits.totalHits.value() > 0) {
        counts.addWay(SearchCounts.EXACT);
      }
      return hits;
    }

    /**
     * Lucene calls it once or twice, in one thread. The last call has the result, unless time was
     * over in the second round and that found less than the first.
     */
    @Override
    protected TopDocs mergeLeafResults(TopDocs[] perLeafResults) {
      TopDocs merged = super.mergeLeafResults(perLeafResults);
      boolean isComplete = merged.totalHits.relation() == TotalHits.Relation.EQUAL_TO;
      if (isComplete || merged.scoreDocs.length >= found.length) {
        found = merged.scoreDocs.clone(); // the rewrite goes on to sort them by document
      }
      return merged;
    }
  }

  @Override
  public void visit(QueryVisitor visitor) {
    nearest.visit(visitor);
  }

  @Override
  String description() {
    return "field="
        + field()
        + ", k="
        + k
        + ", ef="
        + nearest.getK()
        + (minScore() > 0 ? ", min_score=" + minScore() : "")
        + (nearest.getFilter() == null ? "" : ", filter=" + nearest.getFilter());
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && nearest.equals(((OmdbKnnQuery) other).nearest)
        && k == ((OmdbKnnQuery) other).k;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * super.hashCode() + nearest.hashCode()) + k;
  }
}
