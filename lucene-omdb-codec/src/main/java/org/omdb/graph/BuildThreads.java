// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.ThreadInterruptedException;

/**
 * A thread that builds a graph, and others that help it. All graphs that are built in this Java
 * share as many helpers as there are cores, less one: a graph that finds none left is built by its
 * own thread alone.
 *
 * <p>They are not those of the merge scheduler, which has none to give on a machine with few cores.
 */
final class BuildThreads {

  private static final Semaphore FREE =
      new Semaphore(Math.max(0, Runtime.getRuntime().availableProcessors() - 1));

  private volatile boolean isStopped;
  private Throwable failure;

  /** What each thread does. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Whether a thread has failed, so that what the others do is for nothing. */
  boolean isStopped() {
    return isStopped;
  }

  /**
   * Starts helpers, as many as are free, works, and waits for them.
   *
   * @throws IOException what a thread has thrown, as it was
   * @throws ThreadInterruptedException if this thread was interrupted while it waited
   */
  void run(int maxHelpers, Work work) throws IOException {
    List<Thread> helpers = new ArrayList<>();
    for (int i = 0; i < maxHelpers && FREE.tryAcquire(); i++) {
      Thread thread = new Thread(() -> help(work), "omdb-graph-" + i);
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (OutOfMemoryError e) { // no thread to be had: those that run do it
        FREE.release();
        break;
      }
      helpers.add(thread);
    }
    try {
      work.run();
    } catch (Throwable t) {
      fail(t);
    }
    boolean isInterrupted = false;
    for (Thread thread : helpers) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
          fail(new ThreadInterruptedException(e));
        }
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (failure != null) {
        throw IOUtils.rethrowAlways(failure);
      }
    }
  }

  private void help(Work work) {
    try {
      work.run();
    } catch (Throwable t) {
      fail(t);
    } finally {
      FREE.release();
    }
  }

  private synchronized void fail(Throwable t) {
    isStopped = true;
    if (failure == null) {
      failure = t;
    } else if (failure != t) {
      failure.addSuppressed(t);
    }
  }
}
