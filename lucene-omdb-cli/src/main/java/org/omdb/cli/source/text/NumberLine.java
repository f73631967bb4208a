// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import org.omdb.cli.source.file.LineReader;

/** The fields of a line of numbers, one after the other. For one thread. */
final class NumberLine {

  private final char separator;
  private byte[] bytes;
  private int end;
  private int at;
  private boolean ended;
  private int from;
  private int to;

  /**
   * @param separator a space for any number of spaces and tabs; else one between two fields, with
   *     or without spaces around it
   */
  NumberLine(char separator) {
    this.separator = separator;
  }

  /** Begins a line. */
  void start(byte[] line, int lineFrom, int lineTo) {
    bytes = line;
    end = lineTo;
    at = Tokens.skipBlanks(line, lineFrom, lineTo);
    ended = at == end;
  }

  /** Moves to the next field; false at the end. */
  boolean next() {
    if (ended) {
      return false;
    }
    from = at;
    while (at < end && isSeparator(bytes[at]) == false) {
      at++;
    }
    to = Tokens.skipBlanksBackwards(bytes, from, at);
    ended = at == end;
    // If nothing follows a comma, an empty field does.
    at = Tokens.skipBlanks(bytes, ended || separator == ' ' ? at : at + 1, end);
    ended |= separator == ' ' && at == end;
    return true;
  }

  private boolean isSeparator(byte b) {
    return separator == ' ' ? LineReader.isSeparator(b) : b == separator;
  }

  /** Where the field begins. */
  int from() {
    return from;
  }

  /** Where the field ends; where it begins, if it is empty. */
  int to() {
    return to;
  }
}
