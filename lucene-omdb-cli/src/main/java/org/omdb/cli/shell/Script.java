// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;

/**
 * Runs the lines of standard input, without prompts. Each line is read when the one before is done
 * and its output is written, so that another program can talk to the session.
 */
final class Script {

  private final Session session;
  private final boolean keepGoing;

  /**
   * @param keepGoing whether lines after one that failed are run too
   */
  Script(Session session, boolean keepGoing) {
    this.session = session;
    this.keepGoing = keepGoing;
  }

  /** Returns the status of the first command that failed. */
  int run(InputStream in, PrintWriter out) throws IOException, CommandFailure {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    int status = ExitStatus.DONE;
    for (int number = 1; ; number++) {
      String line = read(lines, number);
      if (line == null) {
        return status;
      }
      ShellWords words = ShellWords.of(line);
      if (words.isOpen()) {
        throw CommandFailure.usage(
            "line " + number + " of standard input ends within quotes or after a backslash");
      }
      List<String> command = words.texts();
      if (command.isEmpty()) {
        continue;
      }
      if (Session.END.contains(command.get(0))) {
        return status;
      }
      int ended = session.run(command, out);
      if (ended == ExitStatus.DONE) {
        continue;
      }
      if (keepGoing == false) {
        session
            .err()
            .println(
                "omdb: line " + number + " of standard input failed; --keep-going runs the others");
        return ended;
      }
      status = status == ExitStatus.DONE ? ended : status;
    }
  }

  private static String read(BufferedReader lines, int number) throws IOException, CommandFailure {
    try {
      return lines.readLine();
    } catch (
        @SuppressWarnings("unused")
        CharacterCodingException e) {
      throw CommandFailure.data("standard input is not UTF-8, in line " + number + " or behind it");
    }
  }
}
