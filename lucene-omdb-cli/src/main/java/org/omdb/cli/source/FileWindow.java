// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.omdb.cli.console.CommandFailure;

/**
 * The part of a file that is in memory: {@link #bytes()} from {@link #start()} to {@link #end()}.
 * It moves from the start of the file to its end, and grows only when asked for more than it can
 * hold. For one thread.
 */
final class FileWindow implements Closeable {

  /** Holds a row of any binary format, and is small enough to stay in the processor's cache. */
  private static final int BYTES = 1 << 18;

  private final Path file;
  private final ReadableByteChannel channel;
  private final long length;
  private byte[] bytes;
  private int start;
  private int end;

  /** Offset in the file of {@link #end}. */
  private long endOffset;

  private FileWindow(Path file, ReadableByteChannel channel, long length) {
    this.file = file;
    this.channel = channel;
    this.length = length;
    this.bytes = new byte[(int) Math.min(BYTES, length + 1)];
  }

  /**
   * Opens a file.
   *
   * @throws CommandFailure if it is empty, a folder, or a pipe, which has no length
   */
  static FileWindow open(Path file) throws IOException, CommandFailure {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.isRegularFile() == false) {
      String found = attributes.isDirectory() ? "a folder" : "a pipe or a device";
      throw BadInput.in(file, found, "a file");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean opened = false;
    try {
      FileWindow window = of(file, channel, channel.size());
      opened = true;
      return window;
    } finally {
      if (opened == false) {
        channel.close();
      }
    }
  }

  /**
   * A window on bytes from anywhere.
   *
   * @param file what messages call it
   * @param channel all the bytes; the window closes it
   * @param length how many there are
   * @throws CommandFailure if there are none
   */
  static FileWindow of(Path file, ReadableByteChannel channel, long length) throws CommandFailure {
    if (length == 0) {
      throw BadInput.in(file, "an empty file", "vectors");
    }
    return new FileWindow(file, channel, length);
  }

  Path file() {
    return file;
  }

  /** The file's length when it was opened, at least 1. */
  long length() {
    return length;
  }

  /** Offset in the file of {@link #start()}. */
  long position() {
    return endOffset - available();
  }

  /** Valid until the next call of {@link #fill}. */
  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  int available() {
    return end - start;
  }

  /** Moves the start; {@code count} must be available. */
  void skip(int count) {
    assert count <= available();
    start += count;
  }

  /**
   * Reads until {@code count} bytes are available. Anything in {@link #bytes()} may move.
   *
   * @return false if the file ends before; then all that is left is available
   */
  boolean fill(int count) throws IOException {
    if (count <= available()) {
      return true;
    }
    byte[] target = count > bytes.length ? new byte[grown(count)] : bytes;
    System.arraycopy(bytes, start, target, 0, available());
    bytes = target;
    end -= start;
    start = 0;
    ByteBuffer free = ByteBuffer.wrap(bytes, end, bytes.length - end);
    while (end < count && channel.read(free) >= 0) {
      endOffset += free.position() - end;
      end = free.position();
    }
    return end >= count;
  }

  /** At least double, so that a long line is copied only a few times. */
  private int grown(int count) {
    return (int) Math.min(Math.max(count, 2L * bytes.length), Integer.MAX_VALUE - 8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
