// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.Interruption;
import org.omdb.cli.console.Printable;

/** Runs the lines that a person types at a terminal, until Ctrl-D. */
final class Conversation {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Session session;

  Conversation(Session session) {
    this.session = session;
  }

  int run() throws IOException {
    try (Terminal terminal =
        TerminalBuilder.builder()
            .name("omdb")
            .system(true)
            .dumb(true) // without a warning
            .encoding(StandardCharsets.UTF_8)
            .build()) {
      return run(terminal, historyFile());
    }
  }

  /**
   * Runs them at any terminal.
   *
   * @param history where lines are kept for the next session, or null
   */
  int run(Terminal terminal, Path history) {
    LineReader lines = reader(terminal, history);
    PrintWriter out = Printable.writer(Interruption.checkedBy(terminal.writer()), false);
    String name = Printable.of(String.valueOf(session.index().path().getFileName()));
    terminal
        .writer()
        .println("Commands of omdb for this index; \"help\" lists them, Ctrl-D ends the session.");
    while (true) {
      List<String> words;
      try {
        words = ShellWords.of(lines.readLine(name + "> ")).texts();
      } catch (
          @SuppressWarnings("unused")
          UserInterruptException e) { // Ctrl-C drops the line
        continue;
      } catch (
          @SuppressWarnings("unused")
          EndOfFileException e) {
        return ExitStatus.DONE;
      }
      if (words.isEmpty()) {
        continue;
      }
      if (Session.END.contains(words.get(0))) {
        return ExitStatus.DONE;
      }
      long nanos = System.nanoTime();
      runInterruptibly(words, terminal, out);
      terminal.writer().println(duration(System.nanoTime() - nanos));
      terminal.flush();
    }
  }

  private void runInterruptibly(List<String> words, Terminal terminal, PrintWriter out) {
    SignalHandler before = terminal.handle(Signal.INT, signal -> Interruption.request());
    try {
      session.run(words, out);
    } finally {
      terminal.handle(Signal.INT, before);
      Interruption.clear();
    }
  }

  private LineReader reader(Terminal terminal, Path history) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .appName("omdb")
            .terminal(terminal)
            .parser(new ShellParser())
            .completer(new ShellCompleter(session))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // "!" is nothing special
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    return builder.build();
  }

  private static String duration(long nanos) {
    double millis = nanos / NANOS_PER_MILLI;
    return millis < 10_000
        ? String.format(Locale.ROOT, "(%.0f ms)", millis)
        : String.format(Locale.ROOT, "(%.1f s)", millis / 1000);
  }

  /** Where programs keep such state by the XDG convention; null if there can't be a file. */
  private Path historyFile() {
    String state = System.getenv("XDG_STATE_HOME");
    Path folder =
        state == null || state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    try {
      return Files.createDirectories(folder.resolve("omdb")).resolve("history");
    } catch (IOException e) {
      session.err().println("omdb: no history is kept: " + e);
      return null;
    }
  }
}
