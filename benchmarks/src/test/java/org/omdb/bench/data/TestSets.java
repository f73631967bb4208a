// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;

// jhdf does not close a file that it can't read.
@LuceneTestCase.SuppressSysoutChecks(bugUrl = "none: jhdf writes to a logger")
@LuceneTestCase.SuppressFileSystems({"ExtrasFS", "LeakFS", "WindowsFS"})
public class TestSets extends DataTestCase {

  public void testNamesWithoutDataFolder() throws IOException {
    Sets sets = new Sets(createTempDir().resolve("missing"), createTempDir());
    assertEquals(List.of("jdk-classes"), sets.names());
    NoSuchFileException none = expectThrows(NoSuchFileException.class, () -> sets.load("glove"));
    assertTrue(none.getMessage(), none.getMessage().contains("jdk-classes"));
    for (String bad :
        List.of("synthetic:0x4", "synthetic:10x0", "synthetic:10", "synthetic:-1x4")) {
      expectThrows(NoSuchFileException.class, () -> sets.load(bad));
    }
  }

  public void testSyntheticByName() throws IOException {
    VectorSet set = new Sets(createTempDir(), createTempDir()).load("synthetic:123x7");
    assertEquals("synthetic:123x7", set.name());
    assertEquals(123, set.size());
    assertEquals(7, set.dimension());
    assertEquals(VectorSet.Origin.SYNTHETIC, set.origin());
    assertEquals(123, new HashSet<>(set.ids()).size());
  }

  public void testJdkClasses() throws IOException {
    VectorSet set = new Sets(createTempDir(), createTempDir()).load("jdk-classes");
    assertTrue(set.size() > 1_000);
    assertEquals(512, set.dimension());
    assertEquals(VectorSimilarityFunction.COSINE, set.similarity());
    assertEquals(VectorSet.Origin.DERIVED, set.origin());
    assertEquals(set.size(), new HashSet<>(set.ids()).size());
  }

  public void testTexmexFolder() throws IOException {
    Path data = createTempDir();
    Path folder = Files.createDirectory(data.resolve("siftsmall"));
    List<float[]> base = randomRows(30, 5);
    List<float[]> queries = randomRows(2, 5);
    writeFvecs(folder.resolve("siftsmall_base.fvecs"), base);
    writeFvecs(folder.resolve("siftsmall_query.fvecs"), queries);
    TestIvecsFile.write(folder.resolve("siftsmall_groundtruth.ivecs"), 2, 7, 8, 2, 9, 10);
    Sets sets = new Sets(data, createTempDir());
    assertEquals(List.of("jdk-classes", "siftsmall"), sets.names());
    VectorSet set = sets.load("siftsmall");
    assertRows(base, set.base());
    assertRows(queries, set.queries());
    assertArrayEquals(new int[][] {{7, 8}, {9, 10}}, set.publishedNeighbors());
    assertEquals(VectorSimilarityFunction.EUCLIDEAN, set.similarity());
    assertEquals(VectorSet.Origin.REAL, set.origin());
    assertEquals("siftsmall_29", set.ids().get(29));
  }

  /** More rows than one read returns. */
  public void testHdf5File() throws IOException {
    Path data = createTempDir();
    List<float[]> base = randomRows(5_000, 3);
    List<float[]> queries = randomRows(4, 3);
    try (WritableHdfFile hdf = HdfFile.write(data.resolve("tiny-angular.hdf5"))) {
      hdf.putAttribute("distance", "angular");
      hdf.putDataset("train", base.toArray(float[][]::new));
      hdf.putDataset("test", widen(queries));
      hdf.putDataset("neighbors", new int[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}});
    }
    Sets sets = new Sets(data, createTempDir());
    assertEquals(List.of("jdk-classes", "tiny-angular"), sets.names());
    VectorSet set = sets.load("tiny-angular");
    assertEquals(VectorSimilarityFunction.COSINE, set.similarity());
    assertRows(base, set.base());
    assertRows(queries, set.queries());
    assertArrayEquals(new int[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}}, set.publishedNeighbors());
    assertEquals("tiny-angular_4999", set.ids().get(4_999));
  }

  public void testHdf5FilesThatAreNoSets() throws IOException {
    Path data = createTempDir();
    float[][] rows = randomRows(4, 3).toArray(float[][]::new);
    try (WritableHdfFile hdf = HdfFile.write(data.resolve("sets-of-words.hdf5"))) {
      hdf.putAttribute("distance", "jaccard");
      hdf.putDataset("train", rows);
      hdf.putDataset("test", rows);
    }
    try (WritableHdfFile hdf = HdfFile.write(data.resolve("no-queries.hdf5"))) {
      hdf.putAttribute("distance", "euclidean");
      hdf.putDataset("train", rows);
    }
    Files.writeString(data.resolve("text.hdf5"), "not at all");
    Sets sets = new Sets(data, createTempDir());
    assertRefused(sets, "sets-of-words", "jaccard");
    assertRefused(sets, "no-queries", "test");
    assertRefused(sets, "text", "text.hdf5");
  }

  private static void assertRefused(Sets sets, String name, String why) {
    IOException refused = expectThrows(IOException.class, () -> sets.load(name));
    assertTrue(refused.getMessage(), refused.getMessage().contains(why));
  }

  public void testSetsOfTheDataFolder() throws IOException {
    String folder = System.getenv("OMDB_DATA");
    Path data =
        folder == null
            ? Path.of(System.getProperty("omdb.basedir", ".")).resolveSibling("shared/data")
            : Path.of(folder);
    assumeTrue("there is no " + data, Files.isDirectory(data));
    Sets sets = new Sets(data, createTempDir());
    assertSet(sets, "fashion-mnist", 60_000, 784, 1_000, VectorSet.Origin.REAL);
    assertSet(sets, "word2vec-gnews8k-300d", 7_200, 300, 800, VectorSet.Origin.DERIVED);
    assertSet(sets, "debian-minilm-384d", 61_815, 384, 1_000, VectorSet.Origin.REAL);
    assertSet(sets, "sift5k-128d", 4_500, 128, 500, VectorSet.Origin.DERIVED);
  }

  private static void assertSet(
      Sets sets, String name, int rows, int dimension, int queries, VectorSet.Origin origin)
      throws IOException {
    assumeTrue("there is no " + name, sets.names().contains(name));
    VectorSet set = sets.load(name);
    assertEquals(rows, set.size());
    assertEquals(dimension, set.dimension());
    assertEquals(queries, set.queries().size());
    assertEquals(origin, set.origin());
    assertEquals(rows, new HashSet<>(set.ids()).size());
    assertFalse(set.ids().getLast(), set.ids().contains(""));
  }

  private static double[][] widen(List<float[]> rows) {
    double[][] wide = new double[rows.size()][rows.getFirst().length];
    for (int row = 0; row < wide.length; row++) {
      for (int i = 0; i < wide[row].length; i++) {
        wide[row][i] = rows.get(row)[i];
      }
    }
    return wide;
  }
}
