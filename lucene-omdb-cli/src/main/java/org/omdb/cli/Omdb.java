// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.demo.Demo;
import org.omdb.cli.index.DeleteCommand;
import org.omdb.cli.index.ExportCommand;
import org.omdb.cli.index.GetCommand;
import org.omdb.cli.index.ImportCommand;
import org.omdb.cli.index.SearchCommand;
import org.omdb.cli.inspect.Inspect;
import org.omdb.cli.inspect.Verify;
import org.omdb.cli.upgrade.UpgradeCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code omdb} command: results go to standard output, everything else to standard error.
 *
 * <p>A subcommand is a {@code Callable<Integer>} that returns {@link ExitStatus#DONE} or {@link
 * ExitStatus#FAILED}, or throws a {@link CommandFailure}.
 */
@Command(
    name = "omdb",
    description = "Vectors and their string ids in Lucene segments, in the OMDB layout.",
    versionProvider = Omdb.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:the data is damaged, a check failed, or reading or writing failed",
      "2:wrong usage"
    },
    subcommands = {
      ImportCommand.class,
      ExportCommand.class,
      SearchCommand.class,
      GetCommand.class,
      DeleteCommand.class,
      UpgradeCommand.class,
      Inspect.class,
      Verify.class,
      Demo.class,
      AutoComplete.GenerateCompletion.class
    })
public final class Omdb implements Callable<Integer> {

  /** Kept in a field, because a logger that is garbage collected forgets its level. */
  private static final Logger LUCENE_LOG = Logger.getLogger("org.apache.lucene");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error, and what Lucene logs.")
  private boolean debug;

  private Omdb() {}

  /**
   * Runs the command and ends the JVM.
   *
   * @param args as typed
   */
  public static void main(String[] args) {
    System.exit(run(commandLine(), args));
  }

  private static int run(CommandLine commandLine, String... args) {
    int status;
    try {
      status = commandLine.execute(args);
    } catch (
        @SuppressWarnings("unused")
        OutOfMemoryError e) {
      printError(
          commandLine.getErr(), "out of memory; give more with OMDB_JAVA_OPTS=-Xmx4g or the like");
      return ExitStatus.FAILED;
    }
    if (commandLine.getOut().checkError()) { // flushes
      printError(commandLine.getErr(), "could not write all of standard output");
      return ExitStatus.FAILED;
    }
    return status;
  }

  /**
   * The command, for a caller in the same JVM that wants its exit status and its output.
   *
   * @return a new instance
   */
  public static CommandLine commandLine() {
    Omdb omdb = new Omdb();
    CommandLine commandLine = new CommandLine(omdb);
    commandLine.setExecutionStrategy(omdb::execute);
    commandLine.setParameterExceptionHandler(omdb::explain);
    commandLine.setExecutionExceptionHandler(omdb::explain);
    return commandLine;
  }

  /** Called when there is no subcommand. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitStatus.USAGE;
  }

  private int execute(CommandLine.ParseResult parsed) {
    // Lucene logs at INFO which SIMD code it found. Here that is clutter.
    LUCENE_LOG.setLevel(debug ? Level.INFO : Level.WARNING);
    return new CommandLine.RunLast().execute(parsed);
  }

  private int explain(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    printError(err, mistake.getMessage());
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    if (debug) {
      mistake.printStackTrace(err);
    }
    return ExitStatus.USAGE;
  }

  private int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    printError(err, reason(failure));
    if (debug) {
      failure.printStackTrace(err);
    } else if (failure instanceof RuntimeException) {
      err.println("This may be a bug in omdb: --debug shows where it happened.");
    }
    return failure instanceof CommandFailure known ? known.exitStatus() : ExitStatus.FAILED;
  }

  private static String reason(Exception failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (failure instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    boolean inWords = failure instanceof CommandFailure || failure instanceof IOException;
    return inWords && failure.getMessage() != null ? failure.getMessage() : failure.toString();
  }

  private static void printError(PrintWriter err, String message) {
    err.println("omdb: " + message);
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Omdb.class.getPackage().getImplementationVersion();
      return new String[] {
        "omdb " + (version == null ? "(not from a jar)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.home")
      };
    }
  }
}
