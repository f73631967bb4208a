// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.number;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;

/**
 * Parses a vector that is written as one text: {@code [1,2,3]} as of Python lists, JSON and
 * pgvector, {@code {1,2,3}} as of PostgreSQL arrays, or {@code [1. 2. 3.]} as NumPy prints it. For
 * one thread.
 */
public final class VectorText {

  private static final int FIRST_CAPACITY = 512;

  private final FloatScanner numbers = new FloatScanner();

  /** Says where in a file something is wrong. */
  @FunctionalInterface
  public interface Place {
    /**
     * A failure at this place.
     *
     * @param found what is there
     * @param expected what should be there
     * @return the exception to throw
     */
    CommandFailure bad(String found, String expected);
  }

  /**
   * Whether a text may be a vector, as its first characters tell.
   *
   * @param text as it is in a file
   * @return whether it begins with a bracket and a number
   */
  public static boolean isLikely(String text) {
    String start = text.substring(0, Math.min(64, text.length())).strip();
    return start.matches("[\\[{(]\\s*[-+]?\\.?\\d(?s:.)*");
  }

  /**
   * Parses a number.
   *
   * @param text as it is in a file
   * @return NaN if it is none; infinite if it is out of the range of float32
   */
  public static float number(String text) {
    byte[] bytes = text.strip().getBytes(StandardCharsets.ISO_8859_1);
    FloatScanner scanner = new FloatScanner();
    float number = scanner.scan(bytes, 0, bytes.length);
    return scanner.end() == bytes.length ? number : Float.NaN;
  }

  /**
   * Parses a vector.
   *
   * @param text as it is in a file
   * @param place of it
   * @return its components, all finite; as many as there are
   * @throws CommandFailure if it is no vector
   */
  public float[] parse(String text, Place place) throws CommandFailure {
    // One byte per character; what is not Latin-1 is no number either way.
    byte[] bytes = text.strip().getBytes(StandardCharsets.ISO_8859_1);
    int from = 0;
    int to = bytes.length;
    int bracket = bytes.length < 2 ? -1 : "[{(".indexOf(bytes[0]);
    if (bracket >= 0) {
      if (bytes[to - 1] != "]})".charAt(bracket)) {
        throw place.bad(
            BadInput.quote(text) + " as vector", "\"" + "]})".charAt(bracket) + "\" at its end");
      }
      from++;
      to--;
    }
    float[] vector = new float[FIRST_CAPACITY];
    int count = 0;
    for (int at = skipSpace(bytes, from, to); at < to; ) {
      int end = numberEnd(bytes, at, to);
      if (count == vector.length) {
        vector = Arrays.copyOf(vector, 2 * count);
      }
      vector[count] = component(bytes, at, end, count, place);
      if (++count > BadInput.MAX_DIMENSIONS) {
        throw place.bad("more than " + BadInput.MAX_DIMENSIONS + " components", "fewer");
      }
      at = skipSpace(bytes, end, to);
      if (at < to && bytes[at] == ',') {
        at = skipSpace(bytes, at + 1, to);
        if (at == to) {
          throw place.bad("a comma at the end of the vector", "a number behind it");
        }
      }
    }
    return Arrays.copyOf(vector, count);
  }

  private float component(byte[] bytes, int from, int to, int count, Place place)
      throws CommandFailure {
    float component = from == to ? Float.NaN : numbers.scan(bytes, from, to);
    if (Float.isFinite(component) && numbers.end() == to) {
      return component;
    }
    String token = BadInput.quote(bytes, from, to);
    if (token.equals("\"...\"")) {
      throw place.bad(
          BadInput.component(count, token) + ", where the program that wrote it left some out",
          "all components: write the vectors as lists");
    }
    throw place.bad(BadInput.component(count, token), BadInput.FINITE);
  }

  private static int skipSpace(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  private static int numberEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != ',' && isSpace(bytes[at]) == false) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
