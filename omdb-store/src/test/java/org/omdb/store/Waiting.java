// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what another thread does. */
final class Waiting {

  private static final long HANGS_SECONDS = 300; // far more than anything takes

  private Waiting() {}

  static void await(Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (condition.call() == false) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(HANGS_SECONDS)) {
        throw new AssertionError("it did not happen in " + HANGS_SECONDS + " seconds");
      }
      Thread.sleep(1);
    }
  }
}
