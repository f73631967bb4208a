// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A file as it is stored: counts its bytes, and shows the first of them in advance. */
final class RawChannel implements ReadableByteChannel {

  private final ReadableByteChannel in;

  /** What was read in advance, and not taken yet. */
  private ByteBuffer ahead = ByteBuffer.allocate(0);

  private long bytesRead;
  private IOException failure;

  RawChannel(ReadableByteChannel in) {
    this.in = in;
  }

  /**
   * The next bytes, which are still to be read.
   *
   * @return at most {@code count}, and fewer only at the end
   */
  byte[] peek(int count) throws IOException {
    ByteBuffer next = ByteBuffer.allocate(count);
    while (next.hasRemaining() && read(next) >= 0) {}
    next.flip();
    bytesRead -= next.remaining();
    ahead = next;
    byte[] bytes = new byte[next.remaining()];
    next.get(0, bytes);
    return bytes;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int count;
    if (ahead.hasRemaining()) {
      count = Math.min(ahead.remaining(), target.remaining());
      target.put(ahead.slice(ahead.position(), count));
      ahead.position(ahead.position() + count);
    } else {
      try {
        count = in.read(target);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
    bytesRead += Math.max(0, count);
    return count;
  }

  /** How many bytes were taken so far. */
  long bytesRead() {
    return bytesRead;
  }

  /** Why reading failed; null if it did not. */
  IOException failure() {
    return failure;
  }

  @Override
  public boolean isOpen() {
    return in.isOpen();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
