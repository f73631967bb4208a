// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.omdb.cli.console.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completes commands, options, their values, files, and ids of the index. */
final class ShellCompleter implements Completer {

  /** The most files offered. */
  private static final int MAX_FILES = 200;

  private final Session session;
  private final CommandLine commands;

  ShellCompleter(Session session) {
    this.session = session;
    this.commands = session.commands();
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    try {
      complete(line, candidates);
    } catch (@SuppressWarnings("unused") IOException | IllegalArgumentException e) {
      // Nothing to offer: what is wrong with the index or the folder, the command will say.
    }
  }

  private void complete(ParsedLine line, List<Candidate> to) throws IOException {
    List<String> words = line.words().subList(0, line.wordIndex());
    if (words.isEmpty() == false && words.get(0).equals("omdb")) {
      words = words.subList(1, words.size());
    }
    String typed = line.word().substring(0, line.wordCursor());
    if (words.isEmpty()) {
      Stream.concat(
              commands.getSubcommands().keySet().stream(),
              Stream.concat(Stream.of(Session.HELP), Session.END.stream()))
          .forEach(name -> offer(name, to));
    } else if (words.get(0).equals(Session.HELP)) {
      commands.getSubcommands().keySet().forEach(name -> offer(name, to));
    } else if (commands.getSubcommands().containsKey(words.get(0))) {
      CommandSpec command = commands.getSubcommands().get(words.get(0)).getCommandSpec();
      completeArgument(command, words, typed, to);
    }
  }

  private void completeArgument(
      CommandSpec command, List<String> words, String typed, List<Candidate> to)
      throws IOException {
    OptionSpec before = valueOf(command, words.get(words.size() - 1));
    int equals = typed.indexOf('=');
    if (before != null) {
      completeValue(before, "", typed, words, to);
    } else if (typed.startsWith("--") && equals > 0) {
      OptionSpec option = valueOf(command, typed.substring(0, equals));
      if (option != null) {
        String start = typed.substring(0, equals + 1);
        completeValue(option, start, typed.substring(equals + 1), words, to);
      }
    } else if (typed.startsWith("-")) {
      command.optionsMap().keySet().forEach(name -> offer(name, to));
    } else {
      for (PositionalParamSpec positional : command.positionalParameters()) {
        completeValue(positional, "", typed, words, to);
      }
    }
  }

  /** The option of this name, if it takes a value. */
  private static OptionSpec valueOf(CommandSpec command, String name) {
    OptionSpec option = command.findOption(name);
    return name.startsWith("-") && option != null && option.arity().max() > 0 ? option : null;
  }

  /**
   * @param start what comes before the value in its word
   */
  private void completeValue(
      ArgSpec argument, String start, String typed, List<String> words, List<Candidate> to)
      throws IOException {
    boolean isId =
        argument instanceof OptionSpec option
            ? option.longestName().equals("--id")
            : argument.paramLabel().equals("ID");
    if (isId) {
      offerAll(start, session.index().ids(field(words), typed), to);
    } else if (argument instanceof OptionSpec option && option.longestName().equals("--field")) {
      offerAll(start, session.index().vectorFields(), to);
    } else if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(value -> offer(start + value, to));
    } else if (Stream.of(argument.auxiliaryTypes()).anyMatch(type -> type == Path.class)
        || argument.type() == Path.class) {
      offerFiles(start, typed, to);
    }
  }

  /** The field that a line names; null if it does not. */
  private static String field(List<String> words) {
    int at = words.indexOf("--field");
    return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : null;
  }

  private static void offerAll(String start, Collection<String> values, List<Candidate> to) {
    for (String value : values) {
      if (isPrintable(value)) {
        offer(start + value, to);
      }
    }
  }

  /** Others can't be typed, and must not get to the terminal. */
  private static boolean isPrintable(String value) {
    return Printable.of(value).equals(value);
  }

  private static void offer(String value, List<Candidate> to) {
    to.add(new Candidate(value));
  }

  private static void offerFiles(String start, String typed, List<Candidate> to)
      throws IOException {
    String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
    String name = typed.substring(folder.length());
    DirectoryStream.Filter<Path> filter =
        file -> file.getFileName().toString().startsWith(name) && isPrintable(file.toString());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path(folder), filter)) {
      for (Path file : files) {
        if (to.size() == MAX_FILES) {
          break;
        }
        String value = start + folder + file.getFileName();
        boolean isFolder = Files.isDirectory(file);
        to.add(
            new Candidate(
                isFolder ? value + "/" : value,
                file.getFileName().toString(),
                null,
                null,
                null,
                null,
                isFolder == false));
      }
    }
  }

  private static Path path(String folder) throws IOException {
    try {
      return Path.of(folder);
    } catch (InvalidPathException e) {
      throw new IOException(e);
    }
  }
}
