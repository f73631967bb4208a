// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.number.FloatScanner;

/** What stands between the spaces and tabs of a line. */
final class Tokens {

  private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");

  private static final int MAX_NOT_FINITE = "-infinity".length();

  private Tokens() {}

  /** Where the next token begins; {@code to} if there is none. */
  static int skipBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && LineReader.isSeparator(bytes[at])) {
      at++;
    }
    return at;
  }

  static int count(byte[] bytes, int from, int to) {
    int count = 0;
    for (int at = skipBlanks(bytes, from, to); at < to; at = skipBlanks(bytes, at, to)) {
      at = FloatScanner.tokenEnd(bytes, at, to);
      count++;
    }
    return count;
  }

  /** Where the token begins before which {@code count} others stand at the end of the line. */
  static int backwards(byte[] bytes, int from, int to, int count) {
    int at = to;
    for (int i = 0; i < count; i++) {
      while (at > from && LineReader.isSeparator(bytes[at - 1])) {
        at--;
      }
      while (at > from && LineReader.isSeparator(bytes[at - 1]) == false) {
        at--;
      }
    }
    return at;
  }

  /** Where the last token before {@code to} ends. */
  static int skipBlanksBackwards(byte[] bytes, int from, int to) {
    int at = to;
    while (at > from && LineReader.isSeparator(bytes[at - 1])) {
      at--;
    }
    return at;
  }

  /** Whether a token has digits alone. */
  static boolean isWhole(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return from < to;
  }

  /** Whether a token is a number, even one that no vector can have. */
  static boolean isNumber(byte[] bytes, int from, int to) {
    FloatScanner numbers = new FloatScanner();
    if (Float.isNaN(numbers.scan(bytes, from, to)) == false && numbers.end() == to) {
      return true;
    }
    return to - from <= MAX_NOT_FINITE
        && NOT_FINITE.matcher(new String(bytes, from, to - from, ISO_8859_1)).matches();
  }

  /** Whether it is a number with a point or an exponent, as no row's number or id has. */
  static boolean isFraction(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.' || bytes[i] == 'e' || bytes[i] == 'E') {
        return isNumber(bytes, from, to);
      }
    }
    return false;
  }
}
