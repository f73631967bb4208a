// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;

/**
 * Scores of codes differ from what the similarity is a function of by no more than what codes lose
 * of the vectors, and order vectors so; and that is not much.
 */
public class TestVectorCoder extends LuceneTestCase {

  private static final int VECTORS = 30;

  /** Beyond the rounding of codes, that of float32 sums. */
  private static final double FLOAT_ERROR = 1e-5;

  /** Of vectors with a normal distribution. */
  private static final double MAX_LOST = 0.45;

  private VectorSimilarityFunction similarity;
  private int dimension;
  private final List<float[]> vectors = new ArrayList<>();
  private float[] center;
  private VectorCoder coder;

  private void setUp(VectorSimilarityFunction similarity) {
    this.similarity = similarity;
    dimension = 1 + random().nextInt(100);
    vectors.clear();
  }

  private float[] randomVector(float magnitude, float shift) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = magnitude * ((float) random().nextGaussian() + shift);
    }
    return vector;
  }

  /** What is compared: vectors as they are, or divided by their length. */
  private double[] effective(float[] vector) {
    double factor = VectorCoder.factor(similarity, vector);
    double[] effective = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      effective[i] = vector[i] * factor;
    }
    return effective;
  }

  private void computeCenter() {
    center = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      double sum = 0;
      for (float[] vector : vectors) {
        sum += effective(vector)[i];
      }
      center[i] = (float) (sum / vectors.size());
    }
    coder =
        random().nextBoolean()
            ? VectorCoder.rotating(similarity, center)
            : VectorCoder.plain(similarity, center);
  }

  /** The scores of all vectors by their codes. */
  private float[] scores(float[] target) throws IOException {
    byte[] row = new byte[CodeRows.rowBytes(dimension)];
    try (Directory dir = new ByteBuffersDirectory()) {
      try (IndexOutput out = dir.createOutput("rows", IOContext.DEFAULT)) {
        for (float[] vector : vectors) {
          assertTrue(coder.encode(vector, row, 0));
          out.writeBytes(row, row.length);
        }
        while (out.getFilePointer() < CodeRows.bytes(dimension, vectors.size())) {
          out.writeByte((byte) 0);
        }
      }
      try (IndexInput in = dir.openInput("rows", IOContext.DEFAULT)) {
        CodeRows rows = CodeRows.open(in, dimension);
        decode(rows);
        CodeScorer scorer =
            new CodeScorer(coder, rows, in, FloatVectorValues.fromFloats(vectors, dimension));
        scorer.setTarget(target);
        float[] scores = new float[vectors.size()];
        int[] nodes = new int[scores.length];
        Arrays.setAll(nodes, i -> i);
        float max = scorer.bulkScore(nodes, scores, scores.length);
        float expectedMax = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
          assertEquals(scores[i], scorer.score(i), 0f);
          expectedMax = Math.max(expectedMax, scores[i]);
        }
        assertEquals(expectedMax, max, 0f);
        return scores;
      }
    }
  }

  /** What is left of each vector, less the center and rotated if codes are, in its code. */
  private final List<double[]> decoded = new ArrayList<>();

  private void decode(CodeRows rows) throws IOException {
    decoded.clear();
    CodeQuery query = new CodeQuery(dimension);
    for (int i = 0; i < vectors.size(); i++) {
      rows.load(i, query);
      double[] x = new double[dimension];
      for (int j = 0; j < dimension; j++) {
        int code = query.numbers[query.index(j)];
        assertTrue(code % 2 != 0 && Math.abs(code) <= VectorCoder.MAX_CODE);
        x[j] = (double) query.scale * code;
      }
      decoded.add(x);
    }
  }

  /** What codes are made of: a vector less the center some times, rotated if codes are. */
  private double[] left(double[] vector, double times) {
    float[] centered = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      centered[i] = (float) (vector[i] - times * center[i]);
    }
    coder.rotate(centered);
    double[] left = new double[dimension];
    Arrays.setAll(left, i -> centered[i]);
    return left;
  }

  /** The length of what codes lose, by the length of what they were made of. */
  private double lost(int i) {
    double[] x = left(effective(vectors.get(i)), 1);
    double lost = 0;
    double all = 0;
    for (int j = 0; j < dimension; j++) {
      all += x[j] * x[j];
      lost += (x[j] - decoded.get(i)[j]) * (x[j] - decoded.get(i)[j]);
    }
    return all == 0 ? 0 : Math.sqrt(lost / all);
  }

  /** What is compared of a target: only its direction counts, but for distances. */
  private double[] effectiveTarget(float[] target) {
    double squares = VectorCoder.dot(target, target);
    boolean isDivided = similarity != VectorSimilarityFunction.EUCLIDEAN && squares > 0;
    double[] effective = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      effective[i] = isDivided ? target[i] / Math.sqrt(squares) : target[i];
    }
    return effective;
  }

  /** How often the center is subtracted from a target: what leaves the least, or never. */
  private double times(double[] q) {
    double product = 0;
    for (int i = 0; i < dimension; i++) {
      product += q[i] * center[i];
    }
    double squares = VectorCoder.dot(center, center);
    boolean isSome = squares > 1e-30 && product > 0;
    return similarity == VectorSimilarityFunction.EUCLIDEAN ? 1 : isSome ? product / squares : 0;
  }

  /** What the similarity falls or rises with, less what is the same for all vectors. */
  private double exact(double[] q, double[] x) {
    double times = times(q);
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double difference = x[i] - center[i];
      sum +=
          (q[i] - times * center[i]) * difference
              + (similarity == VectorSimilarityFunction.EUCLIDEAN
                  ? -difference * difference / 2
                  : times * center[i] * x[i]);
    }
    return sum;
  }

  /**
   * How far a score may be off: by what the code lost times the length of the target, and by half a
   * step in each component of the target.
   */
  private double allowed(double[] q, int i) {
    double[] all = effective(vectors.get(i));
    double[] x = left(all, 1);
    double[] centeredQ = left(q, times(q));
    double max = 0;
    double squares = 0;
    double lost = 0;
    double sum = 0;
    double size = 0;
    for (int j = 0; j < dimension; j++) {
      double difference = x[j] - decoded.get(i)[j];
      max = Math.max(max, Math.abs(centeredQ[j]));
      squares += centeredQ[j] * centeredQ[j];
      lost += difference * difference;
      sum += Math.abs(decoded.get(i)[j]);
      size += Math.abs(q[j]) + Math.abs(center[j]) + Math.abs(all[j]);
    }
    return Math.sqrt(squares * lost)
        + sum * max / VectorCoder.MAX_QUERY / 2
        + FLOAT_ERROR * size * size;
  }

  private void check(float[] target) throws IOException {
    computeCenter();
    float[] scores = scores(target);
    double[] q = effectiveTarget(target);
    double[] exact = new double[scores.length];
    double[] allowed = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      double[] x = effective(vectors.get(i));
      exact[i] = exact(q, x);
      allowed[i] = allowed(q, i);
      assertEquals(similarity + ", dimension " + dimension, exact[i], scores[i], allowed[i]);
    }
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (exact[i] - exact[j] > allowed[i] + allowed[j]) {
          assertTrue(scores[i] >= scores[j]);
          if (hasScore(target) && hasScore(vectors.get(i)) && hasScore(vectors.get(j))) {
            float scoreI = similarity.compare(target, vectors.get(i));
            float scoreJ = similarity.compare(target, vectors.get(j));
            assertTrue(scoreI + " and " + scoreJ, scoreI >= scoreJ - Math.ulp(scoreJ));
          }
        }
      }
    }
  }

  /** Whether Lucene has one for it: a vector of no length has no cosine. */
  private boolean hasScore(float[] vector) {
    return similarity != VectorSimilarityFunction.COSINE
        || Arrays.equals(vector, new float[dimension]) == false;
  }

  public void testRandomVectors() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      for (float shift : new float[] {0, 3}) {
        setUp(each);
        dimension += 20; // of few components, some codes say little
        for (int i = 0; i < VECTORS; i++) {
          vectors.add(randomVector(0.1f + random().nextFloat(), shift));
        }
        check(randomVector(1, shift));
        check(vectors.get(0));
        for (int i = 0; i < VECTORS; i++) {
          assertTrue(each + " loses " + lost(i), lost(i) < MAX_LOST);
        }
      }
    }
  }

  public void testZeroVectors() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      setUp(each);
      for (int i = 0; i < VECTORS; i++) {
        vectors.add(i % 3 == 0 ? new float[dimension] : randomVector(1, 0));
      }
      check(new float[dimension]);
      check(randomVector(1, 0));
      vectors.clear();
      vectors.add(new float[dimension]);
      check(new float[dimension]);
      check(randomVector(1, 0));
    }
  }

  /** All components are the same, and then all vectors too. */
  public void testConstantVectors() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      setUp(each);
      for (int i = 0; i < VECTORS; i++) {
        float[] vector = new float[dimension];
        Arrays.fill(vector, i % 7 - 3);
        vectors.add(vector);
      }
      check(randomVector(1, 0));
      check(vectors.get(1));
      float[] one = randomVector(1, 0);
      vectors.replaceAll(vector -> one);
      check(randomVector(1, 0));
      check(one);
    }
  }

  /** Squares of the components are no float32, or 0. */
  public void testTinyVectors() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      for (float magnitude : new float[] {1e-12f, 1e-30f, 1e-42f}) {
        setUp(each);
        for (int i = 0; i < VECTORS; i++) {
          vectors.add(randomVector(magnitude, 1));
        }
        computeCenter();
        for (float[] target : List.of(randomVector(magnitude, 1), randomVector(1, 0))) {
          for (float score : scores(target)) {
            assertTrue(each + ": " + score, Float.isFinite(score));
          }
        }
        if (magnitude == 1e-12f) {
          check(randomVector(1, 0));
        }
      }
    }
  }

  /** The length of which is no float32, so that Lucene itself has no cosine of them. */
  private static List<VectorSimilarityFunction> ofHugeVectors() {
    List<VectorSimilarityFunction> all =
        new ArrayList<>(List.of(VectorSimilarityFunction.values()));
    all.remove(VectorSimilarityFunction.COSINE);
    return all;
  }

  public void testHugeTarget() throws IOException {
    for (VectorSimilarityFunction each : ofHugeVectors()) {
      setUp(each);
      for (int i = 0; i < VECTORS; i++) {
        vectors.add(randomVector(1, 1));
      }
      computeCenter();
      for (float score : scores(randomVector(1e30f, 0))) {
        assertFalse(each + ": " + score, Float.isNaN(score));
      }
    }
  }

  public void testHugeVectorsHaveNoCode() {
    for (VectorSimilarityFunction each : ofHugeVectors()) {
      setUp(each);
      for (int i = 0; i < VECTORS; i++) {
        vectors.add(randomVector(1e30f, 5));
      }
      computeCenter();
      assertFalse(
          each.toString(), coder.encode(vectors.get(0), new byte[CodeRows.rowBytes(dimension)], 0));
    }
  }
}
