// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.word2vec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a file: {@code rows dimension}.
 *
 * @param bytes length of the line with its end
 */
record Counts(long rows, long dimension, int bytes) {

  /** Longer than any. */
  static final int MAX_BYTES = 64;

  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (\\d{1,18})[ \\t]*\\r?\\n");

  /**
   * Reads the line at the start of a file.
   *
   * @return null if there is none
   */
  static Counts read(byte[] bytes, int from, int to) {
    String start = new String(bytes, from, Math.min(MAX_BYTES, to - from), ISO_8859_1);
    Matcher line = LINE.matcher(start);
    return line.lookingAt()
        ? new Counts(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)), line.end())
        : null;
  }
}
