// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.inspect.CommandTestCase;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/** What an import stored comes back, with its types. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
public class TestStoredColumns extends CommandTestCase {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder;
  private Path index;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    index = folder.resolve("idx");
  }

  private void importLines(Path into, String lines, Object... options) throws IOException {
    Path file = folder.resolve("rows.jsonl");
    Files.writeString(file, lines);
    run(ExitStatus.DONE, args(List.of("import", "--index", into, "--field", "v", file), options));
  }

  private String get(Path from, Object... ids) {
    run(ExitStatus.DONE, args(List.of("get", "--index", from, "--field", "v", "--json"), ids));
    return out;
  }

  private List<JsonNode> search(Object... options) throws IOException {
    run(
        ExitStatus.DONE,
        args(List.of("search", "--index", index, "--field", "v", "--json"), options));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.split("\n")) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static Object[] args(List<Object> first, Object... more) {
    List<Object> args = new ArrayList<>(first);
    args.addAll(List.of(more));
    return args.toArray();
  }

  private static JsonNode randomValue(int depth) {
    return switch (random().nextInt(depth == 0 ? 7 : 9)) {
      case 0 -> JSON.getNodeFactory().nullNode();
      case 1 -> JSON.getNodeFactory().booleanNode(random().nextBoolean());
      case 2 -> JSON.getNodeFactory().numberNode(random().nextLong() >> random().nextInt(64));
      case 3 -> JSON.getNodeFactory().numberNode(random().nextGaussian());
      case 4 -> JSON.getNodeFactory().textNode(TestUtil.randomUnicodeString(random(), 20));
      case 5 -> JSON.getNodeFactory().textNode(random().nextBoolean() ? "true" : "[1, 2]");
      case 6 -> JSON.getNodeFactory().numberNode(TestUtil.nextBigInteger(random(), 30));
      case 7 -> {
        ArrayNode array = JSON.createArrayNode();
        for (int i = random().nextInt(4); i > 0; i--) {
          array.add(randomValue(depth - 1));
        }
        yield array;
      }
      default -> randomObject(depth - 1, JSON.createObjectNode());
    };
  }

  private static ObjectNode randomObject(int depth, ObjectNode object) {
    for (int i = random().nextInt(6); i > 0; i--) {
      object.set(TestUtil.randomSimpleString(random(), 4), randomValue(depth));
    }
    return object;
  }

  public void testWhatIsPrintedIsWhatCameInAndMakesAnEqualIndex() throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    String[] ids = new String[atLeast(20)];
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ids.length; i++) {
      ids[i] = "row " + i;
      ObjectNode row = JSON.createObjectNode();
      randomObject(3, row).remove(List.of("id", "vector", "v"));
      row.put("id", ids[i]);
      row.set("vector", JSON.valueToTree(new float[] {i, random().nextFloat()}));
      rows.add(row);
      lines.append(JSON.writeValueAsString(row)).append('\n');
      if (random().nextInt(8) == 0) { // so that there are several segments
        importLines(index, lines.toString());
        lines.setLength(0);
      }
    }
    importLines(index, lines.isEmpty() ? JSON.writeValueAsString(rows.get(0)) : lines.toString());
    String printed = get(index, (Object[]) ids);
    assertRows(rows, printed);

    Path second = folder.resolve("second");
    importLines(second, printed, "--merge");
    assertRows(rows, get(second, (Object[]) ids));
    run(ExitStatus.DONE, "upgrade", "--index", second, "--field", "v", "--to", "lucene");
    run(ExitStatus.DONE, "upgrade", "--index", second, "--field", "v", "--id-field", "v");
    assertRows(rows, get(second, (Object[]) ids));
    importLines(second, printed); // replaces documents, and nothing would be lost
  }

  private static void assertRows(List<JsonNode> rows, String printed) throws IOException {
    String[] lines = printed.split("\n");
    assertEquals(rows.size(), lines.length);
    for (int i = 0; i < lines.length; i++) {
      // as text, because numbers of other types would be equal
      assertEquals(sorted(rows.get(i)), sorted(JSON.readTree(lines[i])));
    }
  }

  private static String sorted(JsonNode row) throws IOException {
    ObjectNode sorted = JSON.createObjectNode();
    row.properties().stream()
        .sorted((a, b) -> a.getKey().compareTo(b.getKey()))
        .forEach(member -> sorted.set(member.getKey(), member.getValue()));
    return JSON.writeValueAsString(sorted);
  }

  public void testSearchShowsStoredColumns() throws Exception {
    importLines(
        index,
        """
        {"id": "a", "vector": [1, 0], "title": "One", "tags": ["x", "y"], "n": 1, "ok": true}
        {"id": "b", "vector": [0.9, 0], "title": "Two\\nlines @|red x|@", "n": null}
        {"id": "c", "vector": [0, 1]}
        """);
    List<JsonNode> found = search("--vector", "[1, 0]");
    assertEquals(1, found.size());
    assertTrue(found.get(0).get("query").isNull());
    assertEquals(
        JSON.readTree("{\"title\":\"One\",\"tags\":[\"x\",\"y\"],\"n\":1,\"ok\":true}"),
        found.get(0).at("/hits/0/fields"));
    assertEquals(
        JSON.readTree("{\"title\":\"Two\\nlines @|red x|@\",\"n\":null}"),
        found.get(0).at("/hits/1/fields"));
    assertEquals(JSON.readTree("{}"), found.get(0).at("/hits/2/fields"));

    found = search("--id", "c", "--show", "n,title", "-k", "1");
    assertEquals("c", found.get(0).get("query").textValue());
    assertEquals(
        "{\"n\":null,\"title\":\"Two\\nlines @|red x|@\"}",
        found.get(0).at("/hits/0/fields").toString());

    Object[] search = {"search", "--index", index, "--field", "v", "--vector", "[1, 0]"};
    run(ExitStatus.DONE, args(List.of(search), "--show", "title,tags", "--show", "ok"));
    assertEquals(
        """
          rank     score  id  title                 tags       ok
             1  1.000000  a   One                   ["x","y"]  true
             2  0.990099  b   Two\\nlines @|red x|@
             3  0.333333  c
        """,
        out);
    run(ExitStatus.DONE, search);
    assertEquals("    1  1.000000  a\n    2  0.990099  b\n    3  0.333333  c\n", out);
    run(ExitStatus.FAILED, args(List.of(search), "--show", "titel"));
    assertTrue(err, err.contains("there is no column \"titel\"; rows have n, ok, tags, title\n"));
  }

  public void testJsonHasTheSameShapeForOneQueryAndForMany() throws Exception {
    importLines(index, "{\"id\":\"a\",\"vector\":[1]}\n{\"id\":\"b\",\"vector\":[2]}\n");
    List<JsonNode> one = search("--id", "a", "--with-self");
    List<JsonNode> many = search("--vectors", folder.resolve("rows.jsonl"));
    assertEquals(2, many.size());
    assertEquals(one.get(0), many.get(0));
    assertEquals("b", many.get(1).get("query").textValue());
    assertEquals(one.get(0).get("hits"), search("--vector", "[1]").get(0).get("hits"));
  }

  public void testHitsOfRowsBeforeABadOneArePrinted() throws Exception {
    importLines(index, "{\"id\":\"a\",\"vector\":[1]}\n{\"id\":\"b\",\"vector\":[2]}\n");
    Path queries = folder.resolve("queries.jsonl");
    Files.writeString(queries, "{\"id\":\"p\",\"vector\":[1]}\n{\"id\":\"q\",\"vector\":[1,2]}\n");
    run(ExitStatus.FAILED, "search", "--index", index, "--field", "v", "--vectors", queries);
    assertTrue(out, out.startsWith("p\n    1  1.000000  a\n"));
    assertTrue(err, err.contains("queries.jsonl"));
  }

  public void testAsManyHitsAsMatchAreFound() throws Exception {
    int rows = atLeast(500);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"id\":\"%d\",\"vector\":[%d,%f],\"n\":%d,\"lang\":\"%s\"}%n",
              i,
              i,
              random().nextFloat(),
              i,
              i % 2 == 0 ? "en" : "de"));
    }
    importLines(index, lines.toString(), "--index-column", "n,lang");
    int from = random().nextInt(rows);
    List<JsonNode> found =
        search("--vector", "[0, 0]", "--where", "n >= " + from + " and lang = en", "-k", "20");
    List<String> ids = found.get(0).findValuesAsText("id");
    List<String> expected = new ArrayList<>();
    for (int i = from + from % 2; i < rows && expected.size() < 20; i += 2) {
      expected.add(Integer.toString(i));
    }
    assertEquals(expected, ids);
    run(
        ExitStatus.FAILED,
        "search",
        "--index",
        index,
        "--field",
        "v",
        "--id",
        "1",
        "--where",
        "title = x");
    assertTrue(err, err.contains("column \"title\" is not indexed; indexed are lang, n."));
  }

  public void testColumnsStayIndexedAndMayBeIndexedLater() throws Exception {
    String lines = "{\"id\":\"a\",\"vector\":[1],\"n\":1}\n{\"id\":\"b\",\"vector\":[2],\"n\":2}\n";
    importLines(index, lines);
    importLines(index, lines, "--index-column", "n");
    assertEquals("b", search("--vector", "[1]", "--where", "n>1").get(0).at("/hits/0/id").asText());
    importLines(index, "{\"id\":\"c\",\"vector\":[3],\"n\":3}");
    assertEquals(2, search("--vector", "[1]", "--where", "n>1").get(0).get("hits").size());
    assertEquals("{\"id\":\"c\",\"vector\":[3.0],\"n\":3}\n", get(index, "c"));

    Path file = folder.resolve("other.jsonl");
    Files.writeString(file, "{\"id\":\"c\",\"vector\":[3]}");
    run(ExitStatus.FAILED, "import", "--index", index, "--field", "v", file);
    assertTrue(err, err.contains("other fields, such as \"n\", which would be lost"));
    Files.writeString(file, "{\"id\":\"d\",\"vector\":[3],\"n\":\"three\"}");
    run(ExitStatus.FAILED, "import", "--index", index, "--field", "v", file);
    assertTrue(err, err.contains("found \"three\" in the indexed column \"n\", expected numbers"));
  }

  public void testTheParentFieldIsNoneOfTheUsers() throws Exception {
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig().setCodec(new OmdbCodec()).setParentField("_p"))) {
      for (String id : List.of("a", "parent", "b")) {
        Document document = new Document();
        document.add(
            new OmdbVectorField("v", id, new float[] {1}, VectorSimilarityFunction.EUCLIDEAN));
        writer.addDocuments(
            id.equals("parent") ? List.of(new Document(), document) : List.of(document));
      }
    }
    String lines =
        "{\"id\":\"a\",\"vector\":[2.0]}\n{\"id\":\"b\",\"vector\":[2.0]}\n"
            + "{\"id\":\"c\",\"vector\":[2.0]}\n";
    importLines(index, lines);
    importLines(index, lines);
    assertEquals(lines, get(index, "a", "b", "c"));

    Path file = folder.resolve("parent.jsonl");
    Files.writeString(file, "{\"id\":\"parent\",\"vector\":[2]}");
    run(ExitStatus.FAILED, "import", "--index", index, "--field", "v", file);
    assertTrue(err, err.contains("other fields, such as \"_p\", which would be lost"));
  }

  /** Before types were kept, booleans and arrays were stored as strings. */
  public void testStoredFieldsOfOthersArePrintedToo() throws Exception {
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
      Document document = new Document();
      document.add(
          new OmdbVectorField("v", "a", new float[] {1}, VectorSimilarityFunction.EUCLIDEAN));
      document.add(new StoredField("id", "a"));
      document.add(new StoredField("vector", "none"));
      document.add(new StoredField("flag", "true"));
      document.add(new StoredField("list", "[1]"));
      document.add(new StoredField("list", 2));
      document.add(new StoredField("float", 0.1f));
      document.add(new StoredField("bytes", new byte[] {1, 2, 3}));
      writer.addDocument(document);
    }
    assertEquals(
        "{\"id\":\"a\",\"vector\":[1.0],\"vector_\":\"none\",\"flag\":\"true\",\"list\":[\"[1]\",2],"
            + "\"float\":0.1,\"bytes\":\"AQID\"}\n",
        get(index, "a"));
  }

  /** Lucene does not tell whether a vector field has stored values, which a row could lose. */
  public void testAColumnWithTheNameOfTheIndexsOwnFieldIsRefused() throws Exception {
    Path file = folder.resolve("rows.jsonl");
    Files.writeString(file, "{\"id\":\"a\",\"vector\":[1],\"v_\":1,\"v.made_up.too\":2}\n");
    run(ExitStatus.DONE, "import", "--index", index, "--field", "v", file);
    String row = "{\"id\":\"a\",\"vector\":[1.0],\"v_\":1,\"v.made_up.too\":2}\n";
    assertEquals(row, get(index, "a"));
    for (String name : List.of("v", "v.json", "v.made_up")) {
      Files.writeString(file, "{\"id\":\"a\",\"vector\":[1],\"" + name + "\":3}\n");
      run(
          ExitStatus.FAILED,
          "import",
          "--replace-documents",
          "--index",
          index,
          "--field",
          "v",
          file);
      assertTrue(err, err.contains("rows.jsonl row 0: column \"" + name + "\" has a name"));
      assertEquals(row, get(index, "a"));
    }
  }
}
