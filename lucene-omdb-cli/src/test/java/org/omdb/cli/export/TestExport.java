// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.omdb.cli.console.ExitStatus;
import org.omdb.lucene.OmdbCodec;

/** What is exported is what was imported, in each format. */
public class TestExport extends ExportTestCase {

  private static final List<String> FORMATS = List.of("omdb", "npy", "fvecs", "jsonl", "parquet");

  private Path importAgain(Path file) {
    Path again = folder.resolve("again-" + file.getFileName());
    Path ids = folder.resolve(file.getFileName() + ".ids.txt");
    List<Object> args = new ArrayList<>(List.of("import", "--index", again, "--field", "v", file));
    if (Files.exists(ids)) {
      args.addAll(List.of("--ids", ids));
    }
    run(ExitStatus.DONE, args.toArray());
    return again;
  }

  public void testEachFormatKeepsIdsAndTheBitsOfVectors() throws Exception {
    fillIndex(false);
    for (String format : FORMATS) {
      Path file = folder.resolve("a." + format);
      export(random().nextBoolean() ? new Object[] {file} : new Object[] {file, "--sort-ids"});
      assertRows(rows, rowsOf(importAgain(file)));
    }
  }

  public void testJsonLinesKeepColumnsAsTheyAre() throws Exception {
    fillIndex(true);
    Path file = folder.resolve("a.jsonl");
    export(file);
    assertRows(rowsOf(index), rowsOf(importAgain(file)));
  }

  public void testParquetKeepsColumnsWithOneTypeEach() throws Exception {
    fillIndex(true);
    Path file = folder.resolve("a.parquet");
    export(file);
    Map<String, JsonNode> before = rowsOf(index);
    Map<String, JsonNode> after = rowsOf(importAgain(file));
    assertEquals(before.keySet(), after.keySet());
    for (String id : before.keySet()) {
      ObjectNode expected = ((ObjectNode) before.get(id)).deepCopy();
      // In a column that has others, too, a whole number is a double.
      expected.put("mixed numbers", expected.get("mixed numbers").doubleValue());
      ObjectNode found = ((ObjectNode) after.get(id)).deepCopy();
      found.put("mixed numbers", found.get("mixed numbers").doubleValue());
      assertEquals(sorted(expected), sorted(found));
    }
  }

  private static Map<String, JsonNode> sorted(ObjectNode row) {
    Map<String, JsonNode> members = new TreeMap<>();
    row.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }

