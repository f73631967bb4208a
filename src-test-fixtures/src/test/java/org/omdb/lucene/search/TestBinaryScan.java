// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.code.BinaryRowsBuilder;
import org.omdb.code.CodeTarget;
import org.omdb.code.VectorCoder;
import org.omdb.graph.NodeHeap;

/** A scan finds those with the greatest estimates, as many as are asked for and a few more. */
@SuppressFileSystems("*") // memory-mapped
public class TestBinaryScan extends LuceneTestCase {

  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;

  private int dimension;
  private int vectorCount;
  private int rowCount;
  private List<float[]> vectors;
  private VectorCoder coder;
  private BinaryRows rows;

  /** What is to be true of rows in a file. */
  @FunctionalInterface
  private interface Check {
    void run() throws IOException;
  }

  private float[] randomVector() {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return vector;
  }

  /** Rows of random vectors, many of them equal if so wished. */
  private void with(int newVectorCount, int newRowCount, int different, Check check)
      throws IOException {
    dimension = 1 + random().nextInt(100);
    vectorCount = newVectorCount;
    rowCount = newRowCount;
    coder = VectorCoder.rotating(SIMILARITY, new float[dimension]);
    vectors = new ArrayList<>();
    for (int i = 0; i < vectorCount; i++) {
      vectors.add(i < different ? randomVector() : vectors.get(random().nextInt(different)));
    }
    try (Directory dir = new MMapDirectory(createTempDir())) {
      try (IndexOutput out = dir.createOutput("rows", IOContext.DEFAULT)) {
        BinaryRowsBuilder builder = new BinaryRowsBuilder(coder, dimension, rowCount);
        for (int row = 0; row < rowCount; row++) {
          builder.add(vectors.get(BinaryRows.sampled(row, rowCount, vectorCount)));
        }
        builder.writeTo(out);
      }
      try (IndexInput in = dir.openInput("rows", IOContext.DEFAULT)) {
        rows = BinaryRows.open(in, dimension);
        check.run();
      }
    }
  }

  private CodeTarget coded(float[] target) {
    CodeTarget coded = new CodeTarget(coder);
    coded.set(target);
    return coded;
  }

  private BinaryQuery query(float[] target) {
    BinaryQuery query = new BinaryQuery(dimension);
    query.set(coded(randomVector())); // nothing is left of another one
    query.set(coded(target));
    return query;
  }

  private float[] estimates(float[] target) throws IOException {
    BinaryQuery query = query(target);
    int blocks = BinaryRows.blocks(rowCount);
    float[] estimates = new float[blocks * BinaryRows.BLOCK];
    rows.estimate(query, 0, blocks, estimates);
    return Arrays.copyOf(estimates, rowCount);
  }

