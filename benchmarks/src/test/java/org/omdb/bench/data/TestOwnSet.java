// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;

/** A user's own folders. */
public class TestOwnSet extends DataTestCase {

  private Path data;
  private Path folder;
  private List<float[]> base;
  private List<float[]> queries;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    data = createTempDir();
    folder = Files.createDirectory(data.resolve("my vectors"));
    base = randomRows(40, 6);
    queries = randomRows(3, 6);
  }

  private VectorSet load() throws IOException {
    return load(null);
  }

  private VectorSet load(VectorSimilarityFunction similarity) throws IOException {
    Sets sets = new Sets(data, createTempDir(), similarity);
    assertEquals(List.of("jdk-classes", "my vectors"), sets.names());
    return sets.load("my vectors");
  }

  private void writeIds(String name, int count) throws IOException {
    Files.write(
        folder.resolve(name), IntStream.range(0, count).mapToObj(i -> name + " " + i).toList());
  }

  private void assertUnclear(String... parts) {
    UnclearSetException unclear = expectThrows(UnclearSetException.class, this::load);
    for (String part : parts) {
      assertTrue(unclear.getMessage(), unclear.getMessage().contains(part));
    }
  }

  public void testFilesOfAllKinds() throws IOException {
    writeNpy(folder.resolve("base.npy"), "<f4", base);
    writeNpy(folder.resolve("Queries.npy"), "<f4", queries);
    writeIds("words.txt", 40);
    Files.writeString(folder.resolve("readme.txt"), "what it is\n");
    Files.write(folder.resolve("licence.txt"), new byte[] {(byte) 0xff, '\n'});
    VectorSet set = load();
    assertRows(base, set.base());
    assertRows(queries, set.queries());
    assertEquals("words.txt 39", set.ids().get(39));
    assertEquals(VectorSimilarityFunction.COSINE, set.similarity());
    assertEquals(VectorSet.Origin.REAL, set.origin());
  }

  public void testHalfFloatsAreWidened() throws IOException {
    writeNpy(folder.resolve("base.npy"), "<f2", base);
    writeFvecs(folder.resolve("test.fvecs"), queries);
    List<float[]> rounded = new ArrayList<>();
    for (float[] row : base) {
      float[] copy = row.clone();
      for (int i = 0; i < copy.length; i++) {
        copy[i] = Float.float16ToFloat(Float.floatToFloat16(copy[i]));
      }
      rounded.add(copy);
    }
    assertRows(rounded, load().base());
  }

  /** A single file has the vectors, even if {@code test} is in its name. */
  public void testQueriesOfASingleFileAreHeldOut() throws IOException {
    writeFvecs(folder.resolve("latest.fvecs"), base);
    VectorSet set = load();
    assertEquals(36, set.size());
    assertEquals(4, set.queries().size());
    assertEquals(VectorSet.Origin.DERIVED, set.origin());
    assertEquals(VectorSimilarityFunction.EUCLIDEAN, set.similarity());
    for (int i = 0; i < set.size(); i++) {
      String id = set.ids().get(i);
      assertTrue(id, id.startsWith("my vectors_"));
      int row = Integer.parseInt(id.substring("my vectors_".length()));
      assertArrayEquals("each id stays with its row", base.get(row), set.base().get(i), 0f);
    }
  }

  public void testSimilarityByPartOfTheNameOrByOption() throws IOException {
    writeNpy(folder.resolve("words-euclidean.npy"), "<f4", base);
    assertEquals(VectorSimilarityFunction.EUCLIDEAN, load().similarity());
    VectorSimilarityFunction asked = VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
    assertEquals(asked, load(asked).similarity());
    Files.move(folder.resolve("words-euclidean.npy"), folder.resolve("dotted_mip.npy"));
    assertEquals(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, load().similarity());
    Files.move(folder.resolve("dotted_mip.npy"), folder.resolve("dot_mip.npy"));
    assertUnclear("dot_mip.npy", "[dot, mip]");
  }

  public void testDotWantsLengthsOf1() throws IOException {
    base.set(7, new float[] {3, 4, 0, 0, 0, 0});
    for (int row = 0; row < base.size(); row++) {
      if (row != 7) {
        base.set(row, new float[] {0, 0, 0, 0, 0.6f, 0.8f});
      }
    }
    writeFvecs(folder.resolve("a_dot.fvecs"), base);
    assertUnclear("row 7 has length 5.0", "mip");
    base.set(7, new float[] {0.6f, 0.8f, 0, 0, 0, 0});
    writeFvecs(folder.resolve("a_dot.fvecs"), base);
    assertEquals(VectorSimilarityFunction.DOT_PRODUCT, load().similarity());
  }

  public void testSeveralFilesOfVectorsAreListed() throws IOException {
    writeFvecs(folder.resolve("a.fvecs"), base);
    writeNpy(folder.resolve("b.npy"), "<f4", base);
    assertUnclear("has a.fvecs, b.npy; expected");
    writeFvecs(folder.resolve("queries.fvecs"), queries);
    assertUnclear("has a.fvecs, b.npy, queries.fvecs; expected");
    Files.delete(folder.resolve("a.fvecs"));
    assertEquals(3, load().queries().size());
    writeFvecs(folder.resolve("test.fvecs"), queries);
    assertUnclear("has b.npy, queries.fvecs, test.fvecs; expected");
  }

  public void testIdsThatAreUnclear() throws IOException {
    writeFvecs(folder.resolve("base.fvecs"), base);
    writeIds("names.txt", 40);
    writeIds("titles.txt", 40);
    assertUnclear("has names.txt, titles.txt, each", "ids.txt");
    writeIds("ids.txt", 39);
    assertUnclear("ids.txt has 39 lines for 40 rows");
    writeIds("ids.txt", 40);
    assertTrue(load().ids().getFirst().startsWith("ids.txt "));
    List<String> twice = new ArrayList<>(Files.readAllLines(folder.resolve("ids.txt")));
    twice.set(30, twice.get(2));
    Files.write(folder.resolve("ids.txt"), twice);
    assertUnclear("line 31 repeats the id \"ids.txt 2\"");
    twice.set(30, "");
    Files.write(folder.resolve("ids.txt"), twice);
    assertUnclear("line 31 has an empty id");
  }

  public void testFilesThatDoNotFit() throws IOException {
    writeFvecs(folder.resolve("base.fvecs"), base);
    writeFvecs(folder.resolve("queries.fvecs"), randomRows(3, 5));
    assertUnclear("queries.fvecs has 5 dimensions", "base.fvecs has 6");
    Files.delete(folder.resolve("queries.fvecs"));
    writeFvecs(folder.resolve("base.fvecs"), randomRows(1, 6));
    assertUnclear("base.fvecs has 1 rows, expected 2 or more");
  }

  public void testOtherFoldersAreNoSets() throws IOException {
    writeFvecs(folder.resolve("base.fvecs"), base);
    writeFvecs(Files.createDirectory(data.resolve(".hidden")).resolve("base.fvecs"), base);
    Files.writeString(Files.createDirectory(data.resolve("notes")).resolve("a.txt"), "a\n");
    Files.createDirectories(data.resolve("archive").resolve("x.npy"));
    assertEquals(40, load().size() + load().queries().size());
  }
}
