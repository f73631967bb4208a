// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;

public class TestGroundTruth extends DataTestCase {

  public void testIsWhatSortingAllVectorsGives() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      int rows = random().nextInt(1, 400);
      int dimension = random().nextInt(1, 20);
      List<float[]> base = randomRows(rows, dimension);
      for (int copies = rows / 4; copies > 0; copies--) { // equal scores
        base.set(random().nextInt(rows), base.get(random().nextInt(rows)));
      }
      VectorSet set = set(similarity, base, randomRows(random().nextInt(1, 40), dimension));
      GroundTruth truth = GroundTruth.of(set, createTempDir());
      assertEquals(set.queries().size(), truth.queries());
      assertEquals(Math.min(100, rows), truth.depth());
      for (int query = 0; query < truth.queries(); query++) {
        float[] vector = set.queries().get(query);
        int[] sorted =
            IntStream.range(0, rows)
                .boxed()
                .sorted(
                    Comparator.comparingDouble(
                        row -> -(double) similarity.compare(vector, base.get(row))))
                .limit(truth.depth())
                .mapToInt(Integer::intValue)
                .toArray();
        assertArrayEquals(sorted, truth.rows(query));
      }
    }
  }

  /** Rows 3, 0, 2, 7, 1 have scores 9, 8, 8, 8, 5. */
  private static final GroundTruth TIES =
      new GroundTruth(new int[][] {{3, 0, 2, 7, 1}}, new float[][] {{9, 8, 8, 8, 5}});

  public void testRecall() {
    assertRecall(1, 1, 3);
    assertRecall(0, 1, 0);
    assertRecall(0.5, 2, 3, 1);
    assertRecall(0.5, 2, 3);
    assertRecall(0, 2);
    assertRecall(0.8, 5, 3, 0, 2, 7, 99);
  }

  public void testARowAsNearAsTheLastNeighborCounts() {
    assertRecall(1, 2, 3, 7);
    assertRecall(1, 2, 7, 2);
    assertRecall(1, 3, 7, 2, 0);
  }

  public void testRecallCountsARowOnceAndNoMoreThanKRows() {
    assertRecall(0.5, 2, 3, 3);
    assertRecall(0.5, 2, 1, 3, 0);
    expectThrows(IllegalArgumentException.class, () -> TIES.recall(0, new int[0], 0, 6));
    expectThrows(IllegalArgumentException.class, () -> TIES.recall(0, new int[0], 0, 0));
  }

  public void testRecallLooksNotBehindTheCount() {
    assertEquals(0.5, TIES.recall(0, new int[] {3, 0}, 1, 2), 0);
  }

  private static void assertRecall(double expected, int k, int... found) {
    assertEquals(expected, TIES.recall(0, found, found.length, k), 1e-9);
  }

  public void testIsTakenFromTheCache() throws IOException {
    VectorSet set = randomSet();
    Path cache = createTempDir().resolve("new");
    GroundTruth.of(set, cache);
    // Other neighbors in the file show whether it is read.
    int[][] rows = {{2, 1}, {1, 0}};
    float[][] scores = {{0.5f, 0.25f}, {1f, 0f}};
    TruthFile.of(set, cache).write(new GroundTruth(rows, scores));
    GroundTruth cached = GroundTruth.of(set, cache);
    for (int query = 0; query < 2; query++) {
      assertArrayEquals(rows[query], cached.rows(query));
      assertArrayEquals(scores[query], cached.scores(query), 0f);
    }
    assertEquals(2, cached.queries());
    try (var files = Files.list(cache)) {
      assertEquals("no other file", 1, files.count());
    }
  }

  public void testOtherVectorsHaveAnotherFile() throws IOException {
    Path cache = createTempDir();
    List<float[]> base = randomRows(20, 4);
    List<float[]> queries = randomRows(3, 4);
    List<VectorSet> sets = new ArrayList<>();
    sets.add(set(VectorSimilarityFunction.EUCLIDEAN, base, queries));
    sets.add(set(VectorSimilarityFunction.COSINE, base, queries));
    sets.add(set(VectorSimilarityFunction.EUCLIDEAN, base, queries.subList(0, 2)));
    sets.add(set(VectorSimilarityFunction.EUCLIDEAN, base.subList(0, 19), queries));
    List<float[]> changed = new ArrayList<>(base);
    changed.set(19, changed.get(19).clone());
    changed.get(19)[3] += 1;
    sets.add(set(VectorSimilarityFunction.EUCLIDEAN, changed, queries));
    for (int i = 0; i < sets.size(); i++) {
      GroundTruth.of(sets.get(i), cache);
      try (var files = Files.list(cache)) {
        assertEquals(i + 1, files.count());
      }
    }
  }

  public void testADamagedFileIsComputedAnew() throws IOException {
    VectorSet set = randomSet();
    Path cache = createTempDir();
    int[][] expected = rows(GroundTruth.of(set, cache));
    Path file;
    try (var files = Files.list(cache)) {
      file = files.findAny().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int damage = 0; damage < 30; damage++) {
      byte[] damaged = Arrays.copyOf(whole, random().nextInt(whole.length + 10));
      if (random().nextBoolean()) {
        damaged = whole.clone();
        damaged[random().nextInt(whole.length)] ^= (byte) (1 << random().nextInt(8));
      }
      Files.write(file, damaged);
      assertArrayEquals(expected, rows(GroundTruth.of(set, cache)));
      assertArrayEquals(whole, Files.readAllBytes(file));
    }
  }

  private static VectorSet randomSet() {
    return set(VectorSimilarityFunction.EUCLIDEAN, randomRows(50, 4), randomRows(7, 4));
  }

  private static int[][] rows(GroundTruth truth) {
    return IntStream.range(0, truth.queries()).mapToObj(truth::rows).toArray(int[][]::new);
  }
}
