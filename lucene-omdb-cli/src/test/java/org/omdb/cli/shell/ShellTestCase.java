// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.Omdb;
import picocli.CommandLine;

/** Tests of sessions on an index with a few fruits. */
abstract class ShellTestCase extends LuceneTestCase {

  Path folder;
  Path path;
  ShellIndex index;

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    path = folder.resolve("idx");
    index = new ShellIndex(path, null);
  }

  @Override
  public void tearDown() throws Exception {
    index.close();
    super.tearDown();
  }

  /** Without colors, whatever terminal the tests run in. */
  private static CommandLine omdb(String... args) {
    CommandLine omdb = Omdb.commandLine(args);
    omdb.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return omdb;
  }

  Session session() {
    return new Session(index, ShellTestCase::omdb, new PrintWriter(err, true));
  }

  /** Imports ids, without a session. */
  void importIds(String field, String... ids) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < ids.length; i++) {
      rows.append("{\"id\":\"").append(ids[i]).append("\",\"vector\":[1,").append(i).append("]}\n");
    }
    Path file = folder.resolve("ids.jsonl");
    Files.writeString(file, rows);
    StringWriter errors = new StringWriter();
    CommandLine omdb = omdb();
    omdb.setOut(new PrintWriter(new StringWriter()));
    omdb.setErr(new PrintWriter(errors, true));
    int status =
        omdb.execute("import", "--index", path.toString(), "--field", field, file.toString());
    assertEquals(errors.toString(), 0, status);
  }
}
