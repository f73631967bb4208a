// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * Bytes in memory that come a few at a time, as those of a file may. Fails if a reader reads again
 * and again at the end.
 */
public final class SlowChannel implements ReadableByteChannel {

  /** Readers may ask once more for each thing that they miss. */
  private static final int MOST_READS_AT_END = 100;

  private final ByteBuffer bytes;
  private final int chunk;
  private int readsAtEnd;
  private boolean open = true;

  public SlowChannel(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
    int hash = Arrays.hashCode(bytes);
    this.chunk = (hash & 1) == 0 ? Integer.MAX_VALUE : 1 + (hash >>> 1) % 200;
  }

  @Override
  public int read(ByteBuffer target) {
    if (bytes.hasRemaining() == false) {
      if (++readsAtEnd > MOST_READS_AT_END) {
        throw new AssertionError("reads the end of the file on and on");
      }
      return -1;
    }
    if (target.hasRemaining() == false) {
      throw new AssertionError("reads into a buffer without room");
    }
    int count = Math.min(chunk, Math.min(bytes.remaining(), target.remaining()));
    target.put(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    return count;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
