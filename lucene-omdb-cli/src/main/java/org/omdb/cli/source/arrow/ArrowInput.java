// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import org.apache.lucene.util.IOSupplier;
import org.omdb.cli.source.file.DiskException;

/** The bytes of a file, by their offset. For one thread. */
final class ArrowInput implements Closeable {

  private final SeekableByteChannel channel;
  private final long length;

  ArrowInput(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.length = call(channel::size);
  }

  long length() {
    return length;
  }

  /** Fails unless a range is within the file. */
  void check(long offset, long count) throws EOFException {
    if (offset < 0 || count < 0 || count > length - offset) {
      throw new EOFException(count + " bytes from byte " + offset + " on");
    }
  }

  /** Some bytes, little-endian. */
  ByteBuffer read(long offset, int count) throws IOException {
    check(offset, count);
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    call(() -> channel.position(offset));
    while (bytes.hasRemaining()) {
      if (call(() -> channel.read(bytes)) < 0) {
        throw new EOFException(count + " bytes from byte " + offset + " on");
      }
    }
    return bytes.flip();
  }

  private static <T> T call(IOSupplier<T> ofChannel) throws DiskException {
    try {
      return ofChannel.get();
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }

  /** A range, front to back. */
  InputStream stream(long offset, long count) throws EOFException {
    check(offset, count);
    return new Range(offset, offset + count);
  }

  private final class Range extends InputStream {

    private final long end;
    private long position;

    Range(long position, long end) {
      this.position = position;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int most = (int) Math.min(count, end - position);
      if (most <= 0) {
        return count == 0 ? 0 : -1;
      }
      call(() -> channel.position(position));
      int read = call(() -> channel.read(ByteBuffer.wrap(bytes, offset, most)));
      position += Math.max(0, read);
      return read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
