// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.parquet;

import java.io.ByteArrayOutputStream;

/** Bytes of a page, to which values are added in Parquet's order of bytes. */
final class PageBytes extends ByteArrayOutputStream {

  void addInt(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      write(value >>> shift);
    }
  }

  void addLong(long value) {
    addInt((int) value);
    addInt((int) (value >>> Integer.SIZE));
  }

  void addBinary(byte[] bytes) {
    addInt(bytes.length);
    writeBytes(bytes);
  }

  void addVarint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      write(rest | 0x80);
      rest >>>= 7;
    }
    write(rest);
  }
}
