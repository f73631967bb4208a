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
        : new Supplier(supplier, FloatScore.of(similarity), (FloatVectorValues) vectors);
  }

  @Override
  public RandomVectorScorer getRandomVectorScorer(
      VectorSimilarityFunction similarity, KnnVectorValues vectors, float[] target)
      throws IOException {
    RandomVectorScorer rows = scorer.getRandomVectorScorer(similarity, vectors, target);
    return isAlwaysFinite(similarity, vectors)
        ? rows
        : new Targeted(rows, FloatScore.of(similarity), (FloatVectorValues) vectors, target);
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
    private final FloatScore scores;
    private final FloatVectorValues vectors;
    private final float[] target;

    Targeted(
        RandomVectorScorer rows, FloatScore scores, FloatVectorValues vectors, float[] target) {
      super(vectors);
      this.rows = rows;
      this.scores = scores;
      this.vectors = vectors;
      this.target = target;
    }

    @Override
    public float score(int node) throws IOException {
      float score = rows.score(node);
      return scores.isOrdinary(score)
          ? score
          : scores.finite(score, target, vectors.vectorValue(node));
    }

    @Override
    public float bulkScore(int[] nodes, float[] into, int count) throws IOException {
      return scores.finite(
          rows.bulkScore(nodes, into, count),
          into,
          count,
          i -> scores.finite(into[i], target, vectors.vectorValue(nodes[i])));
    }
  }

  /** Makes scorers that compare with vectors of the field, for building graphs. */
  private record Supplier(
      RandomVectorScorerSupplier supplier, FloatScore scores, FloatVectorValues vectors)
      implements RandomVectorScorerSupplier {

    @Override
    public UpdateableRandomVectorScorer scorer() throws IOException {
      return new Updateable(supplier.scorer(), scores, vectors.copy());
    }

    @Override
    public RandomVectorScorerSupplier copy() throws IOException {
      return new Supplier(supplier.copy(), scores, vectors.copy());
    }
  }

  /** Compares with one vector of the field after the other. */
  private static final class Updateable
      extends UpdateableRandomVectorScorer.AbstractUpdateableRandomVectorScorer {

    private final UpdateableRandomVectorScorer rows;
    private final FloatScore scores;
    private final FloatVectorValues vectors;
    private int targetNode;

    Updateable(UpdateableRandomVectorScorer rows, FloatScore scores, FloatVectorValues vectors) {
      super(vectors);
      this.rows = rows;
      this.scores = scores;
      this.vectors = vectors;
    }

    @Override
    public void setScoringOrdinal(int node) throws IOException {
      rows.setScoringOrdinal(node);
      targetNode = node;
    }

    @Override
    public float score(int node) throws IOException {
      float score = rows.score(node);
      return scores.isOrdinary(score) ? score : finite(score, node);
    }

    @Override
    public float bulkScore(int[] nodes, float[] into, int count) throws IOException {
      return scores.finite(
          rows.bulkScore(nodes, into, count), into, count, i -> finite(into[i], nodes[i]));
    }

    private float finite(float score, int node) throws IOException {
      float[] target = vectors.vectorValue(targetNode).clone(); // the next call may overwrite it
      return scores.finite(score, target, vectors.vectorValue(node));
    }
  }
}
