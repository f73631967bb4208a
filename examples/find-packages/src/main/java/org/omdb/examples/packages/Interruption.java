// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import java.io.Closeable;
import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C, or another signal that ends the process: the process does not end before this is closed.
 */
final class Interruption implements Closeable {

  private final CountDownLatch come = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  Interruption() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::waitUntilClosed));
  }

  private void waitUntilClosed() {
    come.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  boolean hasCome() {
    return come.getCount() == 0;
  }

  void await() throws InterruptedException {
    come.await();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