  /** Numbers that are no double, alone, among doubles, and inside of lists and objects. */
  public void testNumbersKeepTheirDigits() throws Exception {
    List<String> lines =
        List.of(
            "\"number\":1e400,\"list\":[1e400,0.1000000000000000000001],\"mixed\":0.5",
            "\"number\":-1.5E-400,\"mixed\":9007199254740993.0,\"whole\":1",
            "\"number\":12345678901234567890123,\"object\":{\"a\":{\"b\":3.14159265358979323846}}",
            "\"mixed\":2.9802322387695312E-8,\"whole\":9223372036854775808");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      expected.add("{\"id\":\"" + i + "\",\"vector\":[" + i + ".5]," + lines.get(i) + "}");
    }
    Path in = Files.write(folder.resolve("in.jsonl"), expected);
    run(ExitStatus.DONE, "import", "--index", index, "--field", "v", in);
    for (String format : List.of("jsonl", "parquet")) {
      Path file = folder.resolve("out." + format);
      export(file);
      Path again = importAgain(file);
      for (String line : expected) {
        String id = JSON.readTree(line).get("id").textValue();
        run(ExitStatus.DONE, "get", "--index", again, "--field", "v", "--json", id);
        assertEquals(digits(line), digits(out));
      }
    }
  }

  /** With all digits, in the order of names. */
  private static Map<String, JsonNode> digits(String line) throws IOException {
    JsonNode row =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree(line);
    return sorted((ObjectNode) row);
  }

  public void testSortedByTheBytesOfIds() throws Exception {
    fillIndex(false);
    List<String> ids = new ArrayList<>(rows.keySet());
    ids.sort(
        (a, b) ->
            Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    for (String format : FORMATS) {
      Path file = folder.resolve("a." + format);
      export("--sort-ids", file);
      assertOut("sorted by id");
      if (format.equals("npy") || format.equals("fvecs")) {
        assertEquals(ids, Files.readAllLines(folder.resolve("a." + format + ".ids.txt")));
      } else if (format.equals("jsonl")) {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
          found.add(JSON.readTree(line).get("id").asText());
        }
        assertEquals(ids, found);
      }
      assertRows(rows, rowsOf(importAgain(file)));
    }
  }

  public void testTheReportSaysWhatIsLeftOutAndTheOrder() throws Exception {
    fillIndex(true);
    export(folder.resolve("a.npy"));
    assertOut("in document order");
    assertOut("left out: any, boolean, list, long, mixed numbers, object, text");
    assertOut("the ids are in " + folder.resolve("a.npy.ids.txt"));
    export("--json", "--sort-ids", folder.resolve("a.fvecs"));
    assertEquals("ids", json().get("order").asText());
    assertEquals(rows.size(), json().get("ids").asInt());
    assertEquals(7, json().get("fields_left_out").size());
    assertEquals(folder.resolve("a.fvecs.ids.txt").toString(), json().get("ids_file").asText());
    export("--json", folder.resolve("a.parquet"));
    assertEquals(0, json().get("fields_left_out").size());
    assertTrue(json().get("ids_file").isNull());
    assertEquals(Files.size(folder.resolve("a.parquet")), json().get("bytes").asLong());
  }

  public void testTheNameOrAnOptionSaysTheFormat() throws Exception {
    fillIndex(false);
    run(ExitStatus.USAGE, "export", "--index", index, "--field", "v", folder.resolve("out.txt"));
    assertTrue(err, err.contains("expected one that ends with .omdb, .npy, .fvecs, .jsonl or"));
    run(
        ExitStatus.USAGE,
        "export",
        "--index",
        index,
        "--field",
        "v",
        "--format",
        "csv",
        folder.resolve("out.npy"));
    assertTrue(err, err.contains("--format is csv, expected omdb, npy, fvecs, jsonl or parquet"));
    run(
        ExitStatus.USAGE,
        "export",
        "--index",
        index,
        "--field",
        "v",
        "--engine",
        folder.resolve("out.npy"));
    assertTrue(err, err.contains("--engine is for OMDB files"));
    export("--format", "NPY", folder.resolve("out.omdb"));
    byte[] magic = Arrays.copyOf(Files.readAllBytes(folder.resolve("out.omdb")), 6);
    assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'}, magic);
  }

  public void testAFileThatIsThereStaysWithoutOverwrite() throws Exception {
    fillIndex(false);
    Path beside = Files.writeString(folder.resolve("a.npy.ids.txt"), "precious");
    run(ExitStatus.FAILED, "export", "--index", index, "--field", "v", folder.resolve("a.npy"));
    assertTrue(err, err.contains("a.npy.ids.txt") && err.contains("--overwrite replaces it"));
    assertEquals("precious", Files.readString(beside));
    assertOnly("a.npy.ids.txt");
    for (String format : FORMATS) {
      Path there = Files.writeString(folder.resolve("there." + format), "precious");
      run(ExitStatus.FAILED, "export", "--index", index, "--field", "v", there);
      assertTrue(err, err.contains("--overwrite replaces it"));
      assertEquals("precious", Files.readString(there));
      export("--overwrite", there);
      assertRows(rows, rowsOf(importAgain(there)));
    }
  }

  public void testAnIdWithALineBreakIsRefusedWhereIdsAreLines() throws Exception {
    for (String lineBreak : List.of("\\n", "\\r")) {
      Path file =
          Files.writeString(
              folder.resolve("in.jsonl"),
              "{\"id\":\"a\",\"vector\":[1]}\n{\"id\":\"b" + lineBreak + "c\",\"vector\":[2]}\n");
      run(ExitStatus.DONE, "import", "--index", index, "--field", "v", file);
      for (String format : List.of("npy", "fvecs")) {
        Path out = folder.resolve("a." + format);
        run(ExitStatus.FAILED, "export", "--index", index, "--field", "v", out);
        assertTrue(err, err.contains("has a line break"));
        assertEquals(err, 1, err.lines().count());
      }
      assertOnly();
      rows.put("a", null);
      rows.put("b" + (lineBreak.equals("\\n") ? '\n' : '\r') + "c", null);
      export("--overwrite", folder.resolve("ok.parquet"));
      assertRows(rowsOf(index), rowsOf(importAgain(folder.resolve("ok.parquet"))));
      org.apache.lucene.util.IOUtils.rm(index, folder.resolve("again-ok.parquet"));
      Files.delete(folder.resolve("ok.parquet"));
      rows.clear();
    }
  }

  private void importRows(String... ids) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String id : ids) {
      ObjectNode row = JSON.createObjectNode().put("id", id);
      row.putArray("vector").add(lines.length() + 0.5);
      lines.append(JSON.writeValueAsString(row)).append('\n');
      rows.put(id, row);
    }
    Path file = Files.writeString(folder.resolve("in.jsonl"), lines);
    run(ExitStatus.DONE, "import", "--index", index, "--field", "v", file);
  }

  public void testAFirstIdThatWouldBeReadAsAnotherIsRefused() throws Exception {
    for (String id : List.of("\uFEFFa", "a\tb", "\t", "\uFEFFa\tb")) {
      importRows(id, "\ud83d\ude00"); // sorts behind all of them
      for (String format : List.of("npy", "fvecs")) {
        Path out = folder.resolve("a." + format);
        run(ExitStatus.FAILED, "export", "--sort-ids", "--index", index, "--field", "v", out);
        assertTrue(
            err,
            err.contains(
                id.startsWith("\uFEFF")
                    ? "begins with a byte order mark, which a file with an id per line can't hold"
                    : "has a tab, which a file with an id per line can't hold"));
        assertTrue(err, err.contains("in its first line: export to .parquet, .jsonl or .omdb"));
        assertEquals(err, 1, err.lines().count());
      }
      assertOnly();
      org.apache.lucene.util.IOUtils.rm(index);
    }
  }

  public void testTheSameIdsAreReadInOtherLines() throws Exception {
    importRows("\u0001", "\t", " a ", "a\tb", "a\uFEFF", "\uFEFF", "\uFEFFa");
    for (String format : List.of("npy", "fvecs")) {
      Path file = folder.resolve("a." + format);
      export("--sort-ids", file);
      assertRows(rows, rowsOf(importAgain(file)));
    }
  }

  public void testLinksIntoTheIndexFolderAreRefused() throws Exception {
    importRows("a");
    Path segments;
    try (Directory directory = FSDirectory.open(index)) {
      segments = index.resolve(SegmentInfos.getLastCommitSegmentsFileName(directory));
    }
    byte[] before = Files.readAllBytes(segments);
    Path toFile = folder.resolve("file.omdb");
    Path toNewFile = folder.resolve("new.omdb");
    Path toLink = folder.resolve("link.omdb");
    Path toFolder = folder.resolve("folder");
    link(toFile, segments);
    link(toNewFile, index.getFileName().resolve("new"));
    link(toLink, toFile);
    link(toFolder, index);
    link(folder.resolve("a.npy.ids.txt"), segments);
    Path circle = folder.resolve("circle.omdb");
    link(circle, circle.getFileName());
    for (Path out :
        List.of(
            toFile,
            toNewFile,
            toLink,
            toFolder.resolve("a.omdb"),
            folder.resolve("a.npy"),
            index.resolve("a.omdb"))) {
      run(2, "export", "--overwrite", "--index", index, "--field", "v", out);
      assertTrue(err, err.contains("is in the index folder, which belongs to Lucene"));
      assertArrayEquals(before, Files.readAllBytes(segments));
      assertFalse(Files.exists(index.resolve("new")));
    }
    run(ExitStatus.FAILED, "export", "--index", index, "--field", "v", circle);
    assertTrue(err, err.contains("is a link that leads to itself"));
    assertRows(rows, rowsOf(index));
  }

  public void testALinkStaysAndItsFileIsWritten() throws Exception {
    importRows("a");
    Path link = folder.resolve("link.omdb");
    Path real = createTempDir().resolve("real.omdb");
    link(link, real);
    Object[] export = {"export", "--index", index, "--field", "v", link};
    run(ExitStatus.FAILED, export);
    assertTrue(err, err.contains("is a link to " + real + ", which is not there"));
    assertFalse(Files.exists(real));
    Files.writeString(real, "old");
    run(ExitStatus.FAILED, export);
    assertTrue(err, err.contains("--overwrite replaces it"));
    export("--overwrite", link);
    assertTrue(Files.isSymbolicLink(link) && Files.isRegularFile(real));
    assertRows(rows, rowsOf(importAgain(real)));
  }

  /** No other exported files, nor temporary ones, are in the folder. */
  private void assertOnly(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> found =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> List.of("in.jsonl", "idx").contains(name) == false)
              .toList();
      assertEquals(List.of(names), found);
    }
  }

  public void testVectorsWithoutIds() throws Exception {
    writeIndex(new KnnFloatVectorField("v", new float[] {1, -0f}));
    for (String format : FORMATS) {
      Path file = folder.resolve("a." + format);
      export(random().nextBoolean() ? new Object[] {file} : new Object[] {file, "--sort-ids"});
      assertOut("1 vectors with 0 ids exported");
      assertOut("1 vectors have no id");
      assertFalse(Files.exists(folder.resolve("a." + format + ".ids.txt")));
      importAgain(file);
      assertOut("1 rows imported");
    }
  }

  public void testByteVectorsBecomeFloats() throws Exception {
    writeIndex(new KnnByteVectorField("v", new byte[] {1, -128}));
    for (String format : FORMATS) {
      Path file = folder.resolve("a." + format);
      export(file);
      Path again = importAgain(file);
      run(
          ExitStatus.DONE,
          "search",
          "--index",
          again,
          "--field",
          "v",
          "--vector",
          "[1,-128]",
          "--json");
      assertOut("\"score\":1.0");
    }
  }

  private void writeIndex(IndexableField vector) throws IOException {
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
      Document document = new Document();
      document.add(vector);
      writer.addDocument(document);
    }
  }
}
