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

  /** Vectors, some with nothing left when the center is subtracted, and their rows in a file. */
  private static final class Model {

    final VectorSimilarityFunction similarity;
    final int dimension;
    final float[] center;
    final List<float[]> vectors = new ArrayList<>();
    final VectorCoder coder;

    Model(VectorSimilarityFunction similarity, int dimension, int count) {
      this.similarity = similarity;
      this.dimension = dimension;
      this.center = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        center[i] = random().nextFloat();
      }
      for (int i = 0; i < count; i++) {
        vectors.add(i % 7 == 5 ? center.clone() : randomVector(dimension));
      }
      coder =
          random().nextBoolean()
              ? VectorCoder.rotating(similarity, center)
              : VectorCoder.plain(similarity, center);
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

    CodeTarget target(float[] vector) {
      CodeTarget target = new CodeTarget(coder);
      target.set(randomVector(dimension)); // nothing is left of another one
      target.set(vector);
      return target;
    }

    int padded() {
      return (vectors.size() + BinaryRows.BLOCK - 1) / BinaryRows.BLOCK * BinaryRows.BLOCK;
    }

    /** The estimate of a row, from the vector. */
    double estimate(float[] target, int row) {
      float[] x = new float[dimension];
      coder.center(vectors.get(row), x);
      coder.rotate(x); // signs near 0 are those of float32
      double factor = factorOf(target);
      double biasFactor = biasFactor(target, factor);
      double[] numbers = numbers(left(target, factor, biasFactor));
      double squares = 0;
      double coded = 0;
      double product = 0;
      double projection = 0;
      float factorOfRow = VectorCoder.factor(similarity, vectors.get(row));
      for (int i = 0; i < dimension; i++) {
        squares += (double) x[i] * x[i];
        coded += Math.abs(x[i]);
        product += x[i] > 0 ? numbers[i] : -numbers[i];
        projection += (double) vectors.get(row)[i] * factorOfRow * center[i];
      }
      double bias = similarity == VectorSimilarityFunction.EUCLIDEAN ? -squares / 2 : projection;
      return (coded == 0 ? 0 : squares / coded * product) + bias * biasFactor;
    }

    /** Only the direction of a target counts, but for distances. */
    private double factorOf(float[] target) {
      double squares = VectorCoder.dot(target, target);
      return similarity == VectorSimilarityFunction.EUCLIDEAN || squares == 0
          ? 1
          : 1 / Math.sqrt(squares);
    }

    /** How often the center is subtracted: what leaves the least, but not less than never. */
    private double biasFactor(float[] target, double factor) {
      double t = factor * VectorCoder.dot(target, center) / VectorCoder.dot(center, center);
      return similarity == VectorSimilarityFunction.EUCLIDEAN ? 1 : Math.max(0, t);
    }

    private double[] left(float[] target, double factor, double biasFactor) {
      float[] left = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        left[i] = (float) (target[i] * factor - biasFactor * center[i]);
      }
      coder.rotate(left);
      double[] q = new double[dimension];
      Arrays.setAll(q, i -> left[i]);
      return q;
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
    query.set(model.target(target));
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
            assertTrue(best.isFast());
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
      query.set(model.target(round == 0 ? model.center : randomVector(model.dimension)));
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
      float[] target = round % 20 == 0 ? model.center : randomVector(dimension);

      BinaryQuery binary = new BinaryQuery(dimension);
      binary.set(model.target(randomVector(dimension))); // nothing is left of another one
      binary.set(model.target(target));
      BinaryQuery plainBinary = new BinaryQuery(dimension);
      plainBinary.set(model.target(target));
      float factor = random().nextFloat();
      assertEquals(plainBinary.round(factor), CodeKernel.BEST.round(binary, factor));
      assertArrayEquals(plainBinary.planes, binary.planes);

      CodeQuery query = new CodeQuery(dimension);
      query.set(model.target(randomVector(dimension)));
      query.set(model.target(target));
      CodeQuery plainQuery = new CodeQuery(dimension);
      System.arraycopy(query.centered, 0, plainQuery.centered, 0, query.centered.length);
      float max = CodeKernel.PLAIN.max(query.centered);
      assertEquals(max, CodeKernel.BEST.max(query.centered), 0f);
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
      vector[i] = (float) random().nextGaussian() + model.center[i];
    }
    try (Directory dir = new ByteBuffersDirectory()) {
      model.write(dir);
      try (IndexInput in = dir.openInput("rows", IOContext.DEFAULT)) {
        BinaryRows rows = BinaryRows.open(model.slice(in), dimension);
        BinaryQuery query = new BinaryQuery(dimension);
        query.set(model.target(vector));
        float[] estimates = new float[BinaryRows.BLOCK];
        rows.estimate(query, 0, 1, estimates);
        float[] centered = new float[dimension];
        model.coder.center(vector, centered);
        double square = VectorCoder.dot(centered, centered);
        assertEquals(square / 2, estimates[0], square / 5); // x * x less half of it
      }
    }
  }
}
