// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.omdb.cli.console.CommandFailure;
import org.omdb.lucene.format.OmdbFlatVectorsFormat;

/** Says what is wrong with a file: {@code FILE: PLACE: found FOUND, expected EXPECTED}. */
public final class BadInput {

  /** The most components a vector in an index can have. */
  public static final int MAX_DIMENSIONS = OmdbFlatVectorsFormat.MAX_DIMENSIONS;

  /** What a component must be. */
  public static final String FINITE = "a finite number in the range of float32";

  /** Longer quotations are cut, to keep a message on one line. */
  private static final int MAX_QUOTED = 40;

  /** Of a character. */
  private static final int MAX_UTF8_BYTES = 4;

  private BadInput() {}

  /**
   * Says what is wrong at a place of a file.
   *
   * @param file it is in
   * @param place such as of {@link #row} or {@link #line}
   * @param found what is there
   * @param expected what should be there
   * @return the exception to throw
   */
  public static CommandFailure at(SourceFile file, String place, String found, String expected) {
    return CommandFailure.data(file + ": " + place + ": found " + found + ", expected " + expected);
  }

  /**
   * Says what is wrong with the whole file.
   *
   * @param file it is in
   * @param found what is there
   * @param expected what should be there
   * @return the exception to throw
   */
  public static CommandFailure in(SourceFile file, String found, String expected) {
    return CommandFailure.data(file + ": found " + found + ", expected " + expected);
  }

  /**
   * Says that a file could not be read, whatever is in it.
   *
   * @param file what messages call it
   * @param e says why
   * @return the exception to throw
   */
  public static CommandFailure unreadable(Object file, Throwable e) {
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    return CommandFailure.data(file + ": " + reason + ", while it was read", e);
  }

  /**
   * Fails if an index can't have this dimension.
   *
   * @param file it is in
   * @param place that says it
   * @param dimension number of components
   * @throws CommandFailure if it is not from 1 to {@link #MAX_DIMENSIONS}
   */
  public static void checkDimension(SourceFile file, String place, long dimension)
      throws CommandFailure {
    if (dimension < 1 || dimension > MAX_DIMENSIONS) {
      throw at(file, place, "dimension " + dimension, "1 to " + MAX_DIMENSIONS);
    }
  }

  /**
   * A place in a binary format.
   *
   * @param row its number, from 0
   * @return in words
   */
  public static String row(long row) {
    return "row " + row;
  }

  /**
   * A place in a text format.
   *
   * @param line its number, from 1
   * @return in words
   */
  public static String line(long line) {
    return "line " + line;
  }

  /**
   * A place in any format.
   *
   * @param offset from 0
   * @return in words
   */
  public static String byteAt(long offset) {
    return "byte " + offset;
  }

  /**
   * A component that is wrong.
   *
   * @param component its number, from 0
   * @param value what it is
   * @return in words
   */
  public static String component(int component, Object value) {
    return value + " as component " + component;
  }

  /**
   * Text of the file, for a message.
   *
   * @param text as it is in the file
   * @return in quotation marks, on one line, without control characters, cut if it is long
   */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int cut =
        text.offsetByCodePoints(0, Math.min(MAX_QUOTED, text.codePointCount(0, text.length())));
    for (int i = 0; i < cut; i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c >= 0x7f && c <= 0x9f)) {
        quoted.append(hex(c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(cut < text.length() ? "...\"" : "\"").toString();
  }

  private static String hex(int value) {
    return String.format(Locale.ROOT, "\\x%02x", value);
  }

  /**
   * Bytes of the file, for a message: as text if they are UTF-8, else with the codes of bytes that
   * are not ASCII.
   *
   * @param bytes of the file
   * @param from where they begin
   * @param to where they end
   * @return in quotation marks, as of {@link #quote(String)}
   */
  public static String quote(byte[] bytes, int from, int to) {
    // So many that a longer text is seen to be cut. The last character may be cut itself.
    int end = Math.min(to, from + MAX_UTF8_BYTES * (MAX_QUOTED + 1));
    CharBuffer text = CharBuffer.allocate(end - from);
    boolean isUtf8 =
        StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, from, end - from), text, end == to)
                .isError()
            == false;
    if (isUtf8) {
      return quote(text.flip().toString());
    }
    StringBuilder quoted = new StringBuilder("\"");
    int cut = Math.min(to, from + MAX_QUOTED);
    for (int i = from; i < cut; i++) {
      boolean ascii = bytes[i] >= ' ' && bytes[i] < 0x7f;
      quoted.append(ascii ? (char) bytes[i] + "" : hex(bytes[i] & 0xff));
    }
    return quoted.append(cut < to ? "...\"" : "\"").toString();
  }
}
