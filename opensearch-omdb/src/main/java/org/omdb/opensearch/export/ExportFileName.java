// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.opensearch.common.hash.MessageDigests;

/**
 * The name of the file that a shard is exported to: {@code <index>.<field>.<shard>.omdb}. Two
 * shards, or two fields of a shard, never have the same, also where a file system does not tell
 * upper from lower case or composed from decomposed letters.
 *
 * <p>What is written as it is: lower case letters from a to z, digits, {@code _} and {@code -}, and
 * dots of the field. Dots of the index are not, so that its part ends at the first dot. An upper
 * case letter from A to Z has a {@code ~} before it. Of all else, each byte of UTF-8 is a {@code %}
 * and two digits of hex. Where that is too long for a file name, the end of index and field is
 * replaced by {@code ~~} and a hash of both.
 */
final class ExportFileName {

  /**
   * The most bytes of a name. File systems take 255, and while the file is written, the name of the
   * temporary file is 41 longer.
   */
  static final int MAX_LENGTH = 200;

  private static final String ESCAPED_CASE = "~";
  private static final String HASHED = "~~";

  private ExportFileName() {}

  /** The name for a shard and one of its fields. All its characters are ASCII. */
  static String of(String index, String field, int shard) {
    String name = escape(index, false) + "." + escape(field, true);
    String suffix = "." + shard + ".omdb";
    if (name.length() + suffix.length() > MAX_LENGTH) {
      String hash =
          HASHED
              + MessageDigests.toHexString(
                  MessageDigests.sha256().digest(name.getBytes(StandardCharsets.US_ASCII)));
      name = name.substring(0, MAX_LENGTH - suffix.length() - hash.length()) + hash;
    }
    return name + suffix;
  }

  private static String escape(String text, boolean keepsDots) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (isPlain(c) || c == '.' && keepsDots) {
        escaped.append(c);
      } else if (c >= 'A' && c <= 'Z') {
        escaped.append(ESCAPED_CASE).append(c);
      } else {
        escaped.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-';
  }
}
