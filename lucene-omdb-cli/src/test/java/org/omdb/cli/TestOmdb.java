// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;

public class TestOmdb extends LuceneTestCase {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A subcommand that ends as a test wants it. */
  @Command(name = "end")
  private static final class End implements Callable<Integer> {

    private final Callable<Integer> end;

    End(Callable<Integer> end) {
      this.end = end;
    }

    @Override
    public Integer call() throws Exception {
      return end.call();
    }
  }

  private int omdb(Callable<Integer> end, String... args) {
    CommandLine omdb = Omdb.commandLine();
    omdb.addSubcommand(new End(end));
    omdb.setOut(new PrintWriter(out, true));
    omdb.setErr(new PrintWriter(err, true));
    return omdb.execute(args);
  }

  private static Integer fail(Exception e) throws Exception {
    throw e;
  }

  public void testNoCommandPrintsUsage() {
    assertEquals(ExitStatus.USAGE, omdb(() -> 0));
    assertTrue(err.toString(), err.toString().startsWith("Usage: omdb"));
    assertEquals("", out.toString());
  }

  public void testHelpIsAResult() {
    assertEquals(ExitStatus.DONE, omdb(() -> 0, "--help"));
    assertTrue(out.toString(), out.toString().contains("demo"));
    assertEquals("", err.toString());
  }

  public void testWrongOptionIsWrongUsage() {
    assertEquals(ExitStatus.USAGE, omdb(() -> 0, "demo", "--lke", "x"));
    assertTrue(
        err.toString(),
        err.toString().startsWith("omdb: unknown option \"--lke\": did you mean --like"));
    assertTrue(err.toString(), err.toString().endsWith("Try 'omdb demo --help'.\n"));
    assertFalse(err.toString(), err.toString().contains("\tat "));
  }

  public void testExpectedFailureIsOneLine() {
    assertEquals(
        ExitStatus.FAILED, omdb(() -> fail(CommandFailure.data("the file is torn")), "end"));
    assertEquals("omdb: the file is torn\n", err.toString());
  }

  public void testDebugShowsTheStackTrace() {
    omdb(() -> fail(CommandFailure.data("the file is torn")), "end", "--debug");
    assertTrue(err.toString(), err.toString().contains("\tat "));
  }

  public void testMissingFileIsSaidInWords() {
    assertEquals(ExitStatus.FAILED, omdb(() -> fail(new NoSuchFileException("a.omdb")), "end"));
    assertEquals("omdb: there is no a.omdb\n", err.toString());
  }

  public void testIOExceptionIsItsMessage() {
    assertEquals(
        ExitStatus.FAILED, omdb(() -> fail(new IOException("No space left on device")), "end"));
    assertEquals("omdb: No space left on device\n", err.toString());
  }

  public void testBugIsCalledABug() {
    assertEquals(ExitStatus.FAILED, omdb(() -> fail(new NullPointerException()), "end"));
    assertTrue(err.toString(), err.toString().contains("may be a bug"));
  }

  /** What is unknown may be a mistyped form of what is missing. */
  public void testUnknownOptionIsNamedBeforeAMissingOne() {
    for (String[] args :
        new String[][] {
          {"search", "--idnex", "idx", "--field", "v", "--id", "a"},
          {"get", "--field", "v", "--idnex=idx", "a"},
          {"import", "--idnex", "idx"},
          {"verify", "--idnex"},
          {"upgrade", "--idnex", "idx"}
        }) {
      err.getBuffer().setLength(0);
      assertEquals(ExitStatus.USAGE, omdb(() -> 0, args));
      String first = err.toString().lines().findFirst().orElse("");
      String unknown = "omdb: unknown option \"--idnex\"";
      assertEquals(unknown + (args[0].equals("verify") ? "" : ": did you mean --index?"), first);
    }
  }

  /** One command alone behaves as it does among all. */
  public void testEachCommandIsThereForItsOwnLine() {
    Set<String> all = Omdb.commandLine().getSubcommands().keySet();
    assertTrue(all.toString(), all.containsAll(Set.of("import", "shell", "generate-completion")));
    for (String name : all) {
      CommandLine one = Omdb.commandLine(name, "--help");
      assertEquals(
          Omdb.commandLine().getSubcommands().get(name).getUsageMessage(),
          one.getSubcommands().get(name).getUsageMessage());
    }
  }

  public void testUnknownCommandIsNamedBeforeItsOptions() {
    assertEquals(ExitStatus.USAGE, omdb(() -> 0, "serch", "--id", "a"));
    assertTrue(
        err.toString(),
        err.toString().startsWith("omdb: unknown command \"serch\": did you mean search?"));
  }

  public void testOneArgumentTooMany() {
    assertEquals(ExitStatus.USAGE, omdb(() -> 0, "inspect", "a", "b"));
    assertTrue(err.toString(), err.toString().startsWith("omdb: \"b\" is one argument too many"));
  }

  public void testErrorsDoNothingToTheTerminal() {
    omdb(() -> fail(CommandFailure.data("no id \"\u001b[2J\u0007\nx\"")), "end");
    assertEquals("omdb: no id \"\\u001b[2J\\u0007 x\"\n", err.toString());
    err.getBuffer().setLength(0);
    omdb(() -> 0, "end", "--\u001b[2J");
    assertEquals(err.toString(), -1, err.toString().indexOf('\u001b'));
  }
}
