// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TimeLimitingKnnCollectorManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.FixedBitSet;
import org.opensearch.search.internal.ContextIndexSearcher;
import org.opensearch.search.query.QueryPhase;

/**
 * Finds the k nearest vectors of a shard. Lucene searches for the {@code ef} nearest vectors, and
 * the best k of them are hits. A larger {@code ef} raises recall and takes longer. Immutable.
 *
 * <p>The query is rewritten to its hits. So the vectors are searched only once, no matter how often
 * the rewritten query is scored or explained.
 */
final class OmdbKnnQuery extends Query {

  private final KnnFloatVectorQuery nearest;
  private final int k;
  private final float minScore;
  private final StoredDocument excluded;

  /**
   * @param nearest Lucene's query for the ef nearest vectors
   * @param k the maximum number of hits
   * @param minScore the lowest score that a hit may have; 0 for any, as scores are positive
   * @param excluded is not a hit; null excludes none
   */
  OmdbKnnQuery(KnnFloatVectorQuery nearest, int k, float minScore, StoredDocument excluded) {
    this.nearest = nearest;
    this.k = k;
    this.minScore = minScore;
    this.excluded = excluded;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    ScoreDoc[] hits =
        searcher instanceof ContextIndexSearcher ofShard
            ? ShardRequest.hits(this, ofShard)
            : hits(searcher);
    return hits.length == 0
        ? new MatchNoDocsQuery("no vector was found, or none with min_score")
        : new KnnHits(searcher.getIndexReader(), hits, toString());
  }

  /** Searches for the hits, which are returned best first. */
  ScoreDoc[] hits(IndexSearcher searcher) throws IOException {
    Search search = new Search(nearest);
    search.rewrite(searcher);
    IndexReader reader = searcher.getIndexReader();
    ScoreDoc[] hits = select(search.found, excluded == null ? null : excluded.in(reader));
    new ExactScores(nearest.getField(), nearest.getTargetCopy()).rescore(hits, reader);
    int count = hits.length;
    while (count > 0 && hits[count - 1].score < minScore) {
      count--;
    }
    return Arrays.copyOf(hits, count);
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

    private ScoreDoc[] found = {};

    Search(KnnFloatVectorQuery query) {
      super(
          query.getField(),
          query.getTargetCopy(),
          query.getK(),
          query.getFilter(),
          query.getSearchStrategy());
    }

    /** A filter can run out of time too. Then its segment has no hits, and others keep theirs. */
    @Override
    protected TopDocs searchLeaf(
        LeafReaderContext leaf, Weight filter, TimeLimitingKnnCollectorManager collectors)
        throws IOException {
      try {
        return super.searchLeaf(leaf, filter, collectors);
      } catch (QueryPhase.TimeExceededException e) {
        return new TopDocs(
            new TotalHits(0, TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO), new ScoreDoc[0]);
      }
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
  public String toString(String field) {
    return "omdb_knn(field="
        + nearest.getField()
        + ", k="
        + k
        + ", ef="
        + nearest.getK()
        + (minScore > 0 ? ", min_score=" + minScore : "")
        + (nearest.getFilter() == null ? "" : ", filter=" + nearest.getFilter())
        + ")";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && nearest.equals(((OmdbKnnQuery) other).nearest)
        && k == ((OmdbKnnQuery) other).k
        && minScore == ((OmdbKnnQuery) other).minScore
        && Objects.equals(excluded, ((OmdbKnnQuery) other).excluded);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), nearest, k, minScore, excluded);
  }
}
