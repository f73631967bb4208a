// SPDX-License-Identifier: Apache-2.0
package org.omdb.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.util.IOSupplier;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.ThreadInterruptedException;

/**
 * The thread that writes a segment, together with helpers that share its work. All segments that
 * are written in this JVM share the same helpers: one less than there are cores. Work that finds no
 * helper free is done by its own thread alone.
 *
 * <p>These are not the threads of the merge scheduler, which has none to spare on a machine with
 * few cores. Immutable.
 */
public final class WorkThreads {

  private static final Semaphore FREE =
      new Semaphore(Math.max(0, Runtime.getRuntime().availableProcessors() - 1));

  private final int max;
  private final Progress progress;

  /**
   * Describes work that consists of numbered items.
   *
   * @param name as {@link Progress} is told
   * @param total number of items
   * @param batch consecutive items that a thread takes at a time
   * @param itemsPerHelper there is at most one helper for this many items, so that little work does
   *     not wait for threads to start
   */
  public record Stage(String name, int total, int batch, int itemsPerHelper) {}

  /** What one thread does. */
  @FunctionalInterface
  public interface Worker {
    /**
     * Does some items.
     *
     * @param first the first one
     * @param end one more than the last one
     * @throws IOException if they can't be done
     */
    void run(int first, int end) throws IOException;
  }

  /**
   * Plans work.
   *
   * @param max the most threads, 1 or more, the one that calls {@link #forEach} included
   * @param progress is told by each thread before each batch, and ends the work if it throws
   */
  public WorkThreads(int max, Progress progress) {
    this.max = max;
    this.progress = progress;
  }

  /**
   * What is told how far the work is.
   *
   * @return as given
   */
  public Progress progress() {
    return progress;
  }

  /**
   * Does all items of a stage.
   *
   * @param stage the work
   * @param workers makes a worker for each thread; called by these threads, also at once
   * @return how many threads were at it
   * @throws IOException if a thread threw it; other exceptions are passed on in the same way
   * @throws ThreadInterruptedException if this thread was interrupted while waiting
   */
  public int forEach(Stage stage, IOSupplier<Worker> workers) throws IOException {
    return forEach(stage, 0, stage.total, workers);
  }

  /**
   * Does some items of a stage.
   *
   * @param stage the work
   * @param first the first item
   * @param end one more than the last item
   * @param workers as in the other method
   * @return how many threads were at it
   * @throws IOException as in the other method
   * @throws ThreadInterruptedException as in the other method
   */
  public int forEach(Stage stage, int first, int end, IOSupplier<Worker> workers)
      throws IOException {
    int maxHelpers = Math.min(max - 1, (end - first) / stage.itemsPerHelper);
    return new Run(stage, first, end, workers).with(maxHelpers);
  }

  /** One call of {@link #forEach}. */
  private final class Run {

    private final Stage stage;
    private final AtomicLong next;
    private final int end;
    private final IOSupplier<Worker> workers;
    private final List<Thread> helpers = new ArrayList<>();
    private volatile boolean isStopped;
    private Throwable failure;

    Run(Stage stage, int first, int end, IOSupplier<Worker> workers) {
      this.stage = stage;
      this.next = new AtomicLong(first);
      this.end = end;
      this.workers = workers;
    }

    int with(int maxHelpers) throws IOException {
      try {
        startHelpers(maxHelpers);
        work();
      } finally {
        waitForHelpers();
      }
      synchronized (this) {
        if (failure != null) {
          throw IOUtils.rethrowAlways(failure);
        }
      }
      return 1 + helpers.size();
    }

    private void startHelpers(int maxHelpers) {
      for (int i = 0; i < maxHelpers && FREE.tryAcquire(); i++) {
        boolean isStarted = false;
        Thread thread = null;
        try {
          thread = new Thread(this::help, "omdb-work-" + i);
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
            FREE.release();
            helpers.remove(thread);
          }
        }
      }
    }

    private void waitForHelpers() {
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
    }

    private void help() {
      try {
        work();
      } finally {
        FREE.release();
      }
    }

    private void work() {
      try {
        Worker worker = workers.get();
        for (long start = next.getAndAdd(stage.batch);
            start < end && isStopped == false;
            start = next.getAndAdd(stage.batch)) {
          progress.done(stage.name, (int) start, stage.total);
          worker.run((int) start, (int) Math.min(end, start + stage.batch));
        }
      } catch (Throwable t) {
        fail(t);
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
}
