// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import org.apache.lucene.util.BytesRef;

/** Checks UTF-8, by table 3-7 of the Unicode Standard. */
public final class Utf8 {

  private Utf8() {}

  /**
   * Whether bytes are well-formed UTF-8: without overlong forms, surrogates, code points above
   * U+10FFFF or incomplete characters.
   *
   * @param ref the bytes
   * @return true if they are
   */
  public static boolean isWellFormed(BytesRef ref) {
    byte[] bytes = ref.bytes;
    int end = ref.offset + ref.length;
    int i = ref.offset;
    while (i < end) {
      int lead = bytes[i++];
      if (lead >= 0) {
        continue;
      }
      lead &= 0xFF;
      int continuations = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
      if (lead < 0xC2 || lead > 0xF4 || end - i < continuations) {
        return false;
      }
      int second = bytes[i] & 0xFF;
      int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (second < lowest || second > highest) {
        return false;
      }
      for (int c = 1; c < continuations; c++) {
        if ((bytes[i + c] & 0xC0) != 0x80) {
          return false;
        }
      }
      i += continuations;
    }
    return true;
  }
}
