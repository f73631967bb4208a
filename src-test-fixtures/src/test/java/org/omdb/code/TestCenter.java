// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import static org.apache.lucene.index.VectorSimilarityFunction.COSINE;
import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;
import static org.apache.lucene.index.VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.work.Progress;
import org.omdb.work.WorkThreads;

/** A center is the mean of ordinary vectors, and no few others move it. */
public class TestCenter extends LuceneTestCase {

  private static final int DIMENSION = 32;

  /** The root of the dimension: how long vectors are that are not shifted. */
  private static final double LENGTH = Math.sqrt(DIMENSION);

  private static List<float[]> randomVectors(int count, float magnitude, float shift) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = magnitude * ((float) random().nextGaussian() + shift);
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static float[] center(VectorSimilarityFunction similarity, List<float[]> vectors)
      throws IOException {
    return Center.of(
        similarity,
        FloatVectorValues.fromFloats(vectors, DIMENSION),
        new WorkThreads(1, Progress.NONE));
  }

  private static double[] mean(VectorSimilarityFunction similarity, List<float[]> vectors) {
    double[] mean = new double[DIMENSION];
    for (float[] vector : vectors) {
      float factor = VectorCoder.factor(similarity, vector);
      for (int i = 0; i < DIMENSION; i++) {
        mean[i] += (double) vector[i] * factor / vectors.size();
      }
    }
    return mean;
  }

  private static double distance(float[] a, double[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(squares);
  }

  private static double[] doubles(float[] vector) {
    double[] doubles = new double[vector.length];
    Arrays.setAll(doubles, i -> vector[i]);
    return doubles;
  }

  public void testIsMeanOfOrdinaryVectors() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      for (float magnitude : new float[] {1e-6f, 1, 1e6f}) {
        List<float[]> vectors = randomVectors(1 + random().nextInt(500), magnitude, 2);
        double unit = similarity == COSINE ? 1 : magnitude * LENGTH;
        double[] mean = mean(similarity, vectors);
        assertEquals(
            similarity.toString(), 0, distance(center(similarity, vectors), mean), 1e-5 * unit);
      }
    }
  }

  /** Wherever they are among the vectors; a plain mean would be far off. */
  public void testLongVectorsDoNotMoveIt() throws IOException {
    for (VectorSimilarityFunction similarity : List.of(EUCLIDEAN, MAXIMUM_INNER_PRODUCT)) {
      for (float times : new float[] {1e3f, 1e6f, 1e9f}) {
        for (int wild = 1; wild <= 5; wild++) {
          List<float[]> vectors = randomVectors(500, 1, 0.5f);
          double[] before = doubles(center(similarity, vectors));
          for (int i = 0; i < wild; i++) {
            int at = random().nextInt(vectors.size());
            float[] longer = vectors.get(at).clone();
            for (int j = 0; j < DIMENSION; j++) {
              longer[j] *= times;
            }
            vectors.set(at, longer);
          }
          double moved = distance(center(similarity, vectors), before);
          assertTrue(wild + " moved it by " + moved, moved < 10 * wild * LENGTH / vectors.size());
        }
      }
    }
  }

  public void testFewVectors() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      List<float[]> one = randomVectors(1, 3, 1);
      assertEquals(0, distance(center(similarity, one), mean(similarity, one)), 1e-5);
      List<float[]> two = randomVectors(2, 3, 1);
      double apart = distance(two.get(0), doubles(two.get(1)));
      assertTrue(distance(center(similarity, two), mean(similarity, two)) <= apart);
    }
  }

  /** More than half of them equal: what is far from them is nowhere near. */
  public void testEqualVectors() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      float[] one = randomVectors(1, 1, 1).get(0);
      List<float[]> vectors = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        vectors.add(one);
      }
      double[] mean = mean(similarity, vectors);
      assertEquals(0, distance(center(similarity, vectors), mean), 1e-6);
      vectors.set(150, randomVectors(1, 1, 0).get(0));
      assertEquals(0, distance(center(similarity, vectors), mean), 0.1);
      vectors.replaceAll(vector -> new float[DIMENSION]);
      assertArrayEquals(new float[DIMENSION], center(similarity, vectors), 0f);
    }
  }

  /** Lengths, and differences too, that are no float32. */
  public void testHugeVectors() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      for (float huge : new float[] {1e20f, 1e30f, Float.MAX_VALUE}) {
        for (int part : new int[] {1, 2, 50}) {
          List<float[]> vectors = randomVectors(100, 1, 0);
          for (int i = 0; i < vectors.size(); i += part) {
            float[] vector = vectors.get(i);
            for (int j = 0; j < DIMENSION; j++) {
              vector[j] = random().nextBoolean() ? huge : -huge;
            }
          }
          for (float component : center(similarity, vectors)) {
            assertTrue(similarity + ": " + component, Float.isFinite(component));
          }
        }
      }
    }
  }

  /** However many vectors there are: the work has to end within a second. */
  public void testAsksOften() throws IOException {
    int count = 300_000;
    AtomicInteger read = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FloatVectorValues counting =
        new FloatVectorValues() {
          private final float[] vector = new float[2];

          @Override
          public float[] vectorValue(int ordinal) {
            vector[0] = ordinal;
            most.accumulateAndGet(read.incrementAndGet(), Math::max);
            return vector;
          }

          @Override
          public FloatVectorValues copy() {
            return this;
          }

          @Override
          public int dimension() {
            return vector.length;
          }

          @Override
          public int size() {
            return count;
          }
        };
    Progress progress = (stage, done, total) -> read.set(0);
    float[] center = Center.of(EUCLIDEAN, counting, new WorkThreads(1, progress));
    assertEquals((count - 1) / 2f, center[0], count / 100f);
    assertTrue("vectors read without asking: " + most, most.get() <= 1_024);
  }
}
