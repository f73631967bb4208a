// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.omdb.cli.console.CommandFailure;
import org.omdb.lucene.OmdbVectorIds;

/**
 * Searches for several queries at the same time. Their hits are handed on one query after the
 * other, in the order of the queries, as soon as they are there: whoever writes queries to a pipe
 * can read the hits before writing the next one.
 *
 * <p>There are as many threads as cores. With a part of the index in memory more of them search no
 * faster: each search asks the disk for all of its rows at once already. Measured by {@code
 * benchmarks/run --scenario memory --memory-threads}.
 *
 * <p>One thread calls {@link #add}, {@link #finish} and {@link #close}. What fails in another
 * thread is thrown there.
 */
final class SearchBatch implements Closeable {

  /** How many queries per thread wait or have hits that are not printed: bounds the memory. */
  private static final int QUERIES_AHEAD = 16;

  /** How often a thread that waits for another looks whether that has failed. */
  private static final int PATIENCE_MILLIS = 100;

  /** Searches for a vector. Called by several threads. */
  @FunctionalInterface
  interface Search {
    List<OmdbVectorIds.Hit> hits(Object vector) throws IOException;
  }

  /** Takes the hits of one query after the other, in a thread of its own. */
  @FunctionalInterface
  interface HitsConsumer {
    void accept(String name, List<OmdbVectorIds.Hit> hits) throws IOException, CommandFailure;
  }

  /** A query whose hits are not handed on yet. */
  private record Pending(String name, Future<List<OmdbVectorIds.Hit>> hits) {}

  private static final Pending END = new Pending(null, null);

  private final Search search;
  private final ExecutorService searchers;
  private final ExecutorService consumer = Executors.newSingleThreadExecutor();
  private final BlockingQueue<Pending> pending;
  private final Future<Void> consuming;
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param search called by several threads
   * @param sink called by one other thread
   */
  SearchBatch(Search search, HitsConsumer sink) {
    int threads = Runtime.getRuntime().availableProcessors();
    this.search = search;
    this.searchers = Executors.newFixedThreadPool(threads);
    this.pending = new ArrayBlockingQueue<>(QUERIES_AHEAD * threads);
    this.consuming =
        consumer.submit(
            () -> {
              for (Pending next = pending.take(); next != END; next = pending.take()) {
                sink.accept(next.name, next.hits.get());
              }
              return null;
            });
  }

  /**
   * Takes a query, and waits if searches are far behind.
   *
   * @param name handed on with the hits
   * @param vector not changed any more
   */
  void add(String name, Object vector) throws IOException, CommandFailure {
    put(new Pending(name, searchers.submit(() -> closed ? null : search.hits(vector))));
  }

  /** Waits until all hits are handed on. */
  void finish() throws IOException, CommandFailure {
    put(END);
    get();
  }

  private void put(Pending next) throws IOException, CommandFailure {
    try {
      while (pending.offer(next, PATIENCE_MILLIS, TimeUnit.MILLISECONDS) == false) {
        if (consuming.isDone()) {
          get(); // nobody takes any more
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits for the end, and throws what has failed. */
  private void get() throws IOException, CommandFailure {
    try {
      consuming.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }

  /** The failure of a search or of the sink, as if it had come from the calling thread. */
  private static IOException failure(ExecutionException e) throws CommandFailure {
    Throwable cause = e.getCause();
    if (cause instanceof ExecutionException search) {
      return failure(search);
    }
    switch (cause) {
      case CommandFailure known -> throw known;
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> {
        return cause instanceof IOException io ? io : new IOException(cause.toString(), cause);
      }
    }
  }

  /**
   * Ends the threads. Searches that have begun are waited for, since the index is closed next;
   * those that have not are left out.
   */
  @Override
  public void close() {
    closed = true;
    pending.clear();
    pending.add(END);
    searchers.close();
    consumer.close();
  }
}
