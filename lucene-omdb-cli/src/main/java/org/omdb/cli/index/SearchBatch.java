// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.omdb.lucene.OmdbVectorIds;

/**
 * Searches for several queries at the same time, and hands on their hits in the order of the
 * queries. For queries that are there already: hits wait until some more queries have come, or the
 * end.
 *
 * <p>There are as many threads as cores. With a part of the index in memory, more threads were a
 * third faster or a third slower, depending on the part: a single search asks the disk for all of
 * its rows at once already. Measured by {@code benchmarks/run --scenario memory --memory-threads}.
 *
 * <p>For one thread, in which hits are handed on too.
 */
final class SearchBatch implements Closeable {

  /** How many queries per thread wait, or have hits that are not handed on: bounds the memory. */
  private static final int QUERIES_AHEAD = 16;

  /** Searches for a vector. Called by several threads. */
  @FunctionalInterface
  interface Search {
    List<OmdbVectorIds.Hit> hits(Object vector) throws IOException;
  }

  /** Takes the hits of one query after the other. */
  @FunctionalInterface
  interface HitsConsumer {
    void accept(String name, List<OmdbVectorIds.Hit> hits) throws IOException;
  }

  private record Pending(String name, Future<List<OmdbVectorIds.Hit>> hits) {}

  private final Search search;
  private final HitsConsumer consumer;
  private final ExecutorService searchers;
  private final int maxPending;
  private final Queue<Pending> pending = new ArrayDeque<>();
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param search called by several threads
   * @param consumer called by the thread that uses this
   */
  SearchBatch(Search search, HitsConsumer consumer) {
    int threads = Runtime.getRuntime().availableProcessors();
    this.search = search;
    this.consumer = consumer;
    this.searchers = Executors.newFixedThreadPool(threads);
    this.maxPending = QUERIES_AHEAD * threads;
  }

  /**
   * Takes a query. If many are pending, it waits for the hits of the first of them.
   *
   * @param name handed on with the hits
   * @param vector not changed any more
   */
  void add(String name, Object vector) throws IOException {
    if (pending.size() == maxPending) {
      handOnFirst();
    }
    pending.add(new Pending(name, searchers.submit(() -> closed ? null : search.hits(vector))));
  }

  /** Waits for the hits of all queries. */
  void finish() throws IOException {
    while (pending.isEmpty() == false) {
      handOnFirst();
    }
  }

  private void handOnFirst() throws IOException {
    Pending first = pending.remove();
    List<OmdbVectorIds.Hit> hits;
    try {
      hits = first.hits.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
    consumer.accept(first.name, hits);
  }

  /** The failure of a search, as if it had happened in the calling thread. */
  private static IOException failure(Throwable cause) {
    switch (cause) {
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
    searchers.close();
  }
}
