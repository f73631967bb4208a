// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;

/** Bits, the lowest of a byte first; or nothing but ones, where a buffer is left out. */
final class ArrowBits {

  /** Null if all bits are ones. */
  private final ArrowBytes bytes;

  private int current;
  private int left;

  ArrowBits(ArrowBytes bytes) {
    this.bytes = bytes;
  }

  /** Whether all bits are ones. */
  boolean areOnes() {
    return bytes == null;
  }

  boolean next() throws IOException {
    if (bytes == null) {
      return true;
    }
    if (left == 0) {
      current = bytes.nextByte();
      left = Byte.SIZE;
    }
    boolean bit = (current & 1) != 0;
    current >>>= 1;
    left--;
    return bit;
  }
}
