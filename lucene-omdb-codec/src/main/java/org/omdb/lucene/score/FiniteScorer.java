// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.score;

import java.io.IOException;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * Another scorer, usually Lucene's, whose scores are always finite numbers. See {@link FloatScore}
 * for what is scored again. Scores of bytes, and those by Euclidean distance, can't be anything
 * else, and come from the other scorer alone. Immutable, if that is; the scorers that it makes are
 * for one thread each.
 */
public final class FiniteScorer implements FlatVectorsScorer {

  private final FlatVectorsScorer scorer;

  /**
   * Makes a scorer.
   *
   * @param scorer the other one
   */
  public FiniteScorer(FlatVectorsScorer scorer) {
    this.scorer = scorer;
  }

  private static boolean isAlwaysFinite(
      VectorSimilarityFunction similarity, KnnVectorValues vectors) {
    return similarity == VectorSimilarityFunction.EUCLIDEAN
        || vectors instanceof FloatVectorValues == false;
  }

  @Override
  public RandomVectorScorerSupplier getRandomVectorScorerSupplier(
      VectorSimilarityFunction similarity, KnnVectorValues vectors) throws IOException {
    RandomVectorScorerSupplier supplier = scorer.getRandomVectorScorerSupplier(similarity, vectors);
    return isAlwaysFinite(similarity, vectors)
        ? supplier
        : new Supplier(supplier, scorer, FloatScore.of(similarity), (FloatVectorValues) vectors);
  }

  @Override
  public RandomVectorScorer getRandomVectorScorer(
      VectorSimilarityFunction similarity, KnnVectorValues vectors, float[] target)
      throws IOException {
    RandomVectorScorer rows = scorer.getRandomVectorScorer(similarity, vectors, target);
    if (isAlwaysFinite(similarity, vectors)) {
      return rows;
    }
    FloatVectorValues floats = (FloatVectorValues) vectors;
    FiniteScores scores = new FiniteScores(FloatScore.of(similarity), floats, scorer);
    scores.setTarget(target);
    return new Targeted(rows, scores, floats);
  }

  @Override
  public RandomVectorScorer getRandomVectorScorer(
      VectorSimilarityFunction similarity, KnnVectorValues vectors, byte[] target)
      throws IOException {
    return scorer.getRandomVectorScorer(similarity, vectors, target);
  }

  @Override
  public String toString() {
    return scorer.toString();
  }

  /** Compares with a target that is given. */
  private static final class Targeted extends RandomVectorScorer.AbstractRandomVectorScorer {

    private final RandomVectorScorer rows;
    private final FiniteScores scores;

    Targeted(RandomVectorScorer rows, FiniteScores scores, FloatVectorValues vectors) {
      super(vectors);
      this.rows = rows;
      this.scores = scores;
    }

    @Override
    public float score(int node) throws IOException {
      return scores.of(node, rows.score(node));
    }

    @Override
    public float bulkScore(int[] nodes, float[] into, int count) throws IOException {
      return scores.of(nodes, into, count, rows.bulkScore(nodes, into, count));
    }
  }

  /** Makes scorers that compare with vectors of the field, for building graphs. */
  private record Supplier(
      RandomVectorScorerSupplier supplier,
      FlatVectorsScorer scorers,
      FloatScore score,
      FloatVectorValues vectors)
      implements RandomVectorScorerSupplier {

    @Override
    public UpdateableRandomVectorScorer scorer() throws IOException {
      FloatVectorValues copy = vectors.copy();
      return new Updateable(supplier.scorer(), new FiniteScores(score, copy, scorers), copy);
    }

    @Override
    public RandomVectorScorerSupplier copy() throws IOException {
      return new Supplier(supplier.copy(), scorers, score, vectors.copy());
    }
  }

  /** Compares with one vector of the field after the other. */
  private static final class Updateable
      extends UpdateableRandomVectorScorer.AbstractUpdateableRandomVectorScorer {

    private final UpdateableRandomVectorScorer rows;
    private final FiniteScores scores;

    Updateable(UpdateableRandomVectorScorer rows, FiniteScores scores, FloatVectorValues vectors) {
      super(vectors);
      this.rows = rows;
      this.scores = scores;
    }

    @Override
    public void setScoringOrdinal(int node) throws IOException {
      rows.setScoringOrdinal(node);
      scores.setTarget(node);
    }

    @Override
    public float score(int node) throws IOException {
      return scores.of(node, rows.score(node));
    }

    @Override
    public float bulkScore(int[] nodes, float[] into, int count) throws IOException {
      return scores.of(nodes, into, count, rows.bulkScore(nodes, into, count));
    }
  }
}
