// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.opensearch.nested.Siblings;
import org.opensearch.search.query.QueryPhase;

/**
 * Finds the k nearest vectors of a shard. Lucene searches for the {@code ef} nearest vectors, and
 * the best k of them are hits. A larger {@code ef} raises recall and takes longer. Immutable.
 */
final class OmdbKnnQuery extends VectorQuery {

  private final Query nearest;
  private final int ef;
  private final Query filter;
  private final int k;
  private final BitSetProducer parents;
  private final Siblings siblings;

  /**
   * A search of documents.
   *
   * @param nearest Lucene's query for the ef nearest vectors
   * @param k the maximum number of hits
   * @param minScore the lowest score that a hit may have; 0 for any, as scores are positive
   * @param excluded is not a hit; null excludes none
   */
  OmdbKnnQuery(KnnFloatVectorQuery nearest, int k, float minScore, StoredDocument excluded) {
    this(nearest, k, minScore, excluded, null, null);
  }

  /**
   * A search of documents or nested objects.
   *
   * @param parents of each only the best child is a hit; null if documents are no children
   * @param siblings of hits, which are hits too; null if they are not
   */
  OmdbKnnQuery(
      KnnFloatVectorQuery nearest,
      int k,
      float minScore,
      StoredDocument excluded,
      BitSetProducer parents,
      Siblings siblings) {
    super(nearest.getField(), nearest.getTargetCopy(), minScore, excluded);
    this.nearest = nearest;
    this.ef = nearest.getK();
    this.filter = nearest.getFilter();
    this.k = k;
    this.parents = parents;
    this.siblings = siblings;
  }

  /**
   * The same for vectors of bytes.
   *
   * @param target that of {@code nearest}
   */
  OmdbKnnQuery(
      KnnByteVectorQuery nearest,
      float[] target,
      int k,
      float minScore,
      StoredDocument excluded,
      BitSetProducer parents,
      Siblings siblings) {
    super(nearest.getField(), target, minScore, excluded);
    this.nearest = nearest;
    this.ef = nearest.getK();
    this.filter = nearest.getFilter();
    this.k = k;
    this.parents = parents;
    this.siblings = siblings;
  }

  @Override
  ScoreDoc[] find(IndexSearcher searcher, FixedBitSet excludedDocs, SearchCounts counts)
      throws IOException {
    ScoreDoc[] hits = select(NearestSearch.of(nearest, parents, searcher, counts), excludedDocs);
    if (siblings == null) {
      return hits;
    }
    try {
      return siblings.with(hits, searcher);
    } catch (QueryPhase.TimeExceededException e) {
      return hits; // the filter ran out of time, and what was found counts
    }
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
        + ef
        + (siblings == null ? "" : ", expand_nested_docs")
        + (minScore() > 0 ? ", min_score=" + minScore() : "")
        + (filter == null ? "" : ", filter=" + filter);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && nearest.equals(((OmdbKnnQuery) other).nearest)
        && k == ((OmdbKnnQuery) other).k
        && Objects.equals(parents, ((OmdbKnnQuery) other).parents)
        && Objects.equals(siblings, ((OmdbKnnQuery) other).siblings);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * super.hashCode() + nearest.hashCode()) + k;
  }
}
