// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.omdb.cli.Omdb;
import org.omdb.cli.console.ExitStatus;
import picocli.CommandLine;

/** The {@code omdb} command, in this JVM. */
public final class OmdbCommand {

  private OmdbCommand() {}

  /** Runs the command and returns its output; fails unless it succeeds. */
  public static String run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine omdb = Omdb.commandLine();
    omdb.setOut(new PrintWriter(out, true));
    omdb.setErr(new PrintWriter(err, true));
    omdb.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
    int status = omdb.execute(words);
    if (status != ExitStatus.DONE) {
      throw new AssertionError(
          "omdb " + String.join(" ", words) + " ended with " + status + ": " + out + err);
    }
    return out.toString();
  }
}
