// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;

/** Binary codes are those of the vectors, and every kernel makes the same estimates by them. */
@SuppressFileSystems("*") // memory-mapped
public class TestBinaryRows extends LuceneTestCase {

  /** Before the rows in their file, so that they begin somewhere. */
  private static final int OFFSET = 64;

  private static final float[] SPECIAL = {0, -0f, Float.MIN_VALUE, 1e-20f, 1e18f, -1e18f};

  private static float[] randomVector(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] =
          random().nextInt(20) == 0
              ? SPECIAL[random().nextInt(SPECIAL.length)]
              : (float) random().nextGaussian() + 0.3f;
    }
    return vector;
  }

  /** Vectors, some with nothing left when the centroid is subtracted, and their rows in a file. */
  private static final class Model {

    final VectorSimilarityFunction similarity;
    final int dimension;
    final float[] centroid;
    final List<float[]> vectors = new ArrayList<>();
    final VectorCoder coder;

    Model(VectorSimilarityFunction similarity, int dimension, int count) {
      this.similarity = similarity;
      this.dimension = dimension;
      this.centroid = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        centroid[i] = random().nextFloat();
      }
      for (int i = 0; i < count; i++) {
        vectors.add(i % 7 == 5 ? centroid.clone() : randomVector(dimension));
      }
      coder = new VectorCoder(similarity, centroid);
    }

    void write(Directory dir) throws IOException {
      try (IndexOutput out = dir.createOutput("rows", IOContext.DEFAULT)) {
        out.writeBytes(new byte[OFFSET], OFFSET);
        BinaryRowsBuilder builder = new BinaryRowsBuilder(coder, dimension, vectors.size());
        for (float[] vector : vectors) {
          builder.add(vector);
        }
        builder.writeTo(out);
        assertEquals(OFFSET + BinaryRows.bytes(dimension, vectors.size()), out.getFilePointer());
      }
    }

    IndexInput slice(IndexInput in) throws IOException {
      return in.slice("rows", OFFSET, in.length() - OFFSET);
    }

    int padded() {
      return (vectors.size() + BinaryRows.BLOCK - 1) / BinaryRows.BLOCK * BinaryRows.BLOCK;
    }

    /** The estimate of a row, from the vector. */
    double estimate(float[] target, int row) {
      double[] q = centred(target);
      double[] x = centred(vectors.get(row));
      double squares = 0;
      double coded = 0;
      double product = 0;
      double projection = 0;
      float factor = VectorCoder.factor(similarity, vectors.get(row));
      double[] numbers = numbers(q);
      for (int i = 0; i < dimension; i++) {
        squares += x[i] * x[i];
        coded += Math.abs(x[i]);
        product += x[i] > 0 ? numbers[i] : -numbers[i];
        projection += (double) vectors.get(row)[i] * factor * centroid[i];
      }
      double bias = similarity == VectorSimilarityFunction.EUCLIDEAN ? -squares / 2 : projection;
      return (coded == 0 ? 0 : squares / coded * product) + bias;
    }

    double[] centred(float[] vector) {
      float factor = VectorCoder.factor(similarity, vector);
      double[] centred = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        centred[i] = vector[i] * factor - centroid[i];
      }
      return centred;
    }

    /** What is left of a query. */
    double[] numbers(double[] q) {
      double squares = Arrays.stream(q).map(each -> each * each).sum();
      double step = 0.586 * Math.sqrt(squares / dimension);
      return Arrays.stream(q)
          .map(each -> step == 0 ? 0 : step * Math.clamp(Math.round(each / step), -4, 3))
          .toArray();
    }
  }

  /** In plain Java what the class comment says, from the vectors, but for rounding. */
  public void testEstimatesAreThoseOfTheVectors() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      for (int dimension : new int[] {1, 31, 32, 33, 100}) {
        Model model = new Model(similarity, dimension, 1 + random().nextInt(40));
        for (float[] vector : model.vectors) {
          for (int i = 0; i < dimension; i++) {
            vector[i] = Math.clamp(vector[i], -100, 100); // sums of float32 are exact enough
          }
        }
        try (Directory dir = new ByteBuffersDirectory()) {
          model.write(dir);
          try (IndexInput in = dir.openInput("rows", IOContext.DEFAULT)) {
            check(model, CodeKernel.PLAIN.binaryRows(model.slice(in), dimension));
          }
        }
      }
    }
  }

  private static void check(Model model, BinaryRows rows) throws IOException {
    BinaryQuery query = new BinaryQuery(model.dimension);
    float[] estimates = new float[model.padded()];
    float[] target = new float[model.dimension];
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) random().nextGaussian();
    }
    model.coder.encode(target, query);
    rows.estimate(query, 0, model.padded() / BinaryRows.BLOCK, estimates);
    for (int row = 0; row < estimates.length; row++) {
      if (row < model.vectors.size()) {
        double expected = model.estimate(target, row);
        assertEquals(
            model.similarity + " of " + model.dimension,
            expected,
            estimates[row],
            1e-3 * (1 + Math.abs(expected)));
      } else {
        assertEquals(Float.NEGATIVE_INFINITY, estimates[row], 0f);
      }
    }
  }

  public void testKernelsAreEqual() throws IOException {
    for (int dimension : new int[] {1, 2, 15, 16, 17, 31, 32, 33, 64, 65, 100, 300, 784, 1025}) {
      VectorSimilarityFunction[] all = VectorSimilarityFunction.values();
      Model model =
          new Model(all[random().nextInt(all.length)], dimension, 1 + random().nextInt(99));
      try (Directory dir = new MMapDirectory(createTempDir())) {
        model.write(dir);
        try (IndexInput in = dir.openInput("rows", IOContext.DEFAULT)) {
          BinaryRows best = BinaryRows.open(model.slice(in), dimension);
          if (CodeKernel.BEST != CodeKernel.PLAIN) {
            assertEquals("MappedBinaryRows", best.getClass().getSimpleName());
            assertTrue(best.maxScanBytes() > 0);
          }
          checkEqual(model, CodeKernel.PLAIN.binaryRows(model.slice(in), dimension), best);
        }
      }
    }
  }

  private static void checkEqual(Model model, BinaryRows plain, BinaryRows best)
      throws IOException {
    BinaryQuery query = new BinaryQuery(model.dimension);
    int blocks = model.padded() / BinaryRows.BLOCK;
    for (int round = 0; round < 5; round++) {
      model.coder.encode(round == 0 ? model.centroid : randomVector(model.dimension), query);
      int first = round == 0 ? 0 : random().nextInt(blocks);
      int end = round == 0 ? blocks : first + 1 + random().nextInt(blocks - first);
      int size = (end - first) * BinaryRows.BLOCK;
      float[] expected = new float[size];
      float[] found = new float[size];
      plain.estimate(query, first, end, expected);
      best.estimate(query, first, end, found);
      assertArrayEquals("dimension " + model.dimension, expected, found, 0f);
      float threshold = expected[random().nextInt(size)];
      assertEquals(
          plain.countAbove(expected, size, threshold), best.countAbove(expected, size, threshold));
      int[] expectedIndexes = new int[size + 1];
      int[] indexes = new int[size + 1];
      expectedIndexes[size] = indexes[size] = -1;
      int count = plain.findAbove(expected, size, threshold, expectedIndexes);
      assertEquals(count, plain.countAbove(expected, size, threshold));
      assertEquals(count, best.findAbove(expected, size, threshold, indexes));
      assertArrayEquals(expectedIndexes, indexes);
      int folded = BinaryRows.BLOCK * (1 + random().nextInt(end - first));
      float[] expectedMaxima = new float[folded];
      float[] maxima = new float[folded];
      plain.foldMaxima(expected, size, expectedMaxima, folded);
      best.foldMaxima(expected, size, maxima, folded);
      assertArrayEquals(expectedMaxima, maxima, 0f);
    }
  }

  /** Both kinds of queries. */
  public void testQueriesAreRoundedAlike() {
    for (int round = 0; round < 200; round++) {
      int dimension = 1 + random().nextInt(600);
      Model model = new Model(VectorSimilarityFunction.EUCLIDEAN, dimension, 1);
      float[] target = round % 20 == 0 ? model.centroid : randomVector(dimension);

      BinaryQuery binary = new BinaryQuery(dimension);
      model.coder.encode(randomVector(dimension), binary); // nothing is left of another one
      model.coder.encode(target, binary);
      BinaryQuery plainBinary = new BinaryQuery(dimension);
      model.coder.encode(target, plainBinary);
      float factor = random().nextFloat();
      assertEquals(plainBinary.round(factor), CodeKernel.BEST.round(binary, factor));
      assertArrayEquals(plainBinary.planes, binary.planes);

      CodeQuery query = new CodeQuery(dimension);
      model.coder.encode(randomVector(dimension), query);
      model.coder.encode(target, query);
      CodeQuery plainQuery = new CodeQuery(dimension);
      System.arraycopy(query.centred, 0, plainQuery.centred, 0, query.centred.length);
      float max = CodeKernel.PLAIN.max(query.centred);
      assertEquals(max, CodeKernel.BEST.max(query.centred), 0f);
      if (max > 1e-30f) {
        assertEquals(plainQuery.round(VectorCoder.MAX_QUERY / max), query.sum);
        assertArrayEquals(plainQuery.numbers, query.numbers);
      }
    }
  }

  /** A query that is one of the vectors is as near to itself as it is. */
  public void testEstimateOfItself() throws IOException {
    int dimension = 256;
    Model model = new Model(VectorSimilarityFunction.EUCLIDEAN, dimension, 5);
    float[] vector = model.vectors.get(0);
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random().nextGaussian() + model.centroid[i];
    }
    try (Directory dir = new ByteBuffersDirectory()) {
      model.write(dir);
      try (IndexInput in = dir.openInput("rows", IOContext.DEFAULT)) {
        BinaryRows rows = BinaryRows.open(model.slice(in), dimension);
        BinaryQuery query = new BinaryQuery(dimension);
        model.coder.encode(vector, query);
        float[] estimates = new float[BinaryRows.BLOCK];
        rows.estimate(query, 0, 1, estimates);
        double square = Arrays.stream(model.centred(vector)).map(each -> each * each).sum();
        assertEquals(square / 2, estimates[0], square / 5); // x * x less half of it
      }
    }
  }
}
