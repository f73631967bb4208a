// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.cli.process.CommandProcess.Result;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/**
 * Each bad input gets one line on standard error that names the place, what was found and what was
 * expected, and the index stays as it was.
 */
@SuppressFileSystems("*")
public class ITBadInput extends LuceneTestCase {

  private Path folder;
  private Map<String, String> index;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    write("good.jsonl", "{\"id\": \"a\", \"vector\": [1, 2]}\n{\"id\": \"b\", \"vector\": [3, 4]}");
    assertEquals(
        0,
        CommandProcess.run(folder, "import", "--index", "idx", "--field", "v", "good.jsonl")
            .status());
    index = contents();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("idx"))) {
      for (Path file : files.toList()) {
        contents.put(
            file.getFileName().toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  private void assertRefused(int status, List<String> parts, String... arguments) throws Exception {
    Result result = CommandProcess.run(folder, arguments);
    String what = String.join(" ", arguments) + "\n" + result;
    assertEquals(what, status, result.status());
    List<String> lines = result.errorLines();
    // picocli's own messages are followed by a hint at --help
    assertTrue(what, lines.size() == 1 || (status == 2 && lines.size() == 2));
    assertTrue(what, lines.get(0).startsWith("omdb: "));
    for (String part : parts) {
      assertTrue(part + " is not in " + what, lines.get(0).contains(part));
    }
    assertEquals(what, index, contents());
  }

  private void assertImportRefused(String file, String... parts) throws Exception {
    assertRefused(1, List.of(parts), "import", "--index", "idx", "--field", "v", file);
  }

  public void testFiles() throws Exception {
    assertImportRefused("none.npy", "none.npy");
    write("noise.bin", "\u0001\u0002\u0003 what is this");
    assertImportRefused("noise.bin", "noise.bin");
    write("empty.txt", "");
    assertImportRefused("empty.txt", "empty.txt");
    write("three.txt", "x 1 2 3\n");
    assertImportRefused("three.txt", "three.txt", "3", "2", "dimension");
    write("ragged.jsonl", "{\"id\":\"x\",\"vector\":[1,2]}\n{\"id\":\"y\",\"vector\":[1]}\n");
    assertImportRefused("ragged.jsonl", "ragged.jsonl", "line 2");
    write("nan.txt", "x 1 2\ny 1 NaN\n");
    assertImportRefused("nan.txt", "nan.txt", "line 2", "NaN");
    write("broken.jsonl", "{\"id\":\"x\",\"vector\":[1,2]}\n{\"id\":\"y\",\"vector\":[1,\n");
    assertImportRefused("broken.jsonl", "broken.jsonl", "line 2");
    Files.write(
        folder.resolve("latin1.txt"), "caf\u00E9 1 2\n".getBytes(StandardCharsets.ISO_8859_1));
    assertImportRefused("latin1.txt", "latin1.txt", "UTF-8");
    byte[] whole = new byte[512 + 8];
    System.arraycopy("OMDB".getBytes(StandardCharsets.US_ASCII), 0, whole, 0, 4);
    whole[4] = 5;
    whole[8] = 2;
    whole[12] = 2; // says two vectors, has one
    Files.write(folder.resolve("cut.omdb"), whole);
    assertImportRefused("cut.omdb", "cut.omdb", "byte 8", "2 x 2", "8 bytes");
    // with a bad file after a good one, neither is imported
    write("better.txt", "x 1 2\n");
    assertRefused(
        1, List.of("nan.txt"), "import", "--index", "idx", "--field", "v", "better.txt", "nan.txt");
  }

  public void testIds() throws Exception {
    write("rows.fvecs", "");
    Files.write(folder.resolve("rows.fvecs"), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    write("two.txt", "one\ntwo\n");
    assertRefused(
        1,
        List.of("two.txt", "more than 1", "expected 1"),
        "import",
        "--index",
        "idx",
        "--field",
        "v",
        "--ids",
        "two.txt",
        "rows.fvecs");
    write("none.txt", "");
    assertRefused(
        1,
        List.of("none.txt", "row 0", "rows.fvecs"),
        "import",
        "--index",
        "idx",
        "--field",
        "v",
        "--ids",
        "none.txt",
        "rows.fvecs");
    write("long.jsonl", "{\"id\": \"" + "x".repeat(40_000) + "\", \"vector\": [1, 2]}");
    assertImportRefused("long.jsonl", "long.jsonl", "32766");
  }

  /** A made-up id never replaces a user's id. */
  public void testMadeUpIds() throws Exception {
    write("user.jsonl", "{\"id\": \"vec_0\", \"vector\": [5, 6]}");
    assertEquals(
        0,
        CommandProcess.run(folder, "import", "--index", "idx", "--field", "v", "user.jsonl")
            .status());
    index = contents();
    byte[] bare = new byte[512 + 8];
    System.arraycopy("OMDB".getBytes(StandardCharsets.US_ASCII), 0, bare, 0, 4);
    bare[4] = 4;
    bare[8] = 2;
    bare[12] = 1;
    Files.write(folder.resolve("bare.omdb"), bare);
    assertImportRefused("bare.omdb", "bare.omdb", "vec_0", "--ids");
    // it can be imported into another index, any number of times
    for (int i = 0; i < 2; i++) {
      Result result =
          CommandProcess.run(folder, "import", "--index", "other", "--field", "v", "bare.omdb");
      assertEquals(result.toString(), 0, result.status());
      assertTrue(result.out(), result.out().contains("1 have made-up ids"));
    }
  }

  /**
   * Ids that look made up, in the files of one import, in either order; and names from elsewhere.
   */
  public void testMadeUpNamesAmongIds() throws Exception {
    write("x.jsonl", "{\"id\":\"x.jsonl_1\",\"vector\":[1,2]}\n{\"vector\":[3,4]}\n");
    assertImportRefused("x.jsonl", "row 1", "\"x.jsonl_1\"", "--ids");
    write("x.jsonl", "{\"vector\":[1,2]}\n{\"id\":\"x.jsonl_0\",\"vector\":[3,4]}\n");
    assertImportRefused("x.jsonl", "row 1", "\"x.jsonl_0\"", "made up");
    byte[] row = {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    Files.createDirectories(folder.resolve("one"));
    Files.createDirectories(folder.resolve("two"));
    Files.write(folder.resolve("one/p.fvecs"), row);
    Files.write(folder.resolve("two/p.fvecs"), row);
    assertRefused(
        2,
        List.of("p.fvecs", "--ids"),
        "import",
        "--index",
        "idx",
        "--field",
        "v",
        "one/p.fvecs",
        "two/p.fvecs");
    for (int i = 0; i < 2; i++) { // again is fine
      assertEquals(
          0,
          CommandProcess.run(folder, "import", "--index", "idx", "--field", "v", "one/p.fvecs")
              .status());
    }
    index = contents();
    assertImportRefused("two/p.fvecs", "row 0", "\"p.fvecs_0\"", "--ids");
    write("names.txt", "n\nm\n");
    assertRefused(
        1,
        List.of("good.jsonl", "row 0", "\"a\"", "--ids"),
        "import",
        "--index",
        "idx",
        "--field",
        "v",
        "--ids",
        "names.txt",
        "good.jsonl");
  }

  public void testMoreWaysToGoWrong() throws Exception {
    write("long.txt", "far 10 20\n");
    assertRefused(
        1,
        List.of("long.txt", "row 0", "22.36", "expected 1"),
        "import",
        "--index",
        "idx",
        "--field",
        "d",
        "--similarity",
        "dot",
        "long.txt");
    assertRefused(
        2,
        List.of("segments_9", "index folder"),
        "export",
        "--index",
        "idx",
        "--field",
        "v",
        "--overwrite",
        "idx/segments_9");
  }

  public void testIndexes() throws Exception {
    String[] wrongFolder = {"import", "--index", "full", "--field", "v", "good.jsonl"};
    Files.createDirectory(folder.resolve("full"));
    write("full/letter.txt", "dear");
    assertRefused(1, List.of("full", "not a Lucene index"), wrongFolder);
    assertRefused(
        1, List.of("good.jsonl"), "search", "--index", "good.jsonl", "--field", "v", "--id", "a");
    assertRefused(1, List.of("nowhere"), "get", "--index", "nowhere", "--field", "v", "a");
    assertRefused(
        1, List.of("\"w\"", "\"v\""), "export", "--index", "idx", "--field", "w", "x.omdb");
    assertRefused(
        1,
        List.of("euclidean", "cosine"),
        "import",
        "--index",
        "idx",
        "--field",
        "v",
        "--similarity",
        "cosine",
        "good.jsonl");
    assertRefused(1, List.of("\"nobody\""), "get", "--index", "idx", "--field", "v", "nobody");
    assertRefused(
        1,
        List.of("\"nobody\"", "nothing is deleted"),
        "delete",
        "--index",
        "idx",
        "--field",
        "v",
        "a",
        "nobody");
    assertRefused(
        1,
        List.of("3 components", "expected 2"),
        "search",
        "--index",
        "idx",
        "--field",
        "v",
        "--vector",
        "[1,2,3]");
    write("there.omdb", "precious");
    assertRefused(
        1,
        List.of("there.omdb", "--overwrite"),
        "export",
        "--index",
        "idx",
        "--field",
        "v",
        "there.omdb");
    assertEquals("precious", Files.readString(folder.resolve("there.omdb")));
  }

  public void testUsage() throws Exception {
    assertRefused(2, List.of("--field"), "import", "--index", "idx", "good.jsonl");
    assertRefused(
        2, List.of("--vector"), "search", "--index", "idx", "--field", "v", "--vector", "[1,");
    assertRefused(
        2, List.of("-k"), "search", "--index", "idx", "--field", "v", "--id", "a", "-k", "0");
    assertRefused(
        2,
        List.of("--format"),
        "import",
        "--index",
        "idx",
        "--field",
        "v",
        "--format",
        "png",
        "good.jsonl");
  }

  public void testForeignFieldAndLock() throws Exception {
    try (FSDirectory dir = FSDirectory.open(folder.resolve("lucene"));
        IndexWriter writer =
            new IndexWriter(dir, new IndexWriterConfig().setCodec(new Lucene104Codec()))) {
      Document document = new Document();
      document.add(new KnnFloatVectorField("v", new float[] {1, 2}));
      writer.addDocument(document);
      writer.commit();
      assertRefused(
          1,
          List.of("lucene", "locked"),
          "import",
          "--index",
          "lucene",
          "--field",
          "v",
          "good.jsonl");
    }
    assertRefused(
        1,
        List.of("lucene", "\"v\"", "OmdbVectorField"),
        "import",
        "--index",
        "lucene",
        "--field",
        "v",
        "good.jsonl");
    assertRefused(
        1,
        List.of("lucene", "Lucene99HnswVectorsFormat"),
        "search",
        "--index",
        "lucene",
        "--field",
        "v",
        "--id",
        "a");
  }

  /** An import writes whole documents, and refuses to lose what a user's document has. */
  public void testDocumentsWithOtherFields() throws Exception {
    try (FSDirectory dir = FSDirectory.open(folder.resolve("idx"));
        IndexWriter writer =
            new IndexWriter(dir, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
      Document document = new Document();
      document.add(
          new OmdbVectorField("v", "rich", new float[] {1, 2}, VectorSimilarityFunction.EUCLIDEAN));
      document.add(new TextField("title", "a book", Field.Store.YES));
      writer.addDocument(document);
    }
    index = contents();
    write(
        "rich.jsonl",
        "{\"id\": \"a\", \"vector\": [5, 6]}\n{\"id\": \"rich\", \"vector\": [5, 6]}");
    assertImportRefused("rich.jsonl", "row 1", "\"rich\"", "\"title\"", "--replace-documents");
    Result result =
        CommandProcess.run(
            folder,
            "import",
            "--index",
            "idx",
            "--field",
            "v",
            "--replace-documents",
            "rich.jsonl");
    assertEquals(result.toString(), 0, result.status());
  }

  /** Files that can't grow, which is how a writer sees a full disk. */
  public void testFullDisk() throws Exception {
    assumeTrue("needs a shell with ulimit", Files.exists(Path.of("/bin/sh")));
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      rows.append("word").append(i).append(" 1 ").append(i).append('\n');
    }
    write("many.txt", rows.toString());
    Result result =
        CommandProcess.runWithFileLimit(
            folder, 200, "import", "--index", "idx", "--field", "v", "many.txt");
    assertEquals(result.toString(), 1, result.status());
    assertEquals(result.toString(), 1, result.errorLines().size());
    assertTrue(
        result.toString(),
        result.errorLines().get(0).matches("omdb: idx: .*; the index is as it was before"));
    assertEquals(index.keySet(), contents().keySet());
    assertEquals(index, contents());
  }
}
