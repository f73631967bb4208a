// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A large array of longs outside the heap, zero at first: in direct memory if it is small, else in
 * a mapped temporary file, which is deleted when the JVM ends at the latest. For one thread.
 */
final class MappedLongs {

  /** A buffer has 2^26 longs, since a mapped buffer has to be smaller than 2^31 bytes. */
  private static final int CHUNK_SHIFT = 26;

  private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

  /** In longs: an array of at most this length is in direct memory. */
  private static final int MAX_DIRECT = 1 << 16;

  private final ByteBuffer[] chunks;

  MappedLongs(long length) throws IOException {
    if (length <= MAX_DIRECT) {
      chunks = new ByteBuffer[] {ByteBuffer.allocateDirect((int) length * Long.BYTES)};
    } else {
      chunks = new ByteBuffer[Math.toIntExact((length + CHUNK_MASK) >>> CHUNK_SHIFT)];
      map(length);
    }
    for (ByteBuffer chunk : chunks) {
      chunk.order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private void map(long length) throws IOException {
    Path file = Files.createTempFile("omdb-", ".tmp");
    // A mapping remains valid when its channel is closed, and on Unix when its file is deleted.
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      writeZeros(channel, length * Long.BYTES);
      for (int i = 0; i < chunks.length; i++) {
        long start = (long) i << CHUNK_SHIFT;
        long size = Math.min(length - start, 1L << CHUNK_SHIFT) * Long.BYTES;
        chunks[i] = channel.map(FileChannel.MapMode.READ_WRITE, start * Long.BYTES, size);
      }
    }
  }

  /** Allocates the file's blocks: writing to a hole while the disk is full would crash the JVM. */
  private static void writeZeros(FileChannel channel, long count) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long left = count; left > 0; ) {
      left -= channel.write(zeros.clear().limit((int) Math.min(left, zeros.capacity())));
    }
  }

  long get(long index) {
    return chunks[(int) (index >>> CHUNK_SHIFT)].getLong((int) (index & CHUNK_MASK) * Long.BYTES);
  }

  void set(long index, long value) {
    chunks[(int) (index >>> CHUNK_SHIFT)].putLong((int) (index & CHUNK_MASK) * Long.BYTES, value);
  }
}
