// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.BytesRef;

/** Reads bytes from front to back in few large reads, and keeps the last read. For one thread. */
final class ReadAheadBuffer {

  private static final int BUFFER_BYTES = 1 << 15;

  private final RandomAccessInput in;
  private final long length;
  private byte[] buffer = BytesRef.EMPTY_BYTES;
  private long start;
  private int size;

  /**
   * @param in what to read
   * @param length its length in bytes
   */
  ReadAheadBuffer(RandomAccessInput in, long length) {
    this.in = in;
    this.length = length;
  }

  /**
   * Makes bytes available in {@link #array}.
   *
   * @param from position of the first byte
   * @param count how many; all of them have to exist
   * @return index of the first byte in the array
   */
  int read(long from, int count) throws IOException {
    if (from < start || from + count > start + size) {
      if (buffer.length < count || buffer.length == 0) {
        buffer = new byte[(int) Math.max(count, Math.min(BUFFER_BYTES, length))];
      }
      start = from;
      size = (int) Math.min(buffer.length, length - from);
      in.readBytes(from, buffer, 0, size);
    }
    return (int) (from - start);
  }

  /** The bytes; valid until the next {@link #read}, which may replace the array. */
  byte[] array() {
    return buffer;
  }
}
