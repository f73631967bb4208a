// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.Omdb;
import picocli.CommandLine;

/** Runs commands in this JVM. */
public abstract class CommandTestCase extends LuceneTestCase {

  protected String out;
  protected String err;

  protected int omdb(Object... args) {
    StringWriter outWriter = new StringWriter();
    StringWriter errWriter = new StringWriter();
    CommandLine omdb = Omdb.commandLine();
    omdb.setOut(new PrintWriter(outWriter, true));
    omdb.setErr(new PrintWriter(errWriter, true));
    omdb.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    String[] strings = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      strings[i] = args[i].toString();
    }
    int status = omdb.execute(strings);
    out = outWriter.toString();
    err = errWriter.toString();
    assertFalse(err, err.contains("may be a bug"));
    return status;
  }

  protected void run(int expectedStatus, Object... args) {
    int status = omdb(args);
    assertEquals(out + err, expectedStatus, status);
  }

  /** Makes a symbolic link. Skips the test where there are none. */
  protected static void link(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
    } catch (@SuppressWarnings("unused") UnsupportedOperationException | IOException e) {
      assumeTrue("no links here", false);
    }
  }

  protected JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }

  protected void assertOut(String expected) {
    assertTrue(expected + "\nis not in\n" + out + err, out.contains(expected));
  }
}
