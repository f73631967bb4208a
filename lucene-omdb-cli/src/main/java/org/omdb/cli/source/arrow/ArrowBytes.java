// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/**
 * One buffer of a batch, decompressed, front to back. It has as many bytes as the file says, or
 * fails where there are fewer. For one thread.
 */
final class ArrowBytes implements Closeable {

  /** No compression. */
  static final byte PLAIN = -1;

  private static final int WINDOW_BYTES = 1 << 14;

  private final InputStream in;
  private final long length;
  private ByteBuffer window;

  /** How many bytes are not in the window yet. */
  private long left;

  private ArrowBytes(InputStream in, long length) {
    this.in = in;
    this.length = length;
    this.left = length;
    this.window = window((int) Math.min(WINDOW_BYTES, Math.max(Long.BYTES, length))).flip();
  }

  private static ByteBuffer window(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Opens a buffer.
   *
   * @param codec of {@link CompressionType}, or {@link #PLAIN}
   */
  static ArrowBytes open(ArrowInput input, long offset, long length, byte codec)
      throws IOException {
    if (length == 0 || codec == PLAIN) {
      return new ArrowBytes(input.stream(offset, length), length);
    }
    long plainLength = input.read(offset, Long.BYTES).getLong();
    long restLength = length - Long.BYTES;
    InputStream rest = input.stream(offset + Long.BYTES, restLength);
    // -1 says that compression did not pay. Of no bytes Arrow's own classes write only the length.
    if (plainLength == -1 || plainLength == 0) {
      return new ArrowBytes(rest, restLength);
    }
    if (plainLength < 0) {
      throw new IOException("a buffer of " + plainLength + " bytes");
    }
    return new ArrowBytes(decompressed(rest, codec), plainLength);
  }

  private static InputStream decompressed(InputStream in, byte codec) throws IOException {
    return switch (codec) {
      case CompressionType.LZ4_FRAME ->
          // lz4-java refuses blocks that depend on those before, as Polars writes them.
          new FramedLZ4CompressorInputStream(new BufferedInputStream(in, WINDOW_BYTES));
      case CompressionType.ZSTD -> new ZstdInputStreamNoFinalizer(in);
      default -> throw new IOException("compression " + codec);
    };
  }

  /** How many bytes there are, decompressed. */
  long length() {
    return length;
  }

  /** How many of them were taken. */
  long taken() {
    return length - left - window.remaining();
  }

  private void require(int count) throws IOException {
    if (window.remaining() >= count) {
      return;
    }
    if (count - window.remaining() > left) {
      throw new EOFException("the end of a buffer");
    }
    if (count > window.capacity()) {
      window = window(count).put(window);
    } else {
      window.compact();
    }
    while (window.position() < count) {
      int most = (int) Math.min(left, window.remaining());
      int read = in.read(window.array(), window.position(), most);
      if (read < 0) {
        throw new EOFException("the end of a buffer");
      }
      left -= read;
      window.position(window.position() + read);
    }
    window.flip();
  }

  byte nextByte() throws IOException {
    require(1);
    return window.get();
  }

  int nextInt() throws IOException {
    require(Integer.BYTES);
    return window.getInt();
  }

  long nextLong() throws IOException {
    require(Long.BYTES);
    return window.getLong();
  }

  /**
   * Some bytes, little-endian. Memory is only taken for bytes that are there.
   *
   * @return valid until the next call
   */
  ByteBuffer next(int count) throws IOException {
    for (int there = WINDOW_BYTES; there < count; there *= 2) {
      require(there);
      if (there > Integer.MAX_VALUE / 2) {
        break;
      }
    }
    require(count);
    ByteBuffer bytes = window.slice(window.position(), count).order(ByteOrder.LITTLE_ENDIAN);
    window.position(window.position() + count);
    return bytes;
  }

  void skip(long count) throws IOException {
    long inWindow = Math.min(count, window.remaining());
    if (count < 0 || count - inWindow > left) {
      throw new EOFException("the end of a buffer");
    }
    window.position(window.position() + (int) inWindow);
    in.skipNBytes(count - inWindow);
    left -= count - inWindow;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
