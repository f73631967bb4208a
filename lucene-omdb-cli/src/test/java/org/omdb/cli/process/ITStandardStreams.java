// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.cli.process.CommandProcess.Result;

/** No command loses a part of its output in silence. */
@SuppressFileSystems("*")
public class ITStandardStreams extends LuceneTestCase {

  private static final String FIELD = " --index idx --field v ";

  private Path folder;
  private Launcher omdb;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    omdb = Launcher.install(createTempDir());
    Files.writeString(folder.resolve("rows.txt"), "a 1 2\nb 3 4\n");
    assertEquals(0, run("$omdb import" + FIELD + "rows.txt").status());
  }

  private Result run(String line) throws Exception {
    return omdb.run(folder, Map.of(), line);
  }

  /** Everything that prints to standard output. */
  private static List<String> commands() {
    return List.of(
        "--help",
        "--version",
        "search --help",
        "generate-completion",
        "import" + FIELD + "rows.txt",
        "import --json" + FIELD + "rows.txt",
        "export --overwrite" + FIELD + "out.omdb",
        "export --json --overwrite" + FIELD + "out.omdb",
        "search --id a" + FIELD,
        "search --json --id a" + FIELD,
        "search --json --vectors rows.txt" + FIELD,
        "get a b" + FIELD,
        "get --json a b" + FIELD,
        "upgrade" + FIELD,
        "upgrade --json" + FIELD,
        "inspect idx",
        "inspect --json idx",
        "verify idx",
        "verify --json idx",
        "verify --clean idx",
        "map --overwrite" + FIELD + "map.html",
        "demo --package java.util.zip",
        "delete a" + FIELD,
        "delete --json b" + FIELD);
  }

  public void testAFullDiskFailsEachCommand() throws Exception {
    assumeTrue("needs /dev/full", Files.exists(Path.of("/dev/full")));
    for (String command : commands()) {
      Result result = run("$omdb " + command + " > /dev/full");
      assertEquals(command + "\n" + result, 1, result.status());
      assertEquals(
          command + "\n" + result, 1, result.errorLines().size()); // the system's words follow
      assertTrue(
          command + "\n" + result,
          result.errorLines().get(0).startsWith("omdb: could not write all of standard output: "));
    }
  }

  public void testAClosedStreamFailsTheCommand() throws Exception {
    for (String command : List.of("get --json a" + FIELD, "--help", "search --id a" + FIELD)) {
      Result result = run("$omdb " + command + " >&-");
      assertEquals(command + "\n" + result, 1, result.status());
      List<String> lines = result.errorLines();
      assertEquals(command + "\n" + result, 1, lines.size());
      assertTrue(
          command, lines.get(0).startsWith("omdb: could not write all of standard output: "));
    }
  }

  /** Files that are opened later must not take the place of closed streams. */
  public void testClosedStreamsDontReachTheIndex() throws Exception {
    assertEquals(1, run("$omdb import" + FIELD + "rows.txt <&- >&- 2>&-").status());
    Result verified = run("$omdb verify idx");
    assertEquals(verified.toString(), 0, verified.status());
  }

  /** Progress and warnings are no results: a command does its work without them. */
  public void testStandardErrorMayBeFull() throws Exception {
    assumeTrue("needs /dev/full", Files.exists(Path.of("/dev/full")));
    for (String to : List.of("/dev/full", "&-")) {
      Result result = run("$omdb get --json a" + FIELD + " 2>" + to);
      assertEquals(result.toString(), 0, result.status());
      assertEquals("{\"id\":\"a\",\"vector\":[1.0,2.0]}\n", result.out());
      assertEquals(1, run("$omdb get nobody" + FIELD + " 2>" + to).status());
    }
  }

  /** As {@code head} does. More is printed than a pipe holds. */
  public void testAReaderThatLeftIsQuiet() throws Exception {
    String rows =
        IntStream.range(0, 500)
            .mapToObj(i -> "id" + i + " 0.123456789".repeat(500))
            .collect(Collectors.joining("\n"));
    Files.writeString(folder.resolve("wide.txt"), rows);
    assertEquals(0, run("$omdb import --index wide --field v wide.txt").status());
    String ids = IntStream.range(0, 500).mapToObj(i -> "id" + i).collect(Collectors.joining(" "));
    for (String json : List.of("", "--json ")) {
      Result result =
          run(
              "{ $omdb get --index wide --field v "
                  + json
                  + ids
                  + "; echo status $? >&2; } | head -n 1");
      assertEquals(result.toString(), List.of("status 141"), result.errorLines());
      assertEquals(result.toString(), 1, result.out().lines().count());
    }
    // all of it arrives at a reader that stays
    Result all = run("$omdb get --index wide --field v --json " + ids + " | wc -l");
    assertEquals(all.toString(), "500", all.out().strip());
  }

  /** What is left on a disk is written and kept, and the rest is not lost in silence. */
  public void testADiskThatFillsUp() throws Exception {
    Result result = CommandProcess.runWithFileLimit(folder, 1, "generate-completion");
    assertEquals(1, result.status());
    assertEquals(1024, result.out().getBytes(StandardCharsets.UTF_8).length);
    assertEquals(result.toString(), 1, result.errorLines().size());
    assertTrue(result.errorLines().get(0).contains("could not write all of standard output"));
  }
}
