// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text from files and indexes as a terminal may show it. Control characters could move the cursor,
 * ring, or give the terminal commands; some others turn the direction of what follows. They become
 * {@code \\n}, {@code \\u001b} and so on, as in JSON.
 */
public final class Printable {

  private Printable() {}

  /**
   * A writer of UTF-8 that escapes what is not harmless. Line breaks, tabs and picocli's colors
   * pass.
   *
   * @param to where the bytes go
   * @param autoFlush whether each line is written at once
   * @return the writer, for one thread
   */
  public static PrintWriter writer(OutputStream to, boolean autoFlush) {
    return writer(new OutputStreamWriter(to, StandardCharsets.UTF_8), autoFlush);
  }

  /**
   * A writer that escapes what is not harmless. Line breaks, tabs and picocli's colors pass.
   *
   * @param to where the characters go
   * @param autoFlush whether each line is written at once
   * @return the writer, for one thread
   */
  public static PrintWriter writer(Writer to, boolean autoFlush) {
    return new PrintWriter(new PrintableWriter(to), autoFlush);
  }

  /**
   * Whether a terminal shows a character, and does nothing else with it.
   *
   * @param c a UTF-16 unit
   * @return false for controls, line separators, and marks of direction
   */
  static boolean isHarmless(char c) {
    return c >= ' ' && c < 0x7F
        || c > 0x9F
            && c != '\u061C'
            && c != '\u200E'
            && c != '\u200F'
            && (c < '\u2028' || c > '\u202E')
            && (c < '\u2066' || c > '\u2069');
  }

  /**
   * Appends a character, escaped if it is not harmless.
   *
   * @param c a UTF-16 unit
   * @param to where to append
   */
  static void append(char c, StringBuilder to) {
    if (isHarmless(c)) {
      to.append(c);
      return;
    }
    switch (c) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> to.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
  }

  /**
   * Escapes what is not harmless.
   *
   * @param text any text, such as an id or the name of a file
   * @return the same text if all of it is harmless
   */
  public static String of(String text) {
    int i = 0;
    while (i < text.length() && isHarmless(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder().append(text, 0, i);
    for (; i < text.length(); i++) {
      append(text.charAt(i), escaped);
    }
    return escaped.toString();
  }

  /**
   * A message in one line: line breaks become spaces, and what else is not harmless is escaped.
   *
   * @param message any text
   * @return without line breaks
   */
  public static String line(String message) {
    return of(message.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
