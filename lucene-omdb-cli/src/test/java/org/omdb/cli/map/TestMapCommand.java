// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

public class TestMapCommand extends MapTestCase {

  private static List<Map<String, Object>> rows(int groups, int count, int dimension) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Object> row = row("id-" + i, near(i % groups, dimension));
      row.put("group", "group " + i % groups);
      rows.add(row);
    }
    return rows;
  }

  private static Set<String> ids(Parts parts) throws IOException {
    Set<String> ids = new TreeSet<>();
    parts.json("ids").forEach(id -> ids.add(id.textValue()));
    return ids;
  }

  /** Positions as unsigned numbers. */
  private static int[] positions(Parts parts) throws IOException {
    ByteBuffer bytes = parts.numbers("positions");
    int[] positions = new int[bytes.capacity() / Short.BYTES];
    Arrays.setAll(positions, i -> bytes.getShort(2 * i) & 0xFFFF);
    return positions;
  }

  private void assertNeighborsAsSearched(Parts parts, String id) throws IOException {
    run(0, "search", "--index", index, "--field", FIELD, "--id", id, "-k", "10", "--json");
    JsonNode hits = json().get("hits");
    JsonNode ids = parts.json("ids");
    IntBuffer neighbors = parts.numbers("neighbors").asIntBuffer();
    FloatBuffer scores = parts.numbers("scores").asFloatBuffer();
    for (int rank = 0; rank < 10; rank++) {
      int place = parts.point(id) * 10 + rank;
      if (rank < hits.size()) {
        assertEquals(hits.get(rank).get("id"), ids.get(neighbors.get(place)));
        assertEquals(hits.get(rank).get("score").floatValue(), scores.get(place), 1e-6f);
      } else {
        assertEquals(-1, neighbors.get(place));
      }
    }
  }

  public void testNeighborsAreThoseOfSearch() throws IOException {
    String similarity = random().nextBoolean() ? "cosine" : "euclidean";
    importRows(similarity, rows(4, 300, 12));
    importRows(similarity, rows(4, 200, 12)); // more segments, and deleted documents
    Parts parts = map();
    assertEquals(300, ids(parts).size());
    for (int i = 0; i < 20; i++) {
      assertNeighborsAsSearched(parts, "id-" + random().nextInt(300));
    }
  }

  public void testMaximumInnerProductAndDotProduct() throws IOException {
    importRows("mip", rows(3, 100, 6));
    assertNeighborsAsSearched(map(), "id-" + random().nextInt(100));
    index = createTempDir("dot");
    importRows("dot", List.of(row("a", 1, 0), row("b", 0, 1), row("c", 0.6f, 0.8f)));
    assertNeighborsAsSearched(map("--overwrite"), "b");
  }

  public void testGroupsLieApart() throws IOException {
    int groups = 4;
    importRows("euclidean", rows(groups, 400, 20));
    Parts parts = map("--color", "group");
    int[] positions = positions(parts);
    ByteBuffer colors = parts.numbers("colors");
    int near = 0;
    for (int i = 0; i < 400; i++) {
      int nearest = i == 0 ? 1 : 0;
      for (int j = 0; j < 400; j++) {
        if (j != i && distance(positions, i, j) < distance(positions, i, nearest)) {
          nearest = j;
        }
      }
      near += colors.get(i) == colors.get(nearest) ? 1 : 0;
    }
    assertTrue("points beside one of their own group: " + near, near > 390);
    assertTrue(json().get("neighbors_kept").asDouble() > 0.9);
  }

  private static double distance(int[] positions, int a, int b) {
    return Math.hypot(
        positions[2 * a] - positions[2 * b], positions[2 * a + 1] - positions[2 * b + 1]);
  }

  public void testEqualSeedGivesEqualPage() throws IOException {
    importRows("cosine", rows(3, 300, 8));
    map("--rows", 200, "--seed", 7, "--color", "group");
    String first = Files.readString(page);
    map("--rows", 200, "--seed", 7, "--color", "group", "--overwrite");
    assertEquals(first, Files.readString(page));
    map("--rows", 200, "--seed", 8, "--color", "group", "--overwrite");
    assertNotEquals(first, Files.readString(page));
  }

  public void testPageIsAnHtmlFileThatNamesNoOtherAddress() throws IOException {
    importRows("cosine", rows(3, 50, 8));
    map();
    String html = Files.readString(page);
    assertTrue(html.startsWith("<!doctype html>"));
    assertTrue(html.endsWith("</html>\n"));
    assertFalse("a placeholder is left", html.contains("{{"));
    String withoutData = html.replaceAll("(?s)<script type=\"application.*?</script>", "");
    assertFalse(withoutData.matches("(?s).*(https?:|//[a-z]+\\.|src=|@import|url\\().*"));
  }

  public void testSampleIsUniformAndItsNeighborsAreWithinIt() throws IOException {
    importRows("euclidean", rows(2, 500, 6));
    importRows("euclidean", rows(2, 100, 6));
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 12; seed++) {
      Parts parts = map("--rows", 120, "--seed", seed, "--overwrite");
      assertEquals(120, ids(parts).size());
      seen.addAll(ids(parts));
      IntBuffer neighbors = parts.numbers("neighbors").asIntBuffer();
      for (int i = 0; i < neighbors.capacity(); i++) {
        int neighbor = neighbors.get(i);
        assertTrue(neighbor >= 0 && neighbor < 120 && neighbor != i / 10);
      }
      JsonNode about = parts.json("about");
      assertEquals(500, about.get("total").asInt());
      assertTrue(about.get("made").toString().contains("uniform sample of 120 of 500 vectors"));
      assertTrue(json().get("sample").asBoolean());
    }
    // A vector is in none of 12 samples in 4.7 % of cases.
    assertTrue("" + seen.size(), seen.size() > 440);
    run(0, "map", "--index", index, "--field", FIELD, "--rows", 10, "--overwrite", page);
    assertOut("a uniform sample of 10 of 500 vectors");
  }

  public void testDeletedDocumentsAreNotShown() throws IOException {
    importRows("cosine", rows(3, 60, 5));
    run(0, "delete", "--index", index, "--field", FIELD, "id-3", "id-4");
    Set<String> ids = ids(map());
    assertEquals(58, ids.size());
    assertFalse(ids.contains("id-3") || ids.contains("id-4"));
  }

  private void write(VectorSimilarityFunction similarity, Object... vectors) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(null)
            .setCodec(OmdbCodec.builder().idFields("no-id").build())
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (Object vector : vectors) {
        Document document = new Document();
        document.add(new KnnByteVectorField(FIELD, (byte[]) vector, similarity));
        writer.addDocument(document);
      }
    }
  }

  public void testByteVectorsWithoutIds() throws IOException {
    byte[][] vectors = new byte[80][8];
    for (byte[] vector : vectors) {
      random().nextBytes(vector);
    }
    VectorSimilarityFunction similarity =
        RandomPicks.randomFrom(random(), VectorSimilarityFunction.values());
    write(similarity, (Object[]) vectors);
    Parts parts = map();
    assertEquals("int8", parts.json("about").get("element").textValue());
    assertEquals(80, parts.json("ids").size());
    parts.json("ids").forEach(id -> assertTrue(id.isNull()));
    IntBuffer neighbors = parts.numbers("neighbors").asIntBuffer();
    FloatBuffer scores = parts.numbers("scores").asFloatBuffer();
    for (int point = 0; point < 80; point++) {
      float best = 0;
      for (int other = 0; other < 80; other++) {
        if (other != point) {
          best = Math.max(best, similarity.compare(vectors[point], vectors[other]));
        }
      }
      int nearest = neighbors.get(point * 10);
      assertEquals(best, similarity.compare(vectors[point], vectors[nearest]), 1e-5f * best);
      assertEquals(best, scores.get(point * 10), 1e-5f * best);
    }
  }

  /** Lucene refuses them for the cosine alone. */
  public void testZeroVectors() throws IOException {
    EnumSet<VectorSimilarityFunction> allowed = EnumSet.allOf(VectorSimilarityFunction.class);
    allowed.remove(VectorSimilarityFunction.COSINE);
    VectorSimilarityFunction similarity = RandomPicks.randomFrom(random(), allowed);
    write(similarity, new byte[2], new byte[2], new byte[] {1, 0}, new byte[] {1, 1});
    Parts parts = map();
    assertEquals(4, parts.json("ids").size());
    FloatBuffer scores = parts.numbers("scores").asFloatBuffer();
    for (int i = 0; i < scores.capacity(); i++) {
      assertFalse(similarity.toString(), Float.isNaN(scores.get(i)));
    }
  }

  public void testOneAndTwoVectorsAndEqualOnes() throws IOException {
    importRows("euclidean", List.of(row("a", 1, 2)));
    Parts parts = map();
    assertEquals(Set.of("a"), ids(parts));
    assertEquals(-1, parts.numbers("neighbors").getInt(0));
    importRows("euclidean", List.of(row("b", 1, 2)));
    parts = map("--overwrite");
    assertEquals(1, parts.numbers("neighbors").getInt(0));
    assertEquals(-1, parts.numbers("neighbors").getInt(4));
    List<Map<String, Object>> equal = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      equal.add(row("equal-" + i, 1, 2));
    }
    importRows("euclidean", equal);
    parts = map("--overwrite");
    assertEquals(102, ids(parts).size());
    Set<Integer> xs = new HashSet<>();
    int[] positions = positions(parts);
    for (int i = 0; i < positions.length; i += 2) {
      xs.add(positions[i]);
    }
    assertTrue("" + xs.size(), xs.size() > 50);
  }

  public void testStoredValuesKeepTheirNamesAndTypes() throws IOException {
    Map<String, Object> row = row("a", 1, 2);
    row.put("text", "héllo \ud83e\udd86 </script>");
    row.put("number", 12.5);
    row.put("whole", 7);
    row.put("flag", true);
    row.put("list", List.of(1, "b"));
    importRows("euclidean", List.of(row, row("b", 2, 1)));
    Parts parts = map();
    JsonNode stored = parts.json("stored").get(parts.point("a"));
    assertEquals("héllo \ud83e\udd86 </script>", stored.get("text").textValue());
    assertEquals(12.5, stored.get("number").doubleValue(), 0);
    assertEquals(7, stored.get("whole").intValue());
    assertEquals("true", stored.get("flag").asText());
    assertEquals("[1,\"b\"]", stored.get("list").asText());
    assertEquals(0, parts.json("stored").get(parts.point("b")).size());
  }

  public void testLongTextIsCutBetweenCharacters() throws IOException {
    Map<String, Object> row = row("\ud83e\udd86".repeat(200), 1, 2);
    row.put("x", "a" + "\ud83e\udd86".repeat(3000));
    row.put("y", "left out");
    importRows("euclidean", List.of(row));
    Parts parts = map();
    String id = parts.json("ids").get(0).textValue();
    assertEquals("\ud83e\udd86".repeat(127) + "…", id);
    String value = parts.json("stored").get(0).get("x").textValue();
    assertTrue(value.length() <= 4000);
    assertTrue(value.matches("a(\ud83e\udd86)+…"));
    assertEquals(1, json().get("values_cut").asInt());
  }

  public void testColorsOfAColumnWithManyValues() throws IOException {
    List<Map<String, Object>> rows = rows(2, 40, 4);
    for (int i = 0; i < 40; i++) {
      if (i >= 2) {
        rows.get(i).put("lang", i < 20 ? "en" : "l" + i);
      }
    }
    importRows("cosine", rows);
    Parts parts = map("--color", "lang");
    JsonNode legend = parts.json("about").get("color");
    assertEquals("categories", legend.get("kind").textValue());
    assertEquals(12, legend.get("labels").size());
    assertEquals("en", legend.get("labels").get(0).textValue());
    assertEquals(18, legend.get("counts").get(0).asInt());
    assertEquals(9, legend.get("others").asInt());
    assertEquals(9, legend.get("other_labels").asInt());
    assertEquals(2, legend.get("missing").asInt());
    ByteBuffer colors = parts.numbers("colors");
    assertEquals(0, colors.get(parts.point("id-5")));
    assertEquals((byte) 255, colors.get(parts.point("id-1")));
  }

  public void testColorsOfNumbersAreByRank() throws IOException {
    List<Map<String, Object>> rows = rows(2, 101, 4);
    for (int i = 0; i < 101; i++) {
      rows.get(i).put("size", Math.pow(10, i / 5.0));
    }
    importRows("cosine", rows);
    Parts parts = map("--color", "size");
    JsonNode legend = parts.json("about").get("color");
    assertEquals("numbers", legend.get("kind").textValue());
    assertEquals(1, legend.get("marks").get(0).asDouble(), 0);
    assertEquals(1e10, legend.get("marks").get(2).asDouble(), 1);
    assertEquals(1e20, legend.get("marks").get(4).asDouble(), 1e10);
    ByteBuffer colors = parts.numbers("colors");
    assertEquals(0, colors.get(parts.point("id-0")) & 0xFF);
    assertEquals(127, colors.get(parts.point("id-50")) & 0xFF);
    assertEquals(254, colors.get(parts.point("id-100")) & 0xFF);
  }

  public void testFewNumbersAreCategoriesInTheirOrder() throws IOException {
    List<Map<String, Object>> rows = rows(2, 30, 4);
    for (int i = 0; i < 30; i++) {
      rows.get(i).put("stars", 5 - i % 5);
    }
    importRows("cosine", rows);
    assertEquals(
        "[\"1\",\"2\",\"3\",\"4\",\"5\"]",
        map("--color", "stars").json("about").at("/color/labels").toString());
  }

  public void testRefusalsNameWhatIsThere() throws IOException {
    importRows("cosine", rows(2, 10, 4));
    Object[] command = {"map", "--index", index, "--field", FIELD, page, "--color", "colour"};
    run(1, command);
    assertTrue(err, err.contains("no value in column \"colour\"") || err.contains("\"colour\""));
    assertTrue(err, err.contains("group"));
    run(2, "map", "--index", index, "--field", FIELD, page, "--rows", 0);
    assertTrue(err, err.contains("--rows is 0, expected 1 to 100000"));
    run(2, "map", "--index", index, "--field", FIELD, index.resolve("a.html"));
    assertTrue(err, err.contains("is in the index folder"));
    run(1, "map", "--index", index, "--field", "other", page);
    assertTrue(err, err.contains("it has \"" + FIELD + "\""));
    run(1, "map", "--index", index, "--field", FIELD, page.resolveSibling("no").resolve("a.html"));
    assertTrue(err, err.contains("there is no folder"));
    assertFalse(Files.exists(page));
  }

  public void testALinkIntoTheIndexFolderIsRefused() throws Exception {
    importRows("cosine", rows(2, 10, 4));
    Path commit;
    try (Directory directory = FSDirectory.open(index)) {
      commit = index.resolve(SegmentInfos.getLastCommitSegmentsFileName(directory));
    }
    byte[] before = Files.readAllBytes(commit);
    Path link = page.resolveSibling("link.html");
    link(link, commit);
    run(2, "map", "--index", index, "--field", FIELD, "--overwrite", link);
    assertTrue(err, err.contains("is in the index folder"));
    assertArrayEquals(before, Files.readAllBytes(commit));
  }

  public void testExistingFileIsOnlyReplacedIfAsked() throws IOException {
    importRows("cosine", rows(2, 10, 4));
    Files.writeString(page, "mine");
    run(1, "map", "--index", index, "--field", FIELD, page);
    assertTrue(err, err.contains("--overwrite replaces it"));
    assertEquals("mine", Files.readString(page));
    map("--overwrite");
    assertTrue(Files.readString(page).startsWith("<!doctype"));
    try (Stream<Path> files = Files.list(page.getParent())) {
      assertEquals(
          "no temporary file is left",
          Set.of("map.html", "rows.jsonl"),
          Set.copyOf(files.map(file -> file.getFileName().toString()).toList()));
    }
  }

  public void testOtherFieldsOfTheIndexDoNotMatter() throws IOException {
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
      for (int i = 0; i < 20; i++) {
        Document document = new Document();
        String field = i % 2 == 0 ? FIELD : "other";
        document.add(
            new OmdbVectorField(field, "id-" + i, near(0, 3), VectorSimilarityFunction.EUCLIDEAN));
        writer.addDocument(document);
        if (i % 7 == 0) {
          writer.commit();
        }
      }
    }
    Parts parts = map();
    assertEquals(10, ids(parts).size());
    assertNeighborsAsSearched(parts, "id-4");
  }
}
