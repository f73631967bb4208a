// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.omdb.cli.console.CommandFailure;
import org.omdb.lucene.format.OmdbFlatVectorsFormat;

/** Says what is wrong with a file: {@code FILE: PLACE: found FOUND, expected EXPECTED}. */
final class BadInput {

  static final int MAX_DIMENSIONS = OmdbFlatVectorsFormat.MAX_DIMENSIONS;

  /** What a component must be. */
  static final String FINITE = "a finite number in the range of float32";

  /** Longer quotations are cut, to keep a message on one line. */
  private static final int MAX_QUOTED = 40;

  private BadInput() {}

  static CommandFailure at(Path file, String place, String found, String expected) {
    return CommandFailure.data(file + ": " + place + ": found " + found + ", expected " + expected);
  }

  /** Says what is wrong with the whole file. */
  static CommandFailure in(Path file, String found, String expected) {
    return CommandFailure.data(file + ": found " + found + ", expected " + expected);
  }

  /** Fails if an index can't have this dimension. */
  static void checkDimension(Path file, String place, long dimension) throws CommandFailure {
    if (dimension < 1 || dimension > MAX_DIMENSIONS) {
      throw at(file, place, "dimension " + dimension, "1 to " + MAX_DIMENSIONS);
    }
  }

  /** A place in a binary format; rows count from 0. */
  static String row(long row) {
    return "row " + row;
  }

  /** A place in a text format; lines count from 1. */
  static String line(long line) {
    return "line " + line;
  }

  /** A place in any format, counted from 0. */
  static String byteAt(long offset) {
    return "byte " + offset;
  }

  /** Components count from 0. */
  static String component(int component, Object value) {
    return value + " as component " + component;
  }

  /** Text of the file in quotation marks, on one line, cut if it is long. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length() && i < MAX_QUOTED; i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c >= 0x7f && c <= 0x9f)) {
        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(text.length() > MAX_QUOTED ? "...\"" : "\"").toString();
  }

  /** Bytes of the file in quotation marks; read as Latin-1, because they may be no UTF-8. */
  static String quote(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + MAX_QUOTED + 1); // one more, so that the other quote() cuts it
    return quote(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
  }
}
