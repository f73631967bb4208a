// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.process.CommandProcess.Result;
import org.omdb.image.ElementType;
import org.omdb.image.OmdbFile;
import org.omdb.image.OmdbFileIds;
import org.omdb.image.OmdbFileWriter;
import org.omdb.image.OmdbHeader;

/** Every command as a user runs it, on good input. */
@SuppressFileSystems("*")
public class ITCommands extends LuceneTestCase {

  private Path folder;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
  }

  private Result ok(String... arguments) throws IOException, InterruptedException {
    Result result = CommandProcess.run(folder, arguments);
    assertEquals(String.join(" ", arguments) + "\n" + result, 0, result.status());
    assertEquals(List.of(), result.errorLines().stream().filter(l -> l.contains("omdb:")).toList());
    return result;
  }

  private void writeOmdb(String name, Map<String, float[]> vectors, String... order)
      throws IOException {
    int dimension = vectors.values().iterator().next().length;
    OmdbHeader header = OmdbHeader.of(ElementType.FLOAT32, dimension, order.length, true);
    try (OmdbFileWriter writer =
        OmdbFileWriter.create(folder.resolve(name), header, order.length, false)) {
      for (String id : order) {
        writer.image().writeVector(vectors.get(id));
      }
      for (int i = 0; i < order.length; i++) {
        writer.image().writeId(i, new BytesRef(order[i]));
      }
      writer.commit();
    }
  }

  private static Map<String, float[]> readOmdb(Path path) throws IOException {
    Map<String, float[]> vectors = new HashMap<>();
    try (OmdbFile file = OmdbFile.open(path)) {
      OmdbFileIds ids = file.ids();
      BytesRef id = new BytesRef();
      for (int i = 0; i < file.header().count(); i++) {
        float[] vector = new float[file.header().dimension()];
        file.readVector(i, vector);
        assertTrue("vector " + i + " without an id", ids.read(i, id));
        vectors.put(id.utf8ToString(), vector);
      }
    }
    return vectors;
  }

  private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((id, vector) -> assertArrayEquals(id, vector, actual.get(id), 0));
  }

  public void testASession() throws Exception {
    Files.writeString(
        folder.resolve("fruit.jsonl"),
        """
        {"id": "apple", "vector": [1, 0], "color": "red"}
        {"id": "pear", "vector": [0.9, 0.1], "price": 3}
        {"id": "tractor", "vector": [-1, 0.5]}
        {"id": "apple", "vector": [1, 0.05]}
        """);
    String[] field = {"--index", "idx", "--field", "v"};
    Result imported = ok("import", "--index", "idx", "--field", "v", "fruit.jsonl");
    assertTrue(
        imported.out(),
        imported
            .out()
            .startsWith("4 rows imported, 1 replaced an id that was there, 0 have made-up ids; "));
    assertEquals(
        "    1  0.987654  pear\n    2  0.192215  tractor\n",
        ok("search", field[0], field[1], field[2], field[3], "--id", "apple").out());
    assertEquals(
        "    1  1.000000  apple\n",
        ok("search", "--index", "idx", "--field", "v", "--vector", "[1, 0.05]", "-k", "1").out());
    assertEquals(
        "apple  [1.0, 0.05]\npear  [0.9, 0.1]\n",
        ok("get", "--index", "idx", "--field", "v", "apple", "pear").out());
    assertEquals(
        "{\"id\":\"pear\",\"vector\":[0.9,0.1],\"price\":3}\n",
        ok("get", "--index", "idx", "--field", "v", "--json", "pear").out());
    assertEquals("1 deleted\n", ok("delete", "--index", "idx", "--field", "v", "pear").out());
    JsonNode hits =
        new ObjectMapper()
            .readTree(
                ok(
                        "search",
                        "--index",
                        "idx",
                        "--field",
                        "v",
                        "--id",
                        "apple",
                        "--with-self",
                        "--json")
                    .out());
    assertEquals("apple", hits.get("query").asText());
    assertEquals(2, hits.get("hits").size());
    assertEquals("apple", hits.get("hits").get(0).get("id").asText());
    assertEquals(1, hits.get("hits").get(0).get("rank").asInt());

    ok("export", "--index", "idx", "--field", "v", "out.omdb");
    assertSame(
        Map.of("apple", new float[] {1, 0.05f}, "tractor", new float[] {-1, 0.5f}),
        readOmdb(folder.resolve("out.omdb")));
    ok("export", "--index", "idx", "--field", "v", "--engine", "--overwrite", "out.omdb");
    byte[] magic = Arrays.copyOf(Files.readAllBytes(folder.resolve("out.omdb")), 4);
    assertEquals("BDMO", new String(magic, StandardCharsets.US_ASCII));
    ok("verify", "idx");
    ok("verify", "out.omdb");
    assertTrue(ok("inspect", "idx").out().contains("Omdb5HnswVectorsFormat"));
    assertTrue(ok("inspect", "out.omdb").out().contains("tractor"));
    new ObjectMapper().readTree(ok("inspect", "--json", "idx").out());
    for (String command :
        List.of(
            "import", "export", "search", "get", "delete", "upgrade", "inspect", "verify",
            "demo")) {
      assertTrue(command, ok(command, "--help").out().contains("Example"));
    }
    assertTrue(ok("generate-completion").out().contains("complete"));
    assertTrue(ok("--version").out().contains("omdb 0."));
  }

  /** An export that is imported has the same ids and vectors; in the same order, the same bytes. */
  public void testRoundTrip() throws Exception {
    Random random = random();
    Map<String, float[]> vectors = new HashMap<>();
    String[] order = new String[200 + random.nextInt(300)];
    for (int i = 0; i < order.length; i++) {
      order[i] = "user_" + i + "_\uD83D\uDE00";
      vectors.put(order[i], new float[] {random.nextFloat(), random.nextFloat(), i});
    }
    writeOmdb("in.omdb", vectors, order);
    ok("import", "--index", "a", "--field", "v", "--merge", "in.omdb");
    ok("export", "--index", "a", "--field", "v", "first.omdb");
    assertSame(vectors, readOmdb(folder.resolve("first.omdb")));
    ok("import", "--index", "b", "--field", "v", "--merge", "first.omdb");
    ok("export", "--index", "b", "--field", "v", "second.omdb");
    assertSame(vectors, readOmdb(folder.resolve("second.omdb")));
    String[] exported = ids(folder.resolve("first.omdb"));
    if (Arrays.equals(exported, ids(folder.resolve("second.omdb")))) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("first.omdb")),
          Files.readAllBytes(folder.resolve("second.omdb")));
    }
    // the same index exported twice, so that the document order is the same
    ok("export", "--index", "b", "--field", "v", "third.omdb");
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("second.omdb")),
        Files.readAllBytes(folder.resolve("third.omdb")));
  }

  private static String[] ids(Path path) throws IOException {
    try (OmdbFile file = OmdbFile.open(path)) {
      String[] ids = new String[file.header().count()];
      BytesRef id = new BytesRef();
      for (int i = 0; i < ids.length; i++) {
        ids[i] = file.ids().read(i, id) ? id.utf8ToString() : null;
      }
      return ids;
    }
  }

  public void testFormatsAndIdFiles() throws Exception {
    ByteBuffer fvecs = ByteBuffer.allocate(2 * 12).order(ByteOrder.LITTLE_ENDIAN);
    fvecs.putInt(2).putFloat(1).putFloat(2).putInt(2).putFloat(3).putFloat(4);
    Files.write(folder.resolve("points.fvecs"), fvecs.array());
    Files.writeString(folder.resolve("words.txt"), "2 2\neins 5 6\nzwei 7 8\n");
    Files.writeString(folder.resolve("names.txt"), "a\nb\n");
    ok(
        "import",
        "--index",
        "idx",
        "--field",
        "v",
        "--similarity",
        "mip",
        "points.fvecs",
        "words.txt");
    ok("import", "--index", "idx", "--field", "v", "--ids", "names.txt", "points.fvecs");
    ok("export", "--index", "idx", "--field", "v", "out.omdb");
    assertSame(
        Map.of(
            "points.fvecs_0", new float[] {1, 2},
            "points.fvecs_1", new float[] {3, 4},
            "eins", new float[] {5, 6},
            "zwei", new float[] {7, 8},
            "a", new float[] {1, 2},
            "b", new float[] {3, 4}),
        readOmdb(folder.resolve("out.omdb")));
  }

  /** The words of word2vec as ids: their neighbors make sense. */
  public void testRealWords() throws Exception {
    Path data =
        System.getenv("OMDB_DATA") != null
            ? Path.of(System.getenv("OMDB_DATA"))
            : Path.of(System.getProperty("omdb.basedir"), "..", "shared", "data");
    Path words = data.resolve("word2vec-gnews8k-300d").resolve("words.txt");
    assumeTrue("needs " + words, Files.exists(words));
    Path vectors = words.resolveSibling("vectors_8000x300_f32.npy");
    ok(
        "import",
        "--index",
        "idx",
        "--field",
        "w",
        "--similarity",
        "cosine",
        "--ids",
        words.toString(),
        vectors.toString());
    JsonNode hits =
        new ObjectMapper()
            .readTree(
                ok("search", "--index", "idx", "--field", "w", "--id", "king", "--json").out())
            .get("hits");
    List<String> neighbors = hits.findValuesAsText("id");
    assertEquals(neighbors.toString(), 10, neighbors.size());
    assertTrue(
        neighbors.toString(),
        neighbors.stream().anyMatch(List.of("queen", "prince", "throne", "royal")::contains));
    ok("verify", "idx");
  }
}
