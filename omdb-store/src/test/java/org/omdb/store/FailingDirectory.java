// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A disk that refuses to sync or to write, or waits before it does, as long as a test wants it. */
final class FailingDirectory extends FilterDirectory {

  volatile boolean failsToSync;
  volatile boolean failsToWrite;

  /** What syncing and writing wait for; null for nothing. */
  volatile CountDownLatch gate;

  /** Threads that wait. */
  final AtomicInteger waiting = new AtomicInteger();

  FailingDirectory(Directory in) {
    super(in);
  }

  private void waitForGate() {
    CountDownLatch closed = gate;
    if (closed != null) {
      waiting.incrementAndGet();
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      waiting.decrementAndGet();
    }
  }

  @Override
  public void sync(Collection<String> names) throws IOException {
    if (failsToSync) {
      throw new IOException("the disk does not sync");
    }
    waitForGate();
    super.sync(names);
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    if (failsToWrite) {
      throw new IOException("the disk is full");
    }
    waitForGate();
    return super.createOutput(name, context);
  }
}
