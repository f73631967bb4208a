// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Does work on ranges of points, in as many threads as there are cores.
 *
 * <p>The ranges depend on nothing but the number of points. So whoever draws random numbers per
 * range, and adds up per range, gets the same result with any number of threads.
 *
 * <p>For one thread, which waits in {@link #run} until all ranges are done.
 */
public final class Slices implements Closeable {

  private static final int SIZE = 1024;

  private final ExecutorService threads;

  /** One thread per core. None starts before it has to. */
  public Slices() {
    this(Runtime.getRuntime().availableProcessors());
  }

  Slices(int threadCount) {
    threads = Executors.newFixedThreadPool(threadCount);
  }

  /** Works on a range. */
  @FunctionalInterface
  public interface Task {

    /**
     * Called once per range, in any thread.
     *
     * @param slice the number of the range
     * @param from its first point
     * @param to the point after its last one
     * @throws IOException if reading fails
     */
    void run(int slice, int from, int to) throws IOException;
  }

  /**
   * The number of ranges.
   *
   * @param points the number of points
   * @return 0 if there are no points
   */
  public static int count(int points) {
    return (points + SIZE - 1) / SIZE;
  }

  /**
   * Works on all ranges.
   *
   * @param points the number of points
   * @param task for each range
   * @throws IOException if a task threw it
   */
  public void run(int points, Task task) throws IOException {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < count(points); i++) {
      int slice = i;
      running.add(
          threads.submit(
              () -> {
                task.run(slice, slice * SIZE, Math.min(points, (slice + 1) * SIZE));
                return null;
              }));
    }
    try {
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      running.forEach(one -> one.cancel(true));
    }
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof RuntimeException bug) {
      throw bug;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return (IOException) cause;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (threads.isTerminated() == false) {
      try {
        threads.awaitTermination(1, TimeUnit.SECONDS);
      } catch (
          @SuppressWarnings("unused")
          InterruptedException e) {
        interrupted = true; // an index must not be closed under a thread that reads it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
