// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.omdb.opensearch.vector.VectorRows;

/**
 * Scores documents by their vectors: those that a filter matches and that have a vector. No graph
 * and no codes are used, and each vector is read that a search asks for. Immutable.
 */
final class OmdbScoreQuery extends Query {

  private final String field;
  private final float[] target;
  private final Query filter;

  /**
   * @param filter documents that are scored; null for all
   */
  OmdbScoreQuery(String field, float[] target, Query filter) {
    this.field = field;
    this.target = target;
    this.filter = filter;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Query rewritten = filter == null ? null : filter.rewrite(searcher);
    if (rewritten instanceof MatchNoDocsQuery) {
      return rewritten;
    }
    return rewritten == filter ? this : new OmdbScoreQuery(field, target, rewritten);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost)
      throws IOException {
    Weight matching =
        filter == null
            ? null
            : searcher.createWeight(filter, ScoreMode.COMPLETE_NO_SCORES, 1); // has no boost
    return new ScoreWeight(matching, boost);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String defaultField) {
    return "omdb_score(field=" + field + (filter == null ? "" : ", filter=" + filter) + ")";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && field.equals(((OmdbScoreQuery) other).field)
        && Arrays.equals(target, ((OmdbScoreQuery) other).target)
        && Objects.equals(filter, ((OmdbScoreQuery) other).filter);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), field, Arrays.hashCode(target), filter);
  }

  private final class ScoreWeight extends Weight {

    private final Weight matching;
    private final float boost;
    private final ExactScores scores = new ExactScores(field, target);

    /**
     * @param matching of the filter; null if there is none
     */
    ScoreWeight(Weight matching, float boost) {
      super(OmdbScoreQuery.this);
      this.matching = matching;
      this.boost = boost;
    }

    @Override
    public Explanation explain(LeafReaderContext leaf, int doc) throws IOException {
      Scorer scorer = scorer(leaf);
      return scorer == null || scorer.iterator().advance(doc) != doc
          ? Explanation.noMatch("has no vector in field " + field + ", or does not match filter")
          : Explanation.match(scorer.score(), "score of its vector in field " + field);
    }

    @Override
    public ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
      FieldInfo info = leaf.reader().getFieldInfos().fieldInfo(field);
      if (info == null || info.hasVectorValues() == false) {
        return null;
      }
      ScorerSupplier matches = matching == null ? null : matching.scorerSupplier(leaf);
      if (matching != null && matches == null) {
        return null;
      }
      VectorRows vectors = VectorRows.of(leaf.reader(), field);
      return new ScorerSupplier() {
        @Override
        public Scorer get(long leadCost) throws IOException {
          KnnVectorValues.DocIndexIterator all = vectors.iterator();
          DocIdSetIterator documents = all;
          if (matches != null) {
            List<DocIdSetIterator> iterators = new ArrayList<>(List.of(all));
            List<TwoPhaseIterator> twoPhases = new ArrayList<>();
            Scorer scorer = matches.get(leadCost);
            if (scorer.twoPhaseIterator() == null) {
              ConjunctionUtils.addIterator(scorer.iterator(), iterators, twoPhases);
            } else {
              ConjunctionUtils.addTwoPhaseIterator(scorer.twoPhaseIterator(), iterators, twoPhases);
            }
            documents = ConjunctionUtils.createConjunction(iterators, twoPhases);
          }
          return new VectorScorer(
              documents, all, vectors, info.getVectorSimilarityFunction(), scores, boost);
        }

        @Override
        public long cost() {
          return matches == null ? vectors.size() : Math.min(vectors.size(), matches.cost());
        }
      };
    }

    @Override
    public boolean isCacheable(LeafReaderContext leaf) {
      return matching == null || matching.isCacheable(leaf);
    }
  }

  private static final class VectorScorer extends Scorer {

    private final DocIdSetIterator documents;
    private final KnnVectorValues.DocIndexIterator ordinals;
    private final VectorRows vectors;
    private final VectorSimilarityFunction similarity;
    private final ExactScores scores;
    private final float boost;

    /**
     * @param ordinals is moved by {@code documents}, and is where these are
     */
    VectorScorer(
        DocIdSetIterator documents,
        KnnVectorValues.DocIndexIterator ordinals,
        VectorRows vectors,
        VectorSimilarityFunction similarity,
        ExactScores scores,
        float boost) {
      this.documents = documents;
      this.ordinals = ordinals;
      this.vectors = vectors;
      this.similarity = similarity;
      this.scores = scores;
      this.boost = boost;
    }

    @Override
    public int docID() {
      return documents.docID();
    }

    @Override
    public DocIdSetIterator iterator() {
      return documents;
    }

    @Override
    public TwoPhaseIterator twoPhaseIterator() {
      return TwoPhaseIterator.unwrap(documents);
    }

    @Override
    public float score() throws IOException {
      return FoundHits.finite(boost * scores.score(similarity, vectors.get(ordinals.index())));
    }

    @Override
    public float getMaxScore(int upTo) {
      return Float.POSITIVE_INFINITY;
    }
  }
}
