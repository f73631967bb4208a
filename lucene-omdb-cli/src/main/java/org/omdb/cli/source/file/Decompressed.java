// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/** The content of a compressed file. */
final class Decompressed implements ReadableByteChannel {

  private static final int BUFFER_BYTES = 1 << 16;

  /** The compressed data is damaged or ends early. */
  static final class DamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedException(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  private final Compression compression;
  private final RawChannel raw;
  private InputStream content;

  Decompressed(Compression compression, RawChannel raw) {
    this.compression = compression;
    this.raw = raw;
  }

  /**
   * @throws DamagedException if the compressed data is at fault, and not the file below
   */
  @Override
  public int read(ByteBuffer target) throws IOException {
    int count;
    try {
      if (content == null) {
        content =
            compression.open(new BufferedInputStream(Channels.newInputStream(raw), BUFFER_BYTES));
      }
      count =
          content.read(
              target.array(), target.arrayOffset() + target.position(), target.remaining());
    } catch (IOException | RuntimeException e) { // libraries throw both at damaged data
      if (raw.failure() != null) {
        throw raw.failure();
      }
      throw new DamagedException(e);
    }
    target.position(target.position() + Math.max(0, count));
    return count;
  }

  @Override
  public boolean isOpen() {
    return raw.isOpen();
  }

  @Override
  public void close() throws IOException {
    try {
      if (content != null) {
        content.close();
      }
    } finally {
      raw.close();
    }
  }
}
