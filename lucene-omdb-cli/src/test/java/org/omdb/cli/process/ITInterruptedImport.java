// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.BytesRef;
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

  /** What a first import leaves if it is killed between a flush and its commit. */
  public void testLeftoversOfAKilledFirstImport() throws Exception {
    Path folder = createTempDir();
    Path index = Files.createDirectory(folder.resolve("idx"));
    for (String leftover :
        new String[] {
          "_0.fdt",
          "_0_Omdb5HnswVectorsFormat_0.omdb",
          "_1_Lucene90_temp_0.tmp",
          "pending_segments_1"
        }) {
      Files.writeString(index.resolve(leftover), "cut off");
    }
    Files.createFile(index.resolve("write.lock"));
    Files.writeString(folder.resolve("rows.txt"), "a 1 2\nb 3 4\n");
    Result result =
        CommandProcess.run(folder, "import", "--index", "idx", "--field", "v", "rows.txt");
    assertEquals(result.toString(), 0, result.status());
    assertEquals(0, CommandProcess.run(folder, "verify", "idx").status());
    assertFalse(Files.exists(index.resolve("_1_Lucene90_temp_0.tmp")));
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
