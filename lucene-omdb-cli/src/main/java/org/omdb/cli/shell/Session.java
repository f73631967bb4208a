// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Runs the commands of one session, each as {@code omdb} would. For one thread. */
final class Session {

  /** The words that end a session. */
  static final Set<String> END = Set.of("exit", "quit");

  static final String HELP = "help";

  private static final String SHELL = "shell";

  private final ShellIndex index;
  private final Function<String[], CommandLine> omdb;
  private final PrintWriter err;

  Session(ShellIndex index, Function<String[], CommandLine> omdb, PrintWriter err) {
    this.index = index;
    this.omdb = omdb;
    this.err = err;
  }

  ShellIndex index() {
    return index;
  }

  PrintWriter err() {
    return err;
  }

  /**
   * The commands but the shell itself.
   *
   * @param args what will be executed; none for all commands
   */
  CommandLine commands(String... args) {
    boolean isShell = args.length > 0 && args[0].equals(SHELL); // which is unknown here
    CommandLine commands = omdb.apply(isShell ? new String[0] : args);
    commands.getCommandSpec().removeSubcommand(SHELL);
    commands.setDefaultValueProvider(new FilledIn(required(commands)));
    commands.setErr(err);
    return commands;
  }

  /**
   * Runs a command.
   *
   * @param words of a line, with or without {@code omdb} in front
   * @param out for its results
   * @return its exit status
   */
  int run(List<String> words, PrintWriter out) {
    List<String> command = new ArrayList<>(words);
    if (command.get(0).equals("omdb")) {
      command.remove(0);
    }
    if (command.isEmpty() == false && command.get(0).equals(HELP)) {
      command.remove(0);
      command.add("--help");
    }
    String[] args = command.toArray(String[]::new);
    CommandLine commands = commands(args);
    commands.setOut(out);
    int status = commands.execute(args);
    out.flush();
    return status;
  }

  /** What a command must be told. What has a default is not required any more. */
  private static Set<ArgSpec> required(CommandLine commands) {
    Set<ArgSpec> required = Collections.newSetFromMap(new IdentityHashMap<>());
    for (CommandLine command : commands.getSubcommands().values()) {
      required.addAll(command.getCommandSpec().requiredArgs());
    }
    return required;
  }

  /** The index and its field, where a command has to be told and a line does not say. */
  private final class FilledIn implements IDefaultValueProvider {

    private final Set<ArgSpec> required;

    FilledIn(Set<ArgSpec> required) {
      this.required = required;
    }

    @Override
    public String defaultValue(ArgSpec argument) throws IOException {
      if (required.contains(argument) == false) {
        return null; // such as the folder for a demo
      }
      if (argument instanceof OptionSpec option) {
        return switch (option.longestName()) {
          case "--index" -> index.path().toString();
          case "--field" -> index.field();
          default -> null;
        };
      }
      boolean isIndex = argument.paramLabel().equals("PATH") && isInspection(argument.command());
      return isIndex ? index.path().toString() : null;
    }

    /** Whether a command takes an index or a file. */
    private boolean isInspection(CommandSpec command) {
      return command.name().equals("inspect") || command.name().equals("verify");
    }
  }
}
