// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/**
 * Parses the dictionary in a {@code .npy} header: as much of Python's literals as NumPy writes.
 * Strings become {@code String}, integers {@code Long}, {@code True} and {@code False} {@code
 * Boolean}, tuples and lists {@code List}.
 */
final class PythonLiteral {

  /** Structured types nest; a damaged header must not exhaust the stack. */
  private static final int MAX_DEPTH = 32;

  private final SourceFile file;
  private final long offset;
  private final String text;
  private int at;

  /**
   * Creates a parser.
   *
   * @param offset of the text in the file, for messages
   */
  PythonLiteral(SourceFile file, long offset, String text) {
    this.file = file;
    this.offset = offset;
    this.text = text;
  }

  /** Parses the text, which must be one dictionary whose keys are strings. */
  Map<String, Object> parseDictionary() throws CommandFailure {
    Map<String, Object> members = new LinkedHashMap<>();
    skipSpace();
    take('{');
    while (takeIf('}') == false) {
      skipSpace();
      int keyAt = at;
      String key = string();
      skipSpace();
      take(':');
      if (members.put(key, value(0)) != null) {
        at = keyAt;
        throw unexpected("each key once");
      }
      skipSpace();
      if (takeIf(',') == false && peek() != '}') {
        throw unexpected("',' or '}'");
      }
      skipSpace();
    }
    skipSpace();
    if (at < text.length()) {
      throw unexpected("the header's end");
    }
    return members;
  }

  private Object value(int depth) throws CommandFailure {
    skipSpace();
    char c = peek();
    if (c == '\'' || c == '"') {
      return string();
    }
    if (c == '(' || c == '[') {
      if (depth == MAX_DEPTH) {
        throw unexpected("at most " + MAX_DEPTH + " nested brackets");
      }
      return list(c == '(' ? ')' : ']', depth);
    }
    if (c >= '0' && c <= '9') {
      return integer();
    }
    for (Boolean constant : List.of(true, false)) {
      String name = constant ? "True" : "False";
      if (text.startsWith(name, at)) {
        at += name.length();
        return constant;
      }
    }
    throw unexpected("a string, a number, True, False, a tuple or a list");
  }

  private List<Object> list(char close, int depth) throws CommandFailure {
    List<Object> values = new ArrayList<>();
    at++;
    skipSpace();
    while (takeIf(close) == false) {
      values.add(value(depth + 1));
      skipSpace();
      if (takeIf(',') == false && peek() != close) {
        throw unexpected("',' or '" + close + "'");
      }
      skipSpace();
    }
    return values;
  }

  private String string() throws CommandFailure {
    char quote = peek();
    if (quote != '\'' && quote != '"') {
      throw unexpected("a string");
    }
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw unexpected("a string that ends");
    }
    String content = text.substring(at + 1, end);
    at = end + 1;
    return content;
  }

  private Long integer() throws CommandFailure {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    String digits = text.substring(start, at);
    takeIf('L'); // of a long number, from Python 2
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      at = start;
      throw unexpected("a number below 2^63");
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** NUL at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean takeIf(char c) {
    boolean taken = peek() == c;
    if (taken) {
      at++;
    }
    return taken;
  }

  private void take(char c) throws CommandFailure {
    if (takeIf(c) == false) {
      throw unexpected("'" + c + "'");
    }
  }

  private CommandFailure unexpected(String expected) {
    String found =
        at < text.length() ? BadInput.quote(text.substring(at).trim()) : "the header's end";
    return BadInput.at(file, BadInput.byteAt(offset + at), found, expected);
  }
}
