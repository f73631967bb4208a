// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.StandardInput;
import org.omdb.cli.console.Terminals;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code omdb shell}: runs the other commands, as often as wanted, without a new JVM for each. */
@Command(
    name = "shell",
    description = {
      "Runs commands on one index, one after the other, without a start of Java for each.",
      "",
      "The commands are those of omdb, with --index filled in, and --field where there is only"
          + " one. At a terminal, Tab completes commands, options, files and ids, Ctrl-C ends a"
          + " command, and Ctrl-D the session. Otherwise commands are read from standard input, and"
          + " the first one that fails ends them, with its exit status."
    },
    footer = {
      "",
      "Examples:",
      "  omdb shell --index idx",
      "  echo 'search --id apple -k 5' | omdb shell --index idx --field words"
    },
    mixinStandardHelpOptions = true)
public final class ShellCommand implements Callable<Integer> {

  private final Function<String[], CommandLine> omdb;

  @Spec private CommandSpec spec;

  @Option(names = "--index", paramLabel = "DIR", required = true, description = "The index folder.")
  private Path index;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "The vector field; needed if the index has several.")
  private String field;

  @Option(
      names = "--keep-going",
      description =
          "Go on after a command from standard input that fails. The exit status is that of the"
              + " first one.")
  private boolean keepGoing;

  /**
   * @param omdb makes a command line that can execute some arguments; all commands, if there are
   *     none
   */
  public ShellCommand(Function<String[], CommandLine> omdb) {
    this.omdb = omdb;
  }

  @Override
  public Integer call() throws IOException, CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    InputStream in = System.in;
    StandardInput.take(true);
    try (ShellIndex shellIndex = new ShellIndex(index, field)) {
      Session session = new Session(shellIndex, omdb, err);
      return Terminals.isTerminal(0) && Terminals.isTerminal(1)
          ? new Conversation(session).run()
          : new Script(session, keepGoing).run(in, out);
    } finally {
      StandardInput.take(false);
    }
  }
}
