// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.cli.process.CommandProcess.Result;
import org.omdb.cli.source.file.Compress;

/** Files that come through a pipe are imported with one commit, or not at all. */
@SuppressFileSystems("*")
public class ITStandardInput extends LuceneTestCase {

  private Path folder;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    assumeTrue("needs a shell", Files.exists(Path.of("/bin/sh")));
    folder = createTempDir();
  }

  private Result importPipe(byte[] content, String... options) throws Exception {
    Path input = Files.write(folder.resolve("input"), content);
    List<String> arguments = new ArrayList<>(List.of("import", "--index", "idx", "--field", "v"));
    arguments.addAll(List.of(options));
    return CommandProcess.runWithPipe(folder, input, arguments.toArray(String[]::new));
  }

  private String get(String id) throws Exception {
    Result result =
        CommandProcess.run(folder, "get", "--index", "idx", "--field", "v", "--json", id);
    assertEquals(result.err(), 0, result.status());
    return result.out().trim();
  }

  private static byte[] words(int rows) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      text.append("word").append(i).append(' ').append(i).append(" 0.5\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  public void testManyRowsThroughAPipeAreOneCommit() throws Exception {
    byte[] words = words(50_000); // far more than a pipe holds
    for (byte[] content : List.of(words, Compress.GZIP.bytes(words))) {
      Result result = importPipe(content, "-");
      assertEquals(result.err(), 0, result.status());
      assertTrue(result.out(), result.out().startsWith("50,000 rows imported"));
      assertTrue(get("word49999"), get("word49999").contains("[49999.0,0.5]"));
    }
    try (FSDirectory directory = FSDirectory.open(folder.resolve("idx"))) {
      // the empty commit that an index begins with, and one for each import
      assertEquals(3, DirectoryReader.listCommits(directory).get(0).getGeneration());
    }
  }

  public void testBadRowAtTheEndLeavesTheIndexAsItWas() throws Exception {
    byte[] bad = words(50_000);
    bad[bad.length - 2] = 'x';
    Result result = importPipe(bad, "-");
    assertEquals(1, result.status());
    assertEquals( // behind lines of progress, if this machine is slow
        "omdb: standard input: line 50000: found \"0.x\" as component 1, expected a finite number in"
            + " the range of float32",
        result.errorLines().getLast());
    assertFalse(Files.exists(folder.resolve("idx")));
  }

  public void testBesideFiles() throws Exception {
    Files.writeString(folder.resolve("more.txt"), "more 1 2\n");
    Result result = importPipe(words(3), "more.txt", "-");
    assertEquals(result.err(), 0, result.status());
    assertTrue(get("more").contains("[1.0,2.0]"));
    assertTrue(get("word2").contains("[2.0,0.5]"));
    Files.writeString(folder.resolve("other.txt"), "other 1 2 3\n");
    Result other = importPipe(words(3), "other.txt", "-");
    assertEquals(1, other.status());
    assertEquals(
        List.of("omdb: standard input has vectors of dimension 2, expected 3 as in other.txt"),
        other.errorLines());
    assertEquals(2, importPipe(words(3), "-", "-").status());
  }

  /** What comes through a pipe is never the same again: its made-up ids replace no others. */
  public void testMadeUpIdsOfOnePipeDoNotReplaceThoseOfAnother() throws Exception {
    byte[] rows = "1.5 2\n3.5 4\n".getBytes(StandardCharsets.UTF_8);
    assertEquals(0, importPipe(rows, "--no-ids", "-").status());
    assertTrue(get("stdin_1"), get("stdin_1").contains("[3.5,4.0]"));
    Result again = importPipe(rows, "--no-ids", "-");
    assertEquals(1, again.status());
    assertEquals(
        List.of(
            "omdb: standard input row 0 has no id, and the name made up for it, \"stdin_0\", is"
                + " the id of another vector: give ids with --ids"),
        again.errorLines());
  }

  public void testFormatsThatAreNotReadFrontToBackNeedAFile() throws Exception {
    Result result = importPipe("OMDB1234".getBytes(StandardCharsets.US_ASCII), "-");
    assertEquals(1, result.status());
    assertEquals(
        List.of(
            "omdb: standard input: found omdb from a pipe, expected a file, because omdb is not"
                + " read front to back"),
        result.errorLines());
  }

  public void testEmptyInputIsRefused() throws Exception {
    Result result = importPipe(new byte[0], "-");
    assertEquals(1, result.status());
    assertEquals(
        List.of("omdb: standard input: found an empty file, expected vectors"),
        result.errorLines());
  }
}
