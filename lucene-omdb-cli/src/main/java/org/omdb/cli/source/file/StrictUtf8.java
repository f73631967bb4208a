// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.omdb.cli.console.CommandFailure;

/** Checks UTF-8, and never replaces what is malformed. For one thread. */
public final class StrictUtf8 {

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports errors
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final CharBuffer decoded = CharBuffer.allocate(1024);

  /**
   * Fails unless a range of bytes is UTF-8.
   *
   * @param file of the bytes
   * @param offset in the file of {@code bytes[from]}
   * @param bytes to be checked
   * @param from where they begin
   * @param to where they end
   * @throws CommandFailure if they are not
   */
  public void check(SourceFile file, long offset, byte[] bytes, int from, int to)
      throws CommandFailure {
    if (isAscii(bytes, from, to)) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    decoder.reset();
    CoderResult result;
    do {
      decoded.clear();
      result = decoder.decode(in, decoded, true);
    } while (result.isOverflow());
    if (result.isError()) {
      String place = BadInput.byteAt(offset + in.position() - from);
      String found = String.format(Locale.ROOT, "byte 0x%02x", bytes[in.position()]);
      throw BadInput.at(file, place, found, "UTF-8");
    }
  }

  /**
   * Whether text from JSON escapes can be written as UTF-8, because it has no lone surrogate.
   *
   * @param text from a file
   * @return false if it has one
   */
  public boolean canEncode(String text) {
    return encoder.canEncode(text);
  }

  private static boolean isAscii(byte[] bytes, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= bytes[i];
    }
    return all >= 0;
  }
}
