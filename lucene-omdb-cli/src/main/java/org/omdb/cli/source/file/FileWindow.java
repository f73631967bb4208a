// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.omdb.cli.console.CommandFailure;

/**
 * The part of a file that is in memory: {@link #bytes()} from {@link #start()} to {@link #end()}.
 * It moves from the start of the file to its end, and grows only when asked for more than it can
 * hold. For one thread.
 */
public final class FileWindow implements Closeable {

  /** Holds a row of any binary format, and is small enough to stay in the processor's cache. */
  private static final int BYTES = 1 << 18;

  /** The length of what can't tell it, such as a pipe. */
  public static final long UNKNOWN_LENGTH = -1;

  private final SourceFile file;
  private final ReadableByteChannel channel;
  private final long length;
  private byte[] bytes;
  private int start;
  private int end;

  /** Offset in the file of {@link #end}. */
  private long endOffset;

  /**
   * @param file for messages
   * @param channel all its bytes; the window closes it
   * @param length how many there are
   */
  FileWindow(SourceFile file, ReadableByteChannel channel, long length) {
    this.file = file;
    this.channel = channel;
    this.length = length;
    this.bytes = new byte[length < 0 ? BYTES : (int) Math.min(BYTES, length + 1)];
  }

  /** {@return the file, for messages} */
  public SourceFile file() {
    return file;
  }

  /** {@return the number of bytes, at least 1; or {@link #UNKNOWN_LENGTH}} */
  public long length() {
    return length;
  }

  /** {@return offset in the file of {@link #start()}} */
  public long position() {
    return endOffset - available();
  }

  /** {@return what is in memory, valid until the next call of {@link #fill}} */
  public byte[] bytes() {
    return bytes;
  }

  /** {@return where the next byte is} */
  public int start() {
    return start;
  }

  /** {@return behind the last byte that is in memory} */
  public int end() {
    return end;
  }

  /** {@return how many bytes are in memory} */
  public int available() {
    return end - start;
  }

  /**
   * Moves the start.
   *
   * @param count how many bytes, which must be available
   */
  public void skip(int count) {
    assert count <= available();
    start += count;
  }

  /**
   * Reads until {@code count} bytes are available. Anything in {@link #bytes()} may move.
   *
   * @param count how many bytes, from the start
   * @return false if the file ends before; then all that is left is available
   * @throws IOException if reading fails
   * @throws CommandFailure if the file is compressed, and damaged
   */
  public boolean fill(int count) throws IOException, CommandFailure {
    if (count <= available()) {
      return true;
    }
    System.arraycopy(bytes, start, bytes, 0, available());
    end -= start;
    start = 0;
    while (end < count) {
      if (end == bytes.length) {
        grow();
      }
      ByteBuffer free = ByteBuffer.wrap(bytes, end, bytes.length - end);
      if (read(free) < 0) {
        return false;
      }
      endOffset += free.position() - end;
      end = free.position();
    }
    return true;
  }

  /**
   * Doubles, so that a long line is copied only a few times; and only as far as there are bytes.
   */
  private void grow() {
    bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8));
  }

  private int read(ByteBuffer free) throws IOException, CommandFailure {
    try {
      return channel.read(free);
    } catch (Decompressed.DamagedException e) {
      throw CommandFailure.data(
          file
              + ": byte "
              + endOffset
              + " of its content: found compressed data that is damaged or cut off, expected a whole"
              + " file",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
