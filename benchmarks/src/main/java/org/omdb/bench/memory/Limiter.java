// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.Closeable;
import java.io.IOException;

/**
 * Limits the page cache of a group to a number of bytes for the index. Control groups have one
 * limit for everything, so it is the memory in use for anything else, plus these bytes. A thread
 * looks several times a second how much else is in use, and moves the limit: a JVM that compiles
 * would otherwise take the memory from the index.
 */
final class Limiter implements Closeable {

  /** The kernel counts in batches per processor, so smaller changes mean nothing. */
  private static final long TOLERANCE = 512 << 10;

  private static final int PERIOD_MILLIS = 50;

  private static final double FULL = 0.98;

  private final MemoryGroup group;
  private final long ownPageCache;
  private final long forIndex;
  private final Thread thread = new Thread(this::follow, "memory-limiter");
  private volatile boolean isClosed;
  private IOException failure;
  private long limit;

  /**
   * Sets the limit, and starts to follow. No file of the index may be in the page cache.
   *
   * @param forIndex bytes that the index may have
   */
  Limiter(MemoryGroup group, long forIndex) throws IOException {
    this.group = group;
    this.forIndex = forIndex;
    this.ownPageCache = group.pageCache();
    adjust();
    thread.setDaemon(true);
    thread.start();
  }

  /** Bytes of page cache that the group has beyond those of before. */
  long pageCacheOfIndex() throws IOException {
    return Math.max(0, group.pageCache() - ownPageCache);
  }

  /** Whether the index has about all the memory that it may have. */
  boolean isFull() throws IOException {
    return pageCacheOfIndex() >= FULL * forIndex;
  }

  private void follow() {
    try {
      while (isClosed == false) {
        Thread.sleep(PERIOD_MILLIS);
        adjust();
      }
    } catch (IOException e) {
      if (isClosed == false) { // otherwise it was interrupted by being closed
        failure = e;
      }
    } catch (
        @SuppressWarnings("unused")
        InterruptedException e) {
      // It is being closed.
    }
  }

  private void adjust() throws IOException {
    long ofIndex = pageCacheOfIndex();
    long wanted = Math.max(0, group.usage() - ofIndex) + forIndex + TOLERANCE;
    if (Math.abs(wanted - limit) > TOLERANCE) {
      group.limit(wanted);
      limit = wanted;
    }
  }

  /** Takes the limit off. */
  @Override
  public void close() throws IOException {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    group.unlimit();
    if (failure != null) {
      throw new IOException("the limit could not be set", failure);
    }
  }
}
