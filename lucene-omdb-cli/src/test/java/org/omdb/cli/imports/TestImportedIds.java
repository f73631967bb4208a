// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.inspect.CommandTestCase;

/** Where the ids of rows come from: the file, another file, or nowhere. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
public class TestImportedIds extends CommandTestCase {

  private static final String TABLE = "0.5\t1\n0.25\t2\n";

  private Path folder;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void importFile(int status, Object... args) {
    List<Object> all =
        new ArrayList<>(List.of("import", "--index", folder.resolve("idx"), "--field", "v"));
    all.addAll(List.of(args));
    run(status, all.toArray());
  }

  private void assertVector(String id, String expected) {
    run(ExitStatus.DONE, "get", "--index", folder.resolve("idx"), "--field", "v", "--json", id);
    assertOut(expected);
  }

  private void refused(int status, String expected, Object... args) {
    importFile(status, args);
    assertEquals("omdb: " + expected, err.lines().findFirst().orElse(""));
  }

  public void testTableOfNumbersIsRefusedWithTheTwoWaysOut() throws Exception {
    Path table = write("vectors.tsv", TABLE);
    refused(
        ExitStatus.FAILED,
        table
            + ": found a table of numbers, expected --no-ids if each line is a vector, or --format"
            + " text if the first number of each line is its id",
        table);
    assertFalse(Files.exists(folder.resolve("idx")));

    importFile(ExitStatus.DONE, "--no-ids", table);
    assertOut("2 rows imported, 0 replaced an id that was there, 2 have made-up ids");
    assertVector("vectors.tsv_1", "[0.25,2.0]");
  }

  public void testFormatTextTakesTheFirstNumberAsId() throws Exception {
    importFile(ExitStatus.DONE, "--format", "text", write("vectors.tsv", TABLE));
    assertVector("0.25", "[2.0]");
  }

  /** TensorFlow's projector: a table of vectors, and a table of what they are. */
  public void testProjectorsPairOfFiles() throws Exception {
    Path table = write("vectors.tsv", TABLE);
    importFile(
        ExitStatus.DONE, "--ids", write("metadata.tsv", "Word\tCount\na b\t3\nc\t4\n"), table);
    assertVector("a b", "[0.5,1.0]");
    assertVector("c", "[0.25,2.0]");
    importFile(
        ExitStatus.DONE, "--ids", folder.resolve("metadata.tsv"), "--id-column", "Count", table);
    assertVector("4", "[0.25,2.0]");
    importFile(ExitStatus.DONE, "--ids", write("one-column.tsv", "x\ny\n"), table);
    assertVector("y", "[0.25,2.0]");
  }

  public void testBadMetadataIsRefused() throws Exception {
    Path table = write("vectors.tsv", TABLE);
    Path ids = write("ids", "a\tb\nx\ty\nz\n");
    refused(1, ids + " line 3 has 1 columns, expected 2 as in line 1", "--ids", ids, table);
    refused(
        1,
        ids + " has no column \"c\", expected one of \"a\", \"b\"",
        "--ids",
        ids,
        "--id-column",
        "c",
        table);
    write("ids", "x\ny\n");
    refused(
        1,
        ids + " has no header with tabs, expected a column \"c\"",
        "--ids",
        ids,
        "--id-column",
        "c",
        table);
    write("ids", "a\tb\nx\ty\n");
    refused(
        1,
        ids + " has 1 ids, expected more: row 1 of " + table + " is left without one",
        "--ids",
        ids,
        table);
    write("ids", "a\tb\n\ty\nz\tz\n");
    refused(1, ids + " line 2 is empty, expected an id", "--ids", ids, table);
    assertFalse(Files.exists(folder.resolve("idx")));
  }

  public void testNoIdsLeavesOutTheIdsThatAFormatHas() throws Exception {
    Path file = write("a.jsonl", "{\"id\": \"x\", \"vector\": [1, 2]}\n");
    importFile(ExitStatus.DONE, "--no-ids", file);
    assertOut("1 have made-up ids");
    assertVector("a.jsonl_0", "[1.0,2.0]");
  }

  public void testIdsBesideIdsOfTheFileAreRefused() throws Exception {
    Path file = write("a.jsonl", "{\"id\": \"x\", \"vector\": [1, 2]}\n");
    refused(
        1,
        file + " row 0 has an id of its own, \"x\"; --ids is for files without",
        "--ids",
        write("ids", "y\n"),
        file);
    Path words = write("a.txt", "the 1 2\n");
    refused(
        1,
        words
            + ": line 1: found \"the\" as component 0, expected numbers alone, because --no-ids or"
            + " --ids says that the file has no ids",
        "--ids",
        write("ids", "y\n"),
        words);
  }
}
