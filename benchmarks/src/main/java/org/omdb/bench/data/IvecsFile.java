// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The format {@code .ivecs}, in which the TEXMEX corpus stores the exact neighbors of its queries.
 * A row is its length n as an int32, followed by n values of int32, all little-endian.
 */
final class IvecsFile {

  private IvecsFile() {}

  /**
   * Reads a file.
   *
   * @return all rows, of one length
   * @throws IOException if it can't be read, or its rows don't end where the file does
   */
  static int[][] read(Path file) throws IOException {
    IntBuffer ints;
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() == 0 || channel.size() % Integer.BYTES != 0) {
        throw new IOException(file + ": " + channel.size() + " bytes can't be rows of int32");
      }
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      ints = bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }
    int length = ints.get(0);
    if (length < 1 || ints.limit() % (length + 1L) != 0) {
      throw new IOException(file + ": not a whole number of rows of " + length + " int32");
    }
    int[][] rows = new int[ints.limit() / (length + 1)][length];
    for (int row = 0; row < rows.length; row++) {
      int found = ints.get();
      if (found != length) {
        throw new IOException(
            file + ", row " + row + ": length " + found + ", expected " + length + " as in row 0");
      }
      ints.get(rows[row]);
    }
    return rows;
  }
}
