// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.FixedBitSet;

/**
 * The k nearest vectors of a shard, from Lucene's search for the {@code ef} nearest ones: the
 * larger {@code ef}, the fewer are missed. Immutable.
 *
 * <p>It is rewritten to its hits, and so is searched once however often it is scored or explained.
 */
final class OmdbKnnQuery extends Query {

  private final KnnFloatVectorQuery nearest;
  private final int k;
  private final float minScore;
  private final Term excluded;

  /**
   * @param nearest asks for ef vectors
   * @param k the most hits
   * @param minScore the lowest score of a hit; Lucene's scores are positive
   * @param excluded documents with this term are no hits; null for none
   */
  OmdbKnnQuery(KnnFloatVectorQuery nearest, int k, float minScore, Term excluded) {
    this.nearest = nearest;
    this.k = k;
    this.minScore = minScore;
    this.excluded = excluded;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Search search = new Search(nearest);
    Query rewritten = search.rewrite(searcher);
    if (rewritten instanceof MatchNoDocsQuery) {
      return rewritten;
    }
    ScoreDoc[] hits = select(search.found, excludedDocs(searcher));
    return hits.length == 0
        ? new MatchNoDocsQuery("none of the nearest vectors has the least score")
        : new KnnHits(searcher.getIndexReader(), hits, toString());
  }

  /** The first k that count; those that were found come in the order of their scores. */
  private ScoreDoc[] select(ScoreDoc[] found, FixedBitSet excludedDocs) {
    ScoreDoc[] hits = new ScoreDoc[Math.min(k, found.length)];
    int count = 0;
    for (ScoreDoc hit : found) {
      if (count == hits.length || hit.score < minScore) {
        break;
      }
      if (excludedDocs == null || excludedDocs.get(hit.doc) == false) {
        hits[count++] = hit;
      }
    }
    return count == hits.length ? hits : Arrays.copyOf(hits, count);
  }

  private FixedBitSet excludedDocs(IndexSearcher searcher) throws IOException {
    if (excluded == null) {
      return null;
    }
    FixedBitSet docs = new FixedBitSet(searcher.getIndexReader().maxDoc());
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      PostingsEnum postings = leaf.reader().postings(excluded, PostingsEnum.NONE);
      if (postings != null) {
        for (int doc = postings.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = postings.nextDoc()) {
          docs.set(leaf.docBase + doc);
        }
      }
    }
    return docs;
  }

  /** Lucene's search, which remembers what it found: a rewritten query does not tell. */
  private static final class Search extends KnnFloatVectorQuery {

    private ScoreDoc[] found;

    Search(KnnFloatVectorQuery query) {
      super(
          query.getField(),
          query.getTargetCopy(),
          query.getK(),
          query.getFilter(),
          query.getSearchStrategy());
    }

    /** Called once or twice, in one thread; what counts is the last call. */
    @Override
    protected TopDocs mergeLeafResults(TopDocs[] perLeafResults) {
      TopDocs merged = super.mergeLeafResults(perLeafResults);
      found = merged.scoreDocs.clone(); // the rewrite goes on to sort them by document
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
