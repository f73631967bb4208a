// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.omdb.cli.console.ClosestNames;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.Interruption;
import org.omdb.cli.console.Printable;
import org.omdb.cli.console.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Says in a line why a command could not do its job, and with which status it ends. */
final class Explanations
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

  private final BooleanSupplier withStackTrace;

  Explanations(BooleanSupplier withStackTrace) {
    this.withStackTrace = withStackTrace;
  }

  static void printError(PrintWriter err, String message) {
    err.println("omdb: " + Printable.line(message));
  }

  /** The command line is wrong. */
  @Override
  public int handleParseException(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    // What is unknown comes before what is missing: it may be a mistyped form of that.
    String unknown = unknown(command);
    printError(err, unknown == null ? mistake.getMessage() : unknown);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    if (withStackTrace.getAsBoolean()) {
      mistake.printStackTrace(err);
    }
    return ExitStatus.USAGE;
  }

  /** Names the first unknown option or command, and what it may be a mistyped form of. */
  private static String unknown(CommandLine command) {
    List<String> unmatched = command.getUnmatchedArguments();
    if (unmatched.isEmpty()) {
      return null;
    }
    Set<String> commands = command.getSubcommands().keySet();
    String first = unmatched.get(0);
    if (isOption(first) == false && commands.isEmpty() == false) {
      return "unknown command \"" + first + '"' + suggestion(first, commands);
    }
    for (String argument : unmatched) {
      if (isOption(argument)) {
        String option = argument.replaceFirst("=.*", "");
        Set<String> options = command.getCommandSpec().optionsMap().keySet();
        return "unknown option \"" + option + '"' + suggestion(option, options);
      }
    }
    return "\"" + first + "\" is one argument too many";
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-") && argument.length() > 1;
  }

  private static String suggestion(String unknown, Collection<String> names) {
    List<String> closest = ClosestNames.to(unknown, names);
    return closest.isEmpty() ? "" : ": did you mean " + String.join(" or ", closest) + "?";
  }

  /** The command failed. */
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof StandardOutput.Failed) {
      return ExitStatus.FAILED; // the output knows why
    }
    if (failure instanceof Interruption.Interrupted) {
      printError(command.getErr(), failure.getMessage());
      return ExitStatus.INTERRUPTED;
    }
    PrintWriter err = command.getErr();
    flush(command.getOut());
    printError(err, reason(failure));
    if (withStackTrace.getAsBoolean()) {
      failure.printStackTrace(err);
    } else if (failure instanceof RuntimeException) {
      err.println("This may be a bug in omdb: --debug shows where it happened.");
    }
    return failure instanceof CommandFailure known ? known.exitStatus() : ExitStatus.FAILED;
  }

  /** Writes the results so far, so that on a terminal the error comes after them. */
  private static void flush(PrintWriter out) {
    try {
      out.flush();
    } catch (@SuppressWarnings("unused") StandardOutput.Failed | Interruption.Interrupted e) {
      // Known without it: the output says so in the end, and the user what they typed.
    }
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
}
