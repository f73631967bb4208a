// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import static org.apache.lucene.index.VectorSimilarityFunction.DOT_PRODUCT;
import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;
import static org.apache.lucene.index.VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;

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
import org.apache.lucene.util.VectorUtil;
import org.omdb.work.Progress;
import org.omdb.work.WorkThreads;

/** What codes estimate is what an exact score says, but for an error, whatever the target. */
public class TestCodeTarget extends LuceneTestCase {

  private static final int VECTORS = 400;

  private VectorSimilarityFunction similarity;
  private int dimension;
  private List<float[]> vectors;
  private CodeTarget target;
  private FieldCodes codes;

  /** What is to be true of codes in a file. */
  @FunctionalInterface
  private interface Check {
    void run(IndexInput in) throws IOException;
  }

  private float[] randomVector(float shift) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random().nextGaussian() + shift;
    }
    return vector;
  }

  private static float[] times(float[] vector, double factor) {
    float[] product = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      product[i] = (float) (vector[i] * factor);
    }
    return product;
  }

  private void with(VectorSimilarityFunction newSimilarity, float shift, Check check)
      throws IOException {
    similarity = newSimilarity;
    dimension = 24 + random().nextInt(200);
    vectors = new ArrayList<>();
    for (int i = 0; i < VECTORS; i++) {
      float[] vector = randomVector(shift);
      vectors.add(similarity == DOT_PRODUCT ? VectorUtil.l2normalize(vector) : vector);
    }
    check(check);
  }

  private void check(Check check) throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      try (IndexOutput out = dir.createOutput("codes", IOContext.DEFAULT)) {
        codes =
            FieldCodes.write(
                similarity,
                FloatVectorValues.fromFloats(vectors, dimension),
                out,
                new WorkThreads(1, Progress.NONE));
      }
      target = new CodeTarget(codes.coder());
      try (IndexInput in = dir.openInput("codes", IOContext.DEFAULT)) {
        check.run(in);
      }
    }
  }

  /** By codes of 3 bits. */
  private float[] estimates(IndexInput in, float[] vector) throws IOException {
    target.set(vector);
    CodeScorer scorer = codes.openScorer(in, FloatVectorValues.fromFloats(vectors, dimension));
    scorer.setTarget(target);
    float[] estimates = new float[vectors.size()];
    int[] ordinals = new int[estimates.length];
    Arrays.setAll(ordinals, i -> i);
    scorer.bulkScore(ordinals, estimates, estimates.length);
    return estimates;
  }

  private float[] binaryEstimates(IndexInput in, float[] vector) throws IOException {
    target.set(vector);
    BinaryQuery query = new BinaryQuery(dimension);
    query.set(target);
    int blocks = BinaryRows.blocks(vectors.size());
    float[] estimates = new float[blocks * BinaryRows.BLOCK];
    codes.openBinaryRows(in).estimate(query, 0, blocks, estimates);
    return Arrays.copyOf(estimates, vectors.size());
  }

  /** The spread of what is exact, the mean of errors, and their root mean square. */
  private double[] errors(float[] estimates, float[] vector) {
    double sum = 0;
    double squares = 0;
    double errors = 0;
    double errorSquares = 0;
    for (int i = 0; i < estimates.length; i++) {
      double exact = target.estimateOf(similarity.compare(vector, vectors.get(i)));
      double error = estimates[i] - exact;
      sum += exact;
      squares += exact * exact;
      errors += error;
      errorSquares += error * error;
    }
    double mean = sum / estimates.length;
    return new double[] {
      Math.sqrt(squares / estimates.length - mean * mean),
      Math.abs(errors / estimates.length),
      Math.sqrt(errorSquares / estimates.length)
    };
  }

  private void checkErrors(IndexInput in, float[] vector) throws IOException {
    double[] by3Bits = errors(estimates(in, vector), vector);
    double[] by1Bit = errors(binaryEstimates(in, vector), vector);
    String message =
        similarity
            + " of "
            + dimension
            + ", spread, mean and error "
            + Arrays.toString(by3Bits)
            + Arrays.toString(by1Bit);
    assertTrue(message, by3Bits[2] < 0.4 * by3Bits[0]);
    assertTrue(message, by3Bits[1] < 0.1 * by3Bits[0]);
    assertTrue(message, by1Bit[2] < 1.3 * by1Bit[0]);
    assertTrue(message, by1Bit[1] < 0.3 * by1Bit[0]);
  }

  public void testExactScoresAreOfTheUnitOfEstimates() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      for (float shift : new float[] {0, 1}) {
        with(
            each,
            shift,
            in -> {
              for (int round = 0; round < 5; round++) {
                float[] vector = randomVector(round % 2 * shift);
                if (each == DOT_PRODUCT) {
                  vector = VectorUtil.l2normalize(vector);
                }
                checkErrors(in, vector);
                if (each != EUCLIDEAN) {
                  checkErrors(in, times(vector, 0.05));
                }
                if (each == MAXIMUM_INNER_PRODUCT) {
                  checkErrors(in, times(vector, 1e4));
                }
              }
            });
      }
    }
  }

  /** Since exact scores do not depend on it either. */
  public void testLengthOfTargetIsOfNoAccount() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      if (each == EUCLIDEAN) {
        continue;
      }
      for (float shift : new float[] {0, 1}) {
        with(
            each,
            shift,
            in -> {
              float[] vector = randomVector(shift);
              float[] estimates = estimates(in, vector);
              float[] binary = binaryEstimates(in, vector);
              for (double power : new double[] {0x1p-66, 0x1p-7, 0x1p66}) { // nothing is rounded
                assertArrayEquals(estimates, estimates(in, times(vector, power)), 0f);
                assertArrayEquals(binary, binaryEstimates(in, times(vector, power)), 0f);
              }
              float[] sorted = estimates.clone();
              Arrays.sort(sorted);
              float spread = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
              for (double factor : new double[] {1e-38, 1e-20, 0.01, 1e20, 1e36}) {
                float[] others = estimates(in, times(vector, factor));
                assertArrayEquals(each + " times " + factor, estimates, others, 0.1f * spread);
              }
            });
      }
    }
  }

  private void checkFinite(IndexInput in, float[] vector) throws IOException {
    for (float[] estimates : List.of(estimates(in, vector), binaryEstimates(in, vector))) {
      for (float estimate : estimates) {
        assertTrue(similarity + ": " + estimate, Float.isFinite(estimate));
      }
    }
    for (float score : new float[] {Float.MIN_VALUE, 1e-6f, 0.5f, 1, 100}) {
      assertFalse(similarity + " of " + score, Double.isNaN(target.estimateOf(score)));
    }
    assertTrue(target.estimateOf(0.7f) > target.estimateOf(0.6f));
  }

  public void testTargetOfNoLength() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      for (float shift : new float[] {0, 1}) {
        with(
            each,
            shift,
            in -> {
              checkFinite(in, new float[dimension]);
              checkFinite(in, times(randomVector(0), 1e-44));
              checkFinite(in, codes.coder().center()); // nothing is left of it
            });
      }
    }
  }

  /** Each vector comes with its opposite; and vectors of no length. */
  public void testCenterOfNoLength() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      with(
          each,
          0,
          ignored -> {
            for (int i = 0; i < VECTORS; i += 2) {
              vectors.set(i + 1, times(vectors.get(i), -1));
            }
            check(
                in -> {
                  float[] vector = randomVector(0);
                  checkErrors(in, each == DOT_PRODUCT ? VectorUtil.l2normalize(vector) : vector);
                  checkFinite(in, vector);
                });
            vectors.replaceAll(vector -> new float[dimension]);
            check(in -> checkFinite(in, randomVector(0)));
          });
    }
  }
}
