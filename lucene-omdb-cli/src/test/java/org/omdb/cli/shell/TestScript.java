// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;

/** Sessions without a terminal. */
public class TestScript extends ShellTestCase {

  private int run(boolean keepGoing, String script) throws Exception {
    return run(keepGoing, script.getBytes(StandardCharsets.UTF_8));
  }

  private int run(boolean keepGoing, byte[] script) throws Exception {
    return new Script(session(), keepGoing)
        .run(new ByteArrayInputStream(script), new PrintWriter(out));
  }

  public void testCommandsGetTheIndexAndItsOnlyField() throws Exception {
    importIds("v", "apple", "pear");
    int status =
        run(
            false,
            """
            # fruits
            get apple

            omdb search --id 'apple'
            search --field v --vector "[1, 0]" -k 1
            delete pear
            get --json apple
            """);
    assertEquals(err.toString(), ExitStatus.DONE, status);
    assertEquals(
        """
        apple  [1.0, 0.0]
            1  0.500000  pear
            1  1.000000  apple
        1 deleted
        {"id":"apple","vector":[1.0,0.0]}
        """,
        out.toString());
  }

  public void testInspectionsGetTheIndexToo() throws Exception {
    importIds("v", "apple");
    assertEquals(ExitStatus.DONE, run(false, "inspect\nverify\nverify --lucene"));
    assertTrue(out.toString(), out.toString().startsWith(path + ": index, commit "));
    assertEquals(
        2, out.toString().lines().filter(l -> l.startsWith(path + ": no problem")).count());
    // an OMDB file is still taken
    assertEquals(
        ExitStatus.DONE,
        run(false, "export '" + folder + "/o.omdb'\ninspect '" + folder + "/o.omdb'"));
    assertTrue(out.toString(), out.toString().contains("/o.omdb: OMDB file"));
  }

  public void testAnIndexMayBeginInASession() throws Exception {
    Files.writeString(folder.resolve("rows.txt"), "a 1 2\nb 3 4\n");
    int status =
        run(false, "import --field w '" + folder.resolve("rows.txt") + "'\nget a\nsearch --id b");
    assertEquals(err.toString(), ExitStatus.DONE, status);
    assertTrue(out.toString(), out.toString().contains("a  [1.0, 2.0]\n"));
  }

  public void testAFieldMustBeNamedWhereThereAreSeveral() throws Exception {
    importIds("v", "apple");
    importIds("w", "pear");
    assertEquals(ExitStatus.USAGE, run(false, "get apple"));
    assertTrue(err.toString(), err.toString().contains("--field"));
    assertEquals(ExitStatus.DONE, run(false, "get --field v apple\nget --field w pear"));
  }

  /** Only what a command must be told is filled in. */
  public void testADemoDoesNotGetTheIndex() throws Exception {
    importIds("v", "apple");
    assertEquals(
        err.toString(), ExitStatus.DONE, run(false, "demo --package java.util.zip\nget apple"));
  }

  public void testTheFirstFailureEndsAScript() throws Exception {
    importIds("v", "apple");
    assertEquals(ExitStatus.FAILED, run(false, "get nobody\nget apple\n"));
    assertEquals("", out.toString());
    assertEquals(
        "omdb: "
            + path
            + ": field \"v\" has no id \"nobody\"\n"
            + "omdb: line 1 of standard input failed; --keep-going runs the others\n",
        err.toString());
    assertEquals(ExitStatus.USAGE, run(false, "\n\nsearch --idd apple\nget apple\n"));
    assertTrue(err.toString(), err.toString().contains("omdb: line 3 of standard input failed"));
  }

  public void testKeepGoingEndsWithTheFirstFailure() throws Exception {
    importIds("v", "apple");
    assertEquals(ExitStatus.USAGE, run(true, "serch\nget apple\nget nobody\nget apple\n"));
    assertEquals("apple  [1.0, 0.0]\n".repeat(2), out.toString());
  }

  public void testExitEndsAScript() throws Exception {
    assertEquals(ExitStatus.DONE, run(false, (random().nextBoolean() ? "exit" : "quit") + "\nget"));
  }

  public void testHelp() throws Exception {
    assertEquals(ExitStatus.DONE, run(false, "help\nhelp search"));
    assertTrue(out.toString(), out.toString().contains("import"));
    assertTrue(out.toString(), out.toString().contains("Usage: omdb search"));
    assertFalse(out.toString(), out.toString().contains("omdb shell"));
  }

  public void testNoShellInAShell() throws Exception {
    assertEquals(ExitStatus.USAGE, run(false, "shell --index x"));
    assertTrue(err.toString(), err.toString().startsWith("omdb: unknown command \"shell\""));
  }

  public void testWrongLines() {
    CommandFailure open =
        expectThrows(CommandFailure.class, () -> run(true, "\nget 'apple\nget pear"));
    assertTrue(open.getMessage(), open.getMessage().startsWith("line 2 of standard input"));
    assertEquals(ExitStatus.USAGE, open.exitStatus());
    byte[] latin1 = "get Z\u00FCrich".getBytes(StandardCharsets.ISO_8859_1);
    CommandFailure encoding = expectThrows(CommandFailure.class, () -> run(true, latin1));
    assertTrue(encoding.getMessage(), encoding.getMessage().contains("not UTF-8"));
  }
}
