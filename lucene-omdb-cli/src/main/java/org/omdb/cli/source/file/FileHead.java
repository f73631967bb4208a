// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a format is recognized by.
 *
 * @param name the file's name without its folder, in lower case, and without {@code .gz} or the
 *     like if the file is compressed; empty for standard input
 * @param bytes the first bytes, decompressed: up to {@link #MAX_BYTES}, and fewer only if the file
 *     has no more
 */
public record FileHead(String name, byte[] bytes) {

  /** Enough for some lines of a text with long vectors. */
  public static final int MAX_BYTES = 1 << 16;

  /** {@return whether the file has no more bytes than these} */
  public boolean isWhole() {
    return bytes.length < MAX_BYTES;
  }

  /**
   * Whether the file begins with these bytes.
   *
   * @param magic the bytes, as Latin-1 characters
   * @return false for a shorter file
   */
  public boolean startsWith(String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= expected.length
        && Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length);
  }

  /**
   * Offset of the first byte of a text that is neither a byte order mark nor white space.
   *
   * @return the number of bytes if there is none
   */
  public int textStart() {
    int at = startsWith("\u00ef\u00bb\u00bf") ? LineReader.BYTE_ORDER_MARK_BYTES : 0;
    while (at < bytes.length && " \t\r\n".indexOf(bytes[at]) >= 0) {
      at++;
    }
    return at;
  }

  /**
   * The first byte of a text that is neither a byte order mark nor white space.
   *
   * @return 0 if there is none
   */
  public char firstCharacter() {
    int at = textStart();
    return at == bytes.length ? 0 : (char) (bytes[at] & 0xff);
  }
}
