// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a line, by the rules of a POSIX shell: {@code 'all of this'}, {@code "a \" too"},
 * {@code a\ word}, also within a word, and {@code # comments}. Nothing else is special.
 *
 * @param words in their order
 * @param isOpen whether the last word ends within quotes, or after a backslash
 */
record ShellWords(List<Word> words, boolean isOpen) {

  /**
   * A word.
   *
   * @param text without quotes
   * @param start where it begins in the line
   * @param end where it ends
   */
  record Word(String text, int start, int end) {}

  private static final String SPECIAL = " \t'\"\\#";

  static ShellWords of(String line) {
    return new Splitter(line).split();
  }

  /** What to type for a word that has this text. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
        escaped.append('\\');
      }
      escaped.append(text.charAt(i));
    }
    return escaped.toString();
  }

  /** The words without quotes. */
  List<String> texts() {
    return words.stream().map(Word::text).toList();
  }

  private static final class Splitter {

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int at;

    Splitter(String line) {
      this.line = line;
    }

    ShellWords split() {
      while (skipBlanks()) {
        int start = at;
        text.setLength(0);
        boolean isClosed = true;
        while (isClosed && at < line.length() && isBlank(line.charAt(at)) == false) {
          isClosed = readPart();
        }
        words.add(new Word(text.toString(), start, at));
        if (isClosed == false) {
          return new ShellWords(words, true);
        }
      }
      return new ShellWords(words, false);
    }

    /** Returns false at the end, or where a comment begins. */
    private boolean skipBlanks() {
      while (at < line.length() && isBlank(line.charAt(at))) {
        at++;
      }
      return at < line.length() && line.charAt(at) != '#';
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t' || c == '\n';
    }

    /** Reads a character or what is in quotes; false if the line ends within it. */
    private boolean readPart() {
      char c = line.charAt(at++);
      switch (c) {
        case '\'', '"' -> {
          return readQuoted(c);
        }
        case '\\' -> {
          if (at == line.length()) {
            return false;
          }
          if (line.charAt(at) != '\n') { // which goes on in the next line
            text.append(line.charAt(at));
          }
          at++;
        }
        default -> text.append(c);
      }
      return true;
    }

    private boolean readQuoted(char quote) {
      while (at < line.length()) {
        char c = line.charAt(at++);
        if (c == quote) {
          return true;
        }
        boolean isEscape =
            c == '\\'
                && quote == '"'
                && at < line.length()
                && (line.charAt(at) == '"' || line.charAt(at) == '\\');
        text.append(isEscape ? line.charAt(at++) : c);
      }
      return false;
    }
  }
}
