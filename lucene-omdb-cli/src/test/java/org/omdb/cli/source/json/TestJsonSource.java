// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;

public class TestJsonSource extends SourceTestCase {

  private static final SourceFormat JSON = new JsonFormat();

  private static List<Row> read(String text) throws IOException, CommandFailure {
    return read(JSON, write("a.json", text));
  }

  private static List<Row> read(String text, String id, String vector, String... stored)
      throws IOException, CommandFailure {
    List<String> columns = stored.length == 0 ? null : List.of(stored);
    Path file = write("a.json", text);
    return read(null, file, new Columns(id, vector, columns, false));
  }

  private static void refused(String text, String expected) throws IOException {
    assertRefused(JSON, write("a.json", text), expected);
  }

  private static void refused(String text, Columns columns, String expected) throws IOException {
    Path file = write("a.json", text);
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(JSON, file, columns));
    assertEquals(file + ": " + expected, failure.getMessage());
  }

  public void testTheSameRowsWhereverTheyAre() throws Exception {
    float[][] vectors = randomVectors();
    String[] records = new String[vectors.length];
    for (int i = 0; i < records.length; i++) {
      String vector = Arrays.toString(vectors[i]);
      boolean asText = random().nextInt(3) == 0;
      records[i] =
          ("{\"n\": " + i + ", \"id\": \"\u00e9 " + i + "\",\n\t\"vector\": ")
              + (asText ? "\"" + vector + "\"" : vector)
              + "}";
    }
    String rows = String.join(random().nextBoolean() ? "," : " ,\r\n", records);
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < records.length; i++) {
      members.append(i == 0 ? "" : ",").append("\"" + i + "\": ").append(records[i]);
    }
    for (String text :
        List.of(
            "[" + rows + "]",
            "\ufeff  [\n" + rows + "\n]\n",
            String.join("\n", records),
            "{\"a\": [1, {}], \"data\": [" + rows + "], \"z\": {\"vector\": 1}}",
            "{\"a\": {\"b\": {\"c\": [" + rows + "]}}}\n{\"a\": {\"b\": {\"c\": []}}}",
            "{\"vectors\": {" + members + "}}",
            "{" + members + "}",
            "[[" + rows + "], []]")) {
      Path file = write("a", text);
      assertEquals(text, "json", detect(file));
      List<Row> read = read(null, file);
      assertVectors(read, vectors);
      for (int i = 0; i < records.length; i++) {
        assertEquals("\u00e9 " + i, read.get(i).id());
        assertEquals(Map.of("n", (long) i), read.get(i).stored());
      }
    }
  }

  /** What a file is recognized by may end anywhere: in a number, a literal, a string. */
  public void testRecognizedWhereverTheHeadEnds() throws Exception {
    String record =
        "{\"id\": \"\\u00e9\u00e9\",\n \"vector\": [1.5, -2.5e-7, 0.5E+2], \"a\": true, \"b\": false, \"c\": null}";
    int count = FileHead.MAX_BYTES / record.length() + 2;
    String rows = String.join(",", Collections.nCopies(count, record));
    String line = rows.replace("\n", "");
    for (int shift = 0; shift <= record.length() + 2; shift++) {
      String before = " ".repeat(shift);
      for (String text :
          List.of(
              before + "[" + rows + "]",
              before + String.join("\n", Collections.nCopies(count, record)),
              before + "{\"vectors\": [" + line + "]}")) {
        assertEquals(before.length() + " before", "json", detect(write("a", text)));
      }
      String numbers = String.join(", ", Collections.nCopies(FileHead.MAX_BYTES / 5, "-0.5e1"));
      String lines = before + "{\"id\": \"a\", \"vector\": [" + numbers + "]}\n";
      assertEquals(before.length() + " before", "jsonl", detect(write("a", lines)));
    }
  }

  public void testVectorsWithoutNames() throws Exception {
    for (String text : List.of("[[1,2],[3,-4]]", "[1,2]\n[3,-4]", " [[1, 2]]\n[[3, -4]]")) {
      Path file = write("a", text);
      assertEquals("json", detect(file));
      assertVectors(read(null, file), new float[] {1, 2}, new float[] {3, -4});
    }
  }

  public void testKeysAreIdsWhereRecordsHaveNone() throws Exception {
    List<Row> rows =
        read("{\"vectors\":{\"a\":{\"values\":[1]},\"b\":{\"id\":\"c\",\"values\":[2]}}}");
    assertEquals("a", rows.get(0).id());
    assertEquals("c", rows.get(1).id());
    rows = read("{\"2\":{\"emb\":[1]},\"1\":{\"emb\":[2]}}");
    assertEquals("1", rows.get(1).id());
  }

  public void testColumns() throws Exception {
    String text =
        "{\"id\":{\"0\":\"a\",\"1\":\"b\"},\"vector\":{\"0\":[1.5,2],\"1\":[3,4]},\"n\":{\"0\":1,\"1\":null}}";
    List<Row> rows = read(text);
    assertVectors(rows, new float[] {1.5f, 2}, new float[] {3, 4});
    assertEquals("b", rows.get(1).id());
    assertEquals(Map.of("n", Json.NULL), rows.get(1).stored());
    rows = read("{\"v\":[[1],[2]],\"k\":[\"x\",7],\"a\":[1,2],\"b\":[3,4]}", "k", "v", "b");
    assertVectors(rows, new float[] {1}, new float[] {2});
    assertEquals("7", rows.get(1).id());
    assertEquals(Map.of("b", 4L), rows.get(1).stored());
  }

  /** In both layouts: an object per row, and an object per column. */
  public void testKeysAreIdsUnlessTheyNumberTheRows() throws Exception {
    for (String text :
        List.of(
            "{\"vec\":{\"K1\":[1],\"K2\":[2]}}", "{\"K1\":{\"vec\":[1]},\"K2\":{\"vec\":[2]}}")) {
      assertEquals("1", read(text.replace("K1", "7").replace("K2", "1")).get(1).id());
      List<Row> rows = read(text.replace("K1", "0").replace("K2", "1"));
      assertNull(rows.get(0).id());
      assertNull(rows.get(1).id());
      refused(
          text.replace("K1", "0").replace("K2", "5"),
          "row 1: found key \"5\", expected \"1\", since the keys before are numbers of rows and no ids:"
              + " name a column of ids with --id-column");
    }
  }

  public void testColumnsThatHaveLostValuesAreRefused() throws Exception {
    String text = "{\"embeddings\":[[1],[2]],\"lang\":[\"de\"],\"none\":[],\"usage\":{\"x\":1}}";
    refused(
        text,
        "found 1 values in column \"lang\", expected 2 as in \"embeddings\", or --store with the"
            + " columns to take");
    List<Row> rows = read(JSON, write("a.json", text), new Columns(null, null, List.of(), false));
    assertVectors(rows, new float[] {1}, new float[] {2});
    refused(
        text,
        new Columns(null, null, List.of("lang"), false),
        "found 1 values in column \"lang\", expected 2 as in \"embeddings\"");
    refused(
        text,
        new Columns(null, null, List.of("usage"), false),
        "found an object as \"usage\", expected the same as \"embeddings\"");
    refused(
        text,
        new Columns(null, null, List.of("title"), false),
        "found no column \"title\" among \"embeddings\", \"lang\", \"none\", \"usage\", expected one to"
            + " store");
  }

  public void testBadColumnsAreRefused() throws Exception {
    refused(
        "{\"ids\":[\"a\"],\"embeddings\":[[1],[2]]}",
        "found 1 values in column \"ids\", expected 2 as in \"embeddings\"");
    refused(
        "{\"ids\":[\"a\",null],\"embeddings\":[[1],[2]]}",
        "row 1: found null as id, expected a string or a whole number");
    refused(
        "{\"embeddings\":[[1],null]}", "row 1: found null as vector, expected an array of numbers");
    refused("{\"embeddings\":[[1],[2,3]]}", "row 1: found 2 components, expected 1 as in row 0");
    refused(
        "{\"embeddings\":{\"0\":[1],\"1\":[2]},\"a\":{\"1\":1,\"0\":0}}",
        "row 0: found key \"1\" in column \"a\", expected \"0\" as in \"embeddings\": columns have"
            + " their rows in the same order");
    refused(
        "{\"embeddings\":[[1]]}{}",
        "found another value after the object with the columns, expected the end");
    refused(
        "{\"embeddings\":[[1]]",
        "line 1, column 20: found the end of the file, expected valid JSON");
    CommandFailure failure =
        expectThrows(
            CommandFailure.class, () -> read("{\"embeddings\":[[1]],\"a\":[1]}", "k", null));
    assertTrue(
        failure.getMessage(),
        failure
            .getMessage()
            .endsWith("found no column \"k\" among \"embeddings\", \"a\", expected one of ids"));
  }

  public void testPathsThatTheUserNames() throws Exception {
    String record =
        "{\"a\":{\"b\":17,\"c\":\"x\"},\"v\":[[1,2],[3,4]],\"d\":{\"e\":true,\"f\":1},\"g\":[5]}";
    for (String text : List.of(record, "[" + record + "]", "{\"rows\":[" + record + "]}")) {
      List<Row> rows = read(text, "a.b", "v.1");
      assertVectors(rows, new float[] {3, 4});
      assertEquals("17", rows.get(0).id());
      assertEquals(
          Map.of(
              "a.c", "x",
              "v.0", new Json("[1,2]"),
              "d", new Json("{\"e\":true,\"f\":1}"),
              "g", new Json("[5]")),
          rows.get(0).stored());
      rows = read(text, "a.b", "g", "d.e", "a");
      assertVectors(rows, new float[] {5});
      assertEquals(Map.of("d.e", true, "a.c", "x"), rows.get(0).stored());
    }
  }

  public void testNamesWithPointsArePathsToo() throws Exception {
    List<Row> rows = read("{\"a.b\":\"x\",\"c.d\":[1]}", "a.b", "c.d");
    assertVectors(rows, new float[] {1});
    assertEquals("x", rows.get(0).id());
  }

  public void testTheKnownNameThatIsMeantIsTaken() throws Exception {
    assertVectors(read("{\"embedding\":[1],\"vector\":[2]}"), new float[] {2});
    assertVectors(read("{\"Title_Embedding\":[1],\"tags\":[2,3]}"), new float[] {1});
    assertVectors(read("{\"item\":{\"bodyVector\":[1]},\"ids\":[2]}"), new float[] {1});
    assertEquals("u", read("{\"uuid\":\"u\",\"emb\":[1]}").get(0).id());
    assertEquals("i", read("{\"uuid\":\"u\",\"id\":\"i\",\"emb\":[1]}").get(0).id());
    assertEquals("2", read("{\"emb\":[1]}\n{\"_id\":2,\"emb\":[1]}").get(1).id());
  }

  public void testWhatIsDoubtfulIsRefusedWithTheWayOut() throws Exception {
    refused(
        "{\"a_embedding\":[1],\"b_embedding\":[2]}",
        "row 0: found vectors in \"a_embedding\", \"b_embedding\", expected one of them named with"
            + " --vector-column");
    refused(
        "{\"plot\":[1],\"a\":{\"b\":[{\"c\":[2]}]}}",
        "found arrays of numbers in members of unknown names: \"plot\", \"a.b.0.c\", expected"
            + " records with a vector; --vector-column names their member that has it");
    refused(
        "[{\"id\":1}]",
        "found no arrays of numbers, expected records with a vector; --vector-column names their"
            + " member that has it");
    refused(
        "{\"response\":{\"body\":{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]}}}",
        "row 0: found more than one element in \"response.body.data\", expected one, or"
            + " --vector-column response.body.data.0.embedding for the first vector alone");
    assertVectors(
        read(
            "{\"response\":{\"body\":{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]}}}",
            null,
            "response.body.data.0.embedding"),
        new float[] {1});
  }

  public void testBadRecordsAreRefusedWithTheirRow() throws Exception {
    refused("[{\"vector\":[1]},2]", "row 1: found a number, expected an object");
    refused(
        "[{\"vector\":[1]},{\"a\":1,\"b\":2}]",
        "row 1: found no member \"vector\" among \"a\", \"b\", expected one, an array of numbers");
    refused(
        "{\"rows\":[{\"vector\":[1]}]}{\"error\":\"x\"}",
        "row 1: found no member \"rows\", expected one with records");
    refused(
        "{\"rows\":[{\"vector\":[1]}]}{\"rows\":null}",
        "row 1: found null, expected an array or an object with records in it");
    refused(
        "[{\"vector\":[1]},\n {\"vector\":[1}]",
        "line 2, column 14: found an error (Unexpected close marker '}': expected ']'), expected"
            + " valid JSON");
    refused(
        "[{\"vector\":[1]}", "line 1, column 16: found the end of the file, expected valid JSON");
    refused(
        "[{\"vector\":\"[1,2\"}]", "row 0: found \"[1,2\" as vector, expected \"]\" at its end");
    refused(
        "[{\"vector\":\"[1,,2]\"}]",
        "row 0: found \"\" as component 1, expected a finite number in the range of float32");
  }

  public void testARecordMayNotFillTheMemory() throws Exception {
    StringBuilder text = new StringBuilder("[{\"vector\":[1]},{\"vector\":[1],\"a\":[");
    String element = "\"" + "x".repeat(1 << 20) + "\",";
    for (int i = 0; i <= 64; i++) {
      text.append(element);
    }
    refused(
        text.append("1]}]").toString(),
        "row 1: found more than 67108864 bytes, expected a vector and its columns");
  }

  /** The records are found far behind the start, and far more of them follow. */
  public void testVectorsFarFromTheStart() throws Exception {
    int rows = atLeast(2_000);
    StringBuilder text = new StringBuilder("{\"text\":\"" + "x".repeat(200_000) + "\",\"rows\":[");
    float[][] vectors = new float[rows][];
    for (int i = 0; i < rows; i++) {
      vectors[i] = randomVector(3);
      text.append(i == 0 ? "" : ",")
          .append("{\"text\":\"\u00e9\ud83d\ude00\",\"vector\":")
          .append(Arrays.toString(vectors[i]))
          .append("}");
    }
    List<Row> read = read(text.append("]}").toString());
    assertVectors(read, vectors);
    assertEquals("\u00e9\ud83d\ude00", read.get(rows - 1).stored().get("text"));
  }

  public void testBytesThatAreNoUtf8AreRefused() throws Exception {
    String good = "[{\"vector\":[1],\"a\":\"" + "x".repeat(random().nextInt(200_000));
    byte[] bytes = (good + "?\"}]").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    bytes[good.length()] = (byte) 0xff;
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> read(JSON, write("a.json", bytes)));
    assertTrue(
        failure.getMessage(), failure.getMessage().matches("(?s).*(byte 0xff|Invalid UTF-8).*"));
  }
}
