// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.IORunnable;

/**
 * Threads that nobody interrupts. An interrupt of a thread that writes files closes them, and with
 * them the index writer: what was not committed would be gone. So writing is done here, while the
 * thread that wants it waits. If that one is interrupted, it waits on, and is interrupted still
 * when the call returns. Safe for any number of threads.
 */
final class OwnThreads implements Closeable {

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "omdb-store-write");
            thread.setDaemon(true); // the end of the process is a crash, as documented
            return thread;
          });

  /**
   * Runs something and waits for its end.
   *
   * @throws IOException what it throws, as are errors and exceptions without declaration
   * @throws AlreadyClosedException after {@link #close}
   */
  void run(IORunnable task) throws IOException {
    Future<?> running;
    try {
      running =
          threads.submit(
              () -> {
                task.run();
                return null;
              });
    } catch (RejectedExecutionException e) {
      throw new AlreadyClosedException("the threads that write are closed", e);
    }
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          running.get();
          return;
        } catch (InterruptedException e) {
          isInterrupted = true; // what is under way ends by itself
        } catch (ExecutionException e) {
          throw rethrown(e.getCause());
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException rethrown(Throwable thrown) throws IOException {
    return switch (thrown) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(thrown); // there are no others that an IORunnable may throw
    };
  }

  /** Ends the threads, none of which may be at work. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
