// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/** Each way to score, with a target that is given and with one of the vectors. */
public class TestFiniteScorer extends LuceneTestCase {

  private static final int DIMENSION = 20;

  /** Powers of ten that components are multiplied by. Squares of the last four are no float32. */
  private static final int[] EXPONENTS = {0, 0, 0, 5, -5, 25, 37, -30, -37};

  private static final int ORDINARY = 5;

  private final FlatVectorsScorer lucene = FlatVectorScorerUtil.getLucene99FlatVectorsScorer();
  private final FlatVectorsScorer finite = new FiniteScorer(lucene);
  private final List<float[]> vectors = new ArrayList<>();

  @Override
  public void setUp() throws Exception {
    super.setUp();
    for (int exponent : EXPONENTS) {
      float[] vector = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) ((1 + random().nextDouble()) * Math.pow(10, exponent));
      }
      vectors.add(vector);
    }
  }

  private static double score(VectorSimilarityFunction similarity, float[] a, float[] b) {
    double dot = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < DIMENSION; i++) {
      dot += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    double within = Math.min(Float.MAX_VALUE, dot); // all components are positive
    return switch (similarity) {
      case COSINE -> (1 + dot / Math.sqrt(squaresOfA * squaresOfB)) / 2;
      case DOT_PRODUCT -> (1 + within) / 2;
      case MAXIMUM_INNER_PRODUCT -> 1 + within;
      case EUCLIDEAN -> throw new AssertionError();
    };
  }

  private void check(VectorSimilarityFunction similarity, float[] target, RandomVectorScorer scorer)
      throws IOException {
    int[] nodes = new int[vectors.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = i;
    }
    float[] scores = new float[nodes.length];
    float max = scorer.bulkScore(nodes, scores, nodes.length);
    float greatest = 0;
    for (int node : nodes) {
      double expected = score(similarity, target, vectors.get(node));
      assertEquals(expected, scores[node], 1e-5 * expected);
      assertEquals(expected, scorer.score(node), 1e-5 * expected);
      greatest = Math.max(greatest, scores[node]);
    }
    assertEquals(greatest, max, 0);
  }

  public void testScoresAreThoseOfDoubles() throws IOException {
    FloatVectorValues values = FloatVectorValues.fromFloats(vectors, DIMENSION);
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      if (similarity == VectorSimilarityFunction.EUCLIDEAN) {
        continue; // Lucene's, which are finite
      }
      UpdateableRandomVectorScorer ofNode =
          finite.getRandomVectorScorerSupplier(similarity, values).copy().scorer();
      for (int node = 0; node < vectors.size(); node++) {
        float[] target = vectors.get(node);
        check(similarity, target, finite.getRandomVectorScorer(similarity, values, target));
        ofNode.setScoringOrdinal(node);
        check(similarity, target, ofNode);
      }
    }
  }

  /**
   * Sparse vectors without a component in common have a dot product of 0, and others of the same
   * lengths have not: whether that is to be trusted depends on lengths alone.
   */
  public void testOrthogonalVectors() throws IOException {
    vectors.clear();
    for (int exponent = -37; exponent <= 37; exponent++) {
      if (exponent >= -22 && exponent <= -20) {
        continue; // squares are not 0, but have lost digits, which no score shows
      }
      for (int residue = 0; residue < 2; residue++) {
        float[] vector = new float[DIMENSION];
        for (int i = residue; i < DIMENSION; i += 2) {
          vector[i] = (float) ((1 + random().nextDouble()) * Math.pow(10, exponent));
        }
        vectors.add(vector);
      }
    }
    testScoresAreThoseOfDoubles();
  }

  public void testOrdinaryScoresAreLucenes() throws IOException {
    FloatVectorValues values = FloatVectorValues.fromFloats(vectors, DIMENSION);
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      for (int i = 0; i < ORDINARY; i++) {
        float[] target = vectors.get(i);
        RandomVectorScorer theirs = lucene.getRandomVectorScorer(similarity, values, target);
        RandomVectorScorer ours = finite.getRandomVectorScorer(similarity, values, target);
        for (int node = 0; node < ORDINARY; node++) {
          assertEquals(theirs.score(node), ours.score(node), 0);
        }
      }
    }
  }
}