  private void checkNearest(int min, Bits accepted, int acceptedCount, boolean isSharp)
      throws IOException {
    float[] target = randomVector();
    float[] estimates = estimates(target);
    BinaryScan scan = new BinaryScan(rows, query(target), vectorCount);
    scan.begin();
    long[] nearest = scan.nearest(min, accepted, acceptedCount, Double.POSITIVE_INFINITY);
    scan.end();
    int[] found = Arrays.stream(nearest).mapToInt(NodeHeap::node).toArray();
    for (int i = 0; i < found.length; i++) {
      assertEquals("with its estimate", estimates[found[i]], NodeHeap.score(nearest[i]), 0f);
    }
    int all =
        (int)
            IntStream.range(0, vectorCount)
                .filter(i -> accepted == null || accepted.get(i))
                .count();
    assertTrue(found.length + " of " + min, found.length >= Math.min(min, all));
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < found.length; i++) {
      assertTrue(accepted == null || accepted.get(found[i]));
      assertTrue("once each", i == 0 || found[i] > found[i - 1]);
      least = Math.min(least, estimates[found[i]]);
    }
    int better = 0;
    for (int i = 0; i < vectorCount; i++) {
      better += (accepted == null || accepted.get(i)) && estimates[i] > least ? 1 : 0;
    }
    assertTrue("none that is nearer is left out", better < found.length || found.length == 0);
    if (isSharp && accepted == null) {
      assertTrue(found.length + " for " + min, found.length <= 2 * min + 16);
    }
  }

  public void testNearest() throws IOException {
    for (int count : new int[] {1, 15, 16, 17, 300, 5_000}) {
      with(
          count,
          count,
          count,
          () -> {
            for (int min : new int[] {1, 2, 10, 100, 1_000}) {
              checkNearest(Math.min(min, count), null, count, dimension > 20);
            }
          });
    }
  }

  /** However many are accepted, and however wrong one is about it. */
  public void testAccepted() throws IOException {
    with(
        3_000,
        3_000,
        3_000,
        () -> {
          for (int part : new int[] {1, 2, 10, 1_000}) {
            FixedBitSet accepted = new FixedBitSet(vectorCount);
            for (int i = 0; i < vectorCount; i++) {
              if (random().nextInt(part) == 0) {
                accepted.set(i);
              }
            }
            int count = Math.max(1, accepted.cardinality());
            checkNearest(20, accepted, count, false);
            checkNearest(20, accepted, vectorCount, false);
            checkNearest(20, accepted, 1, false);
          }
          checkNearest(20, new FixedBitSet(vectorCount), 1, false);
        });
  }

  /** Of equals all are found. */
  public void testEqualVectors() throws IOException {
    with(2_000, 2_000, 1, () -> checkNearest(10, null, vectorCount, false));
    with(2_000, 2_000, 7, () -> checkNearest(10, null, vectorCount, false));
  }

  /** The best of a sample, or of some of the rows. */
  public void testBinarySample() throws IOException {
    for (int count : new int[] {1, 16, 1_000, 20_000}) {
      for (int rowsOf : new int[] {BinaryRows.sampleSize(count), count}) {
        with(
            count,
            rowsOf,
            Math.min(count, 2_000),
            () -> {
              float[] target = randomVector();
              float[] estimates = estimates(target);
              int[] some = new int[3];
              BinarySample sample = new BinarySample(rows, query(target), rowCount, vectorCount);
              int found = sample.nearest(3, some);
              assertEquals(Math.min(3, count), found);
              assertEquals(found, Arrays.stream(some, 0, found).distinct().count());
              if (rowsOf < 2 * BinaryRows.sampleSize(count)) { // all rows were looked at
                float[] sorted = estimates.clone();
                Arrays.sort(sorted);
                for (int i = 0; i < found; i++) {
                  int ordinal = some[i];
                  assertTrue(
                      IntStream.range(0, rowCount)
                          .filter(row -> BinaryRows.sampled(row, rowCount, vectorCount) == ordinal)
                          .anyMatch(row -> estimates[row] >= sorted[rowCount - found]));
                }
              }
            });
      }
    }
  }

  private SearchRequest request(int k, FixedBitSet accepted, boolean isCountExact) {
    int count = Math.max(1, accepted.cardinality());
    return new SearchRequest(
        new TopKnnCollector(k, Integer.MAX_VALUE), accepted, count, isCountExact, null, false);
  }

  /** All vectors but the nearest, as many as given. */
  private FixedBitSet withoutNearest(float[] estimates, int rejected) {
    FixedBitSet accepted = new FixedBitSet(vectorCount);
    float[] sorted = estimates.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < vectorCount; i++) {
      if (estimates[i] < sorted[vectorCount - rejected]) {
        accepted.set(i);
      }
    }
    return accepted;
  }

  private FixedBitSet randomly(double part) {
    FixedBitSet accepted = new FixedBitSet(vectorCount);
    for (int i = 0; i < vectorCount; i++) {
      if (random().nextDouble() < part) {
        accepted.set(i);
      }
    }
    return accepted;
  }

  /** A sample, of all rows or of those that there are, tells what a filter rejects. */
  public void testAcceptedNear() throws IOException {
    for (int count : new int[] {1, 16, 300, 5_000, 20_000}) {
      for (int rowsOf : new int[] {BinaryRows.sampleSize(count), count}) {
        with(
            count,
            rowsOf,
            Math.min(count, 5_000),
            () -> {
              float[] target = randomVector();
              BinarySample sample = new BinarySample(rows, query(target), rowCount, vectorCount);
              for (double part : new double[] {0, 0.02, 0.5, 1}) {
                int far = 0;
                for (int i = 0; i < 5; i++) {
                  SearchRequest request = request(10, randomly(part), random().nextBoolean());
                  far += sample.acceptedNear(request) < request.acceptedCount() ? 1 : 0;
                }
                assertTrue(part + ": " + far + " of 5", far <= 1); // one in 3,000 by chance
              }
              if (dimension > 20 && rowCount == count && count >= 300) {
                float[] estimates = estimates(target);
                for (double hole : new double[] {0.1, 0.5, 0.8}) {
                  int rejected = (int) (hole * count);
                  SearchRequest request = request(10, withoutNearest(estimates, rejected), true);
                  int nearer = (int) (10.0 * count / sample.acceptedNear(request));
                  assertEquals("rejected " + rejected, rejected, nearer, 0.5 * rejected);
                }
              }
            });
      }
    }
  }

  /** Equals of the best accepted vector are not nearer than it. */
  public void testAcceptedNearOfEquals() throws IOException {
    with(
        5_000,
        5_000,
        1,
        () -> {
          float[] target = randomVector();
          BinarySample sample = new BinarySample(rows, query(target), rowCount, vectorCount);
          for (double part : new double[] {0.02, 0.5, 0.999}) {
            SearchRequest request = request(10, randomly(part), true);
            assertEquals(request.acceptedCount(), sample.acceptedNear(request));
          }
        });
  }

  /** So few accepted vectors that no sample shows what is rejected. */
  public void testCanJudge() throws IOException {
    with(
        5_000,
        5_000,
        1,
        () -> {
          BinarySample sample = new BinarySample(rows, query(randomVector()), 5_000, 5_000);
          assertFalse(sample.canJudge(request(10, randomly(0.005), true)));
          assertTrue(sample.canJudge(request(10, randomly(0.1), true)));
          assertTrue(sample.canJudge(request(10, randomly(1), false)));
        });
  }

  /** So does a scan, if fewer are rejected. */
  public void testRejectionRatio() throws IOException {
    with(
        5_000,
        5_000,
        5_000,
        () -> {
          float[] target = randomVector();
          float[] estimates = estimates(target);
          BinaryScan scan = new BinaryScan(rows, query(target), vectorCount);
          for (double part : new double[] {0.1, 0.5, 1}) {
            FixedBitSet accepted = randomly(part);
            assertEquals(1, ratio(scan, accepted), 0.9);
            FixedBitSet far = withoutNearest(estimates, 200);
            far.and(accepted);
            double expected = Math.min(60, 1 + 200 * part / 60); // of 60 that are wanted
            if (dimension > 20 && part > 0.1) {
              double ratio = ratio(scan, far);
              assertTrue(part + ": " + ratio, ratio > expected);
              assertTrue("found all the same", foundUpTo(ratio + 1, scan, far) >= 60);
              int found = foundUpTo(2, scan, far);
              assertTrue("given up: " + found, found <= 60 / 2);
            }
          }
        });
  }

  private static double ratio(BinaryScan scan, FixedBitSet accepted) throws IOException {
    foundUpTo(Double.POSITIVE_INFINITY, scan, accepted);
    return scan.rejectionRatio();
  }

  private static int foundUpTo(double maxRejectionRatio, BinaryScan scan, FixedBitSet accepted)
      throws IOException {
    scan.begin();
    int found = scan.nearest(60, accepted, accepted.cardinality(), maxRejectionRatio).length;
    scan.end();
    return found;
  }

  public void testRowsAreSpreadOverAllVectors() {
    for (int round = 0; round < 100; round++) {
      int vectors = 1 + random().nextInt(Integer.MAX_VALUE - 1);
      int sample = BinaryRows.sampleSize(vectors);
      assertTrue(sample >= Math.min(vectors, Math.sqrt(vectors)) && sample <= vectors);
      int last = -1;
      for (int row = 0; row < sample; row++) {
        int ordinal = BinaryRows.sampled(row, sample, vectors);
        assertTrue(ordinal > last && ordinal < vectors);
        last = ordinal;
      }
      assertEquals(vectors - 1, BinaryRows.sampled(vectors - 1, vectors, vectors));
    }
  }
}
