// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

/** How one vector component is stored. */
public enum ElementType {
  /** IEEE 754 single precision, little-endian. The magic is {@code OMDB}. */
  FLOAT32('B', Float.BYTES),

  /**
   * Signed bytes, for Lucene's byte vectors. The magic is {@code OMD8}, so that other readers of
   * OMDB do not take the bytes for floats.
   */
  INT8('8', Byte.BYTES);

  /** The magic as this library writes it: four ASCII letters as a little-endian int. */
  final int magic;

  private final int bytes;

  ElementType(char lastLetter, int bytes) {
    this.magic = 'O' | 'M' << 8 | 'D' << 16 | lastLetter << 24;
    this.bytes = bytes;
  }

  /**
   * The size of one component.
   *
   * @return 4 or 1 bytes
   */
  public int bytes() {
    return bytes;
  }
}
