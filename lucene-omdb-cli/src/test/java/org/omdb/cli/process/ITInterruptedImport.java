// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.folder.UncommittedFiles;
import org.omdb.cli.process.CommandProcess.Result;
import org.omdb.image.OmdbFile;

/** An import that is killed at any moment and run again ends as if it had run once. */
@SuppressFileSystems("*")
public class ITInterruptedImport extends LuceneTestCase {

  public void testKilledAndRunAgain() throws Exception {
    Path folder = createTempDir();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      rows.append("word").append(i % 19_000);
      for (int d = 0; d < 20; d++) {
        rows.append(' ').append(random().nextFloat());
      }
      rows.append('\n');
    }
    Files.writeString(folder.resolve("words.txt"), rows);
    String[] once = {"import", "--index", "once", "--field", "v", "words.txt"};
    long start = System.nanoTime();
    assertEquals(0, CommandProcess.run(folder, once).status());
    long millis = (System.nanoTime() - start) / 1_000_000;

    String[] often = {"import", "--index", "often", "--field", "v", "words.txt"};
    int killed = 0;
    for (int round = atLeast(5); round > 0; round--) {
      killed +=
          CommandProcess.runAndKill(folder, random().nextInt((int) millis + 1), often) ? 1 : 0;
    }
    Result last = CommandProcess.run(folder, often);
    assertEquals(last.toString(), 0, last.status());
    assertTrue("never killed in time", killed > 0);
    assertEquals(0, CommandProcess.run(folder, "verify", "often").status());
    assertEquals(sortedExport(folder, "once"), sortedExport(folder, "often"));
  }

  /** An import that is killed while it makes the index leaves this. */
  public void testAFirstCommitThatWasCutOff() throws Exception {
    Path folder = createTempDir();
    Path index = Files.createDirectory(folder.resolve("idx"));
    Files.writeString(index.resolve("pending_segments_1"), "cut off");
    Files.createFile(index.resolve("write.lock"));
    Files.writeString(folder.resolve("rows.txt"), "a 1 2\nb 3 4\n");
    Result result =
        CommandProcess.run(folder, "import", "--index", "idx", "--field", "v", "rows.txt");
    assertEquals(result.toString(), 0, result.status());
    assertEquals(0, CommandProcess.run(folder, "verify", "idx").status());
    assertFalse(Files.exists(index.resolve("pending_segments_1")));
  }

  /** Kills an import as soon as it has written files; false if it was too fast. */
  private static boolean killAmidFiles(Path folder, String index) throws Exception {
    Path path = folder.resolve(index);
    return CommandProcess.runAndKillWhen(
        folder,
        () -> Files.isDirectory(path) && hasSegmentFiles(UncommittedFiles.of(path)),
        "import",
        "--index",
        index,
        "--field",
        "v",
        "many.txt");
  }

  private static boolean hasSegmentFiles(UncommittedFiles files) {
    return files.sum() > 0 && files.bytes().keySet().stream().anyMatch(n -> n.startsWith("_"));
  }

  private static void writeManyRows(Path folder) throws Exception {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      rows.append("word").append(i).append(" 0.5".repeat(100)).append('\n');
    }
    Files.writeString(folder.resolve("many.txt"), rows);
  }

  /** What a killed import leaves is named with its bytes, and removed when that is asked for. */
  public void testLeftFilesAreNamedAndRemoved() throws Exception {
    Path folder = createTempDir();
    Path index = folder.resolve("idx");
    Files.writeString(folder.resolve("rows.txt"), "a" + " 1".repeat(100) + "\n");
    String[] first = {"import", "--index", "idx", "--field", "v", "rows.txt"};
    assertEquals(0, CommandProcess.run(folder, first).status());
    Files.writeString(index.resolve("notes.txt"), "mine");
    Map<String, Long> before = sizes(index);
    writeManyRows(folder);
    assumeTrue("the import was too fast", killAmidFiles(folder, "idx"));
    Map<String, Long> left = sizes(index);
    left.keySet().removeAll(before.keySet());
    assertFalse("nothing is left", left.isEmpty());

    JsonNode inspected =
        new ObjectMapper()
            .readTree(CommandProcess.run(folder, "inspect", "idx", "--json").out())
            .get("uncommitted");
    assertEquals(
        new ObjectMapper().valueToTree(left).toString(), inspected.get("files").toString());
    long bytes = left.values().stream().mapToLong(Long::longValue).sum();
    assertEquals(bytes, inspected.get("bytes").asLong());
    for (String command : new String[] {"inspect", "verify"}) {
      Result result = CommandProcess.run(folder, command, "idx");
      assertEquals(result.toString(), 0, result.status());
      assertTrue(result.toString(), result.out().contains("omdb verify --clean removes them"));
      left.keySet().forEach(name -> assertTrue(result.toString(), result.out().contains(name)));
    }
    Result cleaned = CommandProcess.run(folder, "verify", "--clean", "idx");
    assertEquals(cleaned.toString(), 0, cleaned.status());
    assertTrue(cleaned.toString(), cleaned.out().contains(": removed"));
    assertEquals(before, sizes(index));
    Result again = CommandProcess.run(folder, "verify", "--clean", "idx");
    assertTrue(again.toString(), again.out().startsWith("idx: no problem in 1 vector, 1 id"));
  }

  /** A new index begins empty, so that what a killed import leaves is known to be its own. */
  public void testAKilledFirstImportLeavesAnEmptyIndex() throws Exception {
    Path folder = createTempDir();
    writeManyRows(folder);
    assumeTrue("the import was too fast", killAmidFiles(folder, "idx"));
    for (String command : new String[] {"inspect", "verify"}) {
      Result result = CommandProcess.run(folder, command, "idx");
      assertEquals(result.toString(), 0, result.status());
      assertTrue(result.toString(), result.out().contains("omdb verify --clean removes them"));
    }
    Files.writeString(folder.resolve("rows.txt"), "a 1 2\nb 3 4\n");
    Result again =
        CommandProcess.run(folder, "import", "--index", "idx", "--field", "v", "rows.txt");
    assertEquals(again.toString(), 0, again.status());
    Result verified = CommandProcess.run(folder, "verify", "idx");
    assertEquals(verified.toString(), 0, verified.status());
    assertTrue(verified.toString(), verified.out().startsWith("idx: no problem in 2 vectors"));
  }

  /** Files of an index that has lost its commit are not taken for those of a killed import. */
  public void testAnIndexThatLostItsCommitIsLeftAsItIs() throws Exception {
    Path folder = createTempDir();
    Files.writeString(folder.resolve("rows.txt"), "a 1 2\nb 3 4\n");
    String[] rows = {"import", "--index", "idx", "--field", "v", "rows.txt"};
    assertEquals(0, CommandProcess.run(folder, rows).status());
    Path index = folder.resolve("idx");
    Path commit;
    try (Stream<Path> files = Files.list(index)) {
      commit =
          files.filter(f -> f.getFileName().toString().startsWith("segments_")).findAny().get();
    }
    Path copy = Files.move(commit, folder.resolve("copy"));
    Map<String, Long> before = sizes(index);
    for (String[] command :
        new String[][] {rows, {"verify", "--clean", "idx"}, {"inspect", "idx"}}) {
      Result result = CommandProcess.run(folder, command);
      assertEquals(result.toString(), 1, result.status());
      assertTrue(
          result.toString(),
          result
              .errorLines()
              .get(0)
              .matches("omdb: idx .*[1-9][0-9]* files that no commit has, [1-9].* back, or .*"));
      assertEquals(before, sizes(index));
    }
    Files.move(copy, commit);
    Result verified = CommandProcess.run(folder, "verify", "idx");
    assertTrue(verified.toString(), verified.out().startsWith("idx: no problem in 2 vectors"));
  }

  private static Map<String, Long> sizes(Path index) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(index)) {
      for (Path file : files.toList()) {
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
    }
    return sizes;
  }

  /** All ids and vectors of an index, whatever the order of its documents. */
  private static String sortedExport(Path folder, String index) throws Exception {
    Result exported =
        CommandProcess.run(folder, "export", "--index", index, "--field", "v", index + ".omdb");
    assertEquals(exported.toString(), 0, exported.status());
    TreeMap<String, String> sorted = new TreeMap<>();
    try (OmdbFile file = OmdbFile.open(folder.resolve(index + ".omdb"))) {
      BytesRef id = new BytesRef();
      float[] vector = new float[file.header().dimension()];
      for (int i = 0; i < file.header().count(); i++) {
        assertTrue(file.ids().read(i, id));
        file.readVector(i, vector);
        assertNull(sorted.put(id.utf8ToString(), Arrays.toString(vector)));
      }
    }
    assertEquals(19_000, sorted.size());
    return sorted.toString();
  }
}
