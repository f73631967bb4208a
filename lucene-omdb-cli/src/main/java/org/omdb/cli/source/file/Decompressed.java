// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.apache.lucene.util.IOUtils;

/** The content of a compressed file, or of an entry of an archive. */
final class Decompressed implements ReadableByteChannel {

  private static final int BUFFER_BYTES = 1 << 16;

  /** The compressed data is damaged or ends early. */
  static final class DamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedException(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** Begins to decompress. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  private final Opener opener;
  private final RawChannel raw;
  private InputStream content;
  private boolean closed;

  /**
   * @param opener called when the first byte is read
   * @param raw what is read below, which is closed too; null if nobody knows
   */
  Decompressed(Opener opener, RawChannel raw) {
    this.opener = opener;
    this.raw = raw;
  }

  /** What a file decompresses to. */
  static Decompressed of(Compression compression, RawChannel raw) {
    return new Decompressed(
        () -> compression.open(new BufferedInputStream(Channels.newInputStream(raw), BUFFER_BYTES)),
        raw);
  }

  /**
   * @throws DamagedException if the compressed data is at fault, and not the file below
   */
  @Override
  public int read(ByteBuffer target) throws IOException {
    int count;
    try {
      if (content == null) {
        content = opener.open();
      }
      count =
          content.read(
              target.array(), target.arrayOffset() + target.position(), target.remaining());
    } catch (IOException | RuntimeException e) { // libraries throw both at damaged data
      if (raw != null && raw.failure() != null) {
        throw raw.failure();
      }
      throw new DamagedException(e);
    }
    target.position(target.position() + Math.max(0, count));
    return count;
  }

  @Override
  public boolean isOpen() {
    return closed == false;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    IOUtils.close(content, raw);
  }
}
