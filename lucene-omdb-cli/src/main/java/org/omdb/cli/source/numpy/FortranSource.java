// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.binary.BinaryRow;
import org.omdb.cli.source.binary.RowsSource;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.spi.VectorSource;

/**
 * Rows of an array that is stored column by column. A block of rows is read at once, from each of
 * the columns a part. What can't be read at random, because it is compressed or comes through a
 * pipe, is copied to a temporary file first.
 */
final class FortranSource implements VectorSource {

  /** So many that a part of a column is worth a read, and so few that a small heap has them. */
  private static final int BLOCK_BYTES = 32 << 20;

  private final FileWindow window;
  private final FileChannel channel;

  /** Where the array begins in the channel. */
  private final long start;

  /** Where the array begins in the file. */
  private final long arrayAt;

  private final BinaryRow row;
  private final long rows;
  private final ByteBuffer block;
  private final ByteBuffer bytes;
  private final int blockRows;
  private long read;
  private int rowsInBlock;
  private int readOfBlock;
  private float[] vector;

  private FortranSource(
      FileWindow window, long arrayAt, FileChannel channel, long start, BinaryRow row, long rows) {
    this.window = window;
    this.channel = channel;
    this.start = start;
    this.arrayAt = arrayAt;
    this.row = row;
    this.rows = rows;
    this.blockRows = (int) Math.min(rows, Math.max(1, BLOCK_BYTES / row.bytes()));
    this.block = ByteBuffer.allocate(blockRows * row.bytes());
    this.bytes = ByteBuffer.allocate(row.bytes()).order(row.order());
  }

  /**
   * Opens an array.
   *
   * @param window at its first element; closed by the source
   */
  static FortranSource open(FileWindow window, BinaryRow row, long rows)
      throws IOException, CommandFailure {
    Path path = window.file().uncompressedPath();
    long arrayAt = window.position();
    if (path == null) {
      return new FortranSource(window, arrayAt, copy(window, row, rows), 0, row, rows);
    }
    RowsSource.checkLength(window, window.length() - arrayAt, row, rows);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    return new FortranSource(window, arrayAt, channel, arrayAt, row, rows);
  }

  private static FileChannel copy(FileWindow window, BinaryRow row, long rows)
      throws IOException, CommandFailure {
    if (window.length() != FileWindow.UNKNOWN_LENGTH) {
      RowsSource.checkLength(window, window.length() - window.position(), row, rows);
    }
    Path path = Files.createTempFile("omdb-", ".columns");
    FileChannel copy =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      long size = rows > Long.MAX_VALUE / row.bytes() ? Long.MAX_VALUE : rows * row.bytes();
      long bytes = 0;
      while (bytes < size && window.fill(1)) { // what is behind it would only fill the disk
        int length = (int) Math.min(window.available(), size - bytes);
        ByteBuffer part = ByteBuffer.wrap(window.bytes(), window.start(), length);
        while (part.hasRemaining()) {
          bytes += copy.write(part);
        }
        window.skip(length);
      }
      RowsSource.checkLength(window, bytes, row, rows);
      RowsSource.checkEnd(window, rows);
      return copy;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, copy);
      throw t;
    }
  }

  @Override
  public int dimension() {
    return row.dimension();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long position() {
    return arrayAt + read * row.bytes();
  }

  @Override
  public long length() {
    return window.length();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    if (read == rows) {
      return false;
    }
    if (readOfBlock == rowsInBlock) {
      readBlock();
    }
    int size = row.element().bytes();
    for (int column = 0; column < row.dimension(); column++) {
      bytes.put(column * size, block, (column * rowsInBlock + readOfBlock) * size, size);
    }
    vector = row.decode(window.file(), bytes, read);
    readOfBlock++;
    read++;
    return true;
  }

  private void readBlock() throws IOException, CommandFailure {
    rowsInBlock = (int) Math.min(blockRows, rows - read);
    readOfBlock = 0;
    int size = row.element().bytes();
    for (int column = 0; column < row.dimension(); column++) {
      ByteBuffer part = block.slice(column * rowsInBlock * size, rowsInBlock * size);
      long at = start + (column * rows + read) * size;
      while (part.hasRemaining()) {
        int count = channel.read(part, at + part.position());
        if (count < 0) {
          throw BadInput.at(
              window.file(),
              BadInput.byteAt(at + part.position()),
              "the end of the file",
              "column " + column);
        }
      }
    }
  }

  @Override
  public String id() {
    return null;
  }

  @Override
  public float[] vector() {
    return vector;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(channel, window);
  }
}
