// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.ThreadInterruptedException;

/**
 * Runs the thread that builds a graph together with helpers. All graphs in this JVM share the same
 * helpers: one less than there are cores. A graph that finds no helper free is built by its own
 * thread alone.
 *
 * <p>These are not the threads of the merge scheduler, which has none to spare on a machine with
 * few cores.
 */
final class BuildThreads {

  private static final Semaphore FREE =
      new Semaphore(Math.max(0, Runtime.getRuntime().availableProcessors() - 1));

  private volatile boolean isStopped;
  private Throwable failure;

  /** What each of the threads does. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Whether a thread has failed, so that the others should return. */
  boolean isStopped() {
    return isStopped;
  }

  /**
   * Runs work in this thread and in helpers, and waits for all of them.
   *
   * @param maxHelpers the most helpers to start; fewer if fewer are free
   * @param work what each thread runs
   * @return how many threads ran it
   * @throws IOException if a thread threw it; other exceptions are passed on in the same way
   * @throws ThreadInterruptedException if this thread was interrupted while waiting
   */
  int run(int maxHelpers, Work work) throws IOException {
    List<Thread> helpers = new ArrayList<>();
    for (int i = 0; i < maxHelpers && FREE.tryAcquire(); i++) {
      boolean isStarted = false;
      try {
        Thread thread = new Thread(() -> help(work), "omdb-graph-" + i);
        thread.setDaemon(true);
        helpers.add(thread);
        thread.start();
        isStarted = true;
      } catch (
          @SuppressWarnings("unused")
          OutOfMemoryError e) {
        break; // no more threads: go on with those that run
      } finally {
        if (isStarted == false) {
          FREE.release(); // a thread that was not started is not alive, and not waited for
        }
      }
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
    return 1 + helpers.size();
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
