// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.contender.Searcher;

/** Searches an index for all queries and measures the time. */
final class SearchTimer implements Closeable {

  /** Number of threads of the second measurement: few enough for any machine. */
  private static final int THREADS = 2;

  private final Searcher searcher;
  private final float[][] queries;
  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

  /**
   * @param queries in arrays of the caller, so that they do not count as heap of a contender
   */
  SearchTimer(Searcher searcher, float[][] queries) {
    this.searcher = searcher;
    this.queries = queries;
  }

  /**
   * The times of one thread, which searches for one query after the other.
   *
   * @param meanMillis mean latency of a query, in milliseconds
   * @param p50Millis median latency
   * @param p99Millis 99th percentile of latency
   * @param perSecond queries per second, including the time between them
   * @param hits of each query
   */
  record Timing(
      double meanMillis, double p50Millis, double p99Millis, double perSecond, List<Hits> hits) {}

  Timing oneThread(Setting setting) throws IOException {
    long[] nanos = new long[queries.length];
    List<Hits> hits = new ArrayList<>(queries.length);
    long start = System.nanoTime();
    for (int i = 0; i < queries.length; i++) {
      long begin = System.nanoTime();
      hits.add(searcher.search(queries[i], setting.k(), setting.fanout()));
      nanos[i] = System.nanoTime() - begin;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    return new Timing(
        Arrays.stream(nanos).average().orElseThrow() / 1e6,
        percentile(nanos, 50) / 1e6,
        percentile(nanos, 99) / 1e6,
        queries.length / seconds,
        hits);
  }

  /** The nearest-rank percentile of sorted values. */
  private static long percentile(long[] sorted, int percent) {
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[Math.max(0, rank - 1)];
  }

  /**
   * The times of two threads that share the queries.
   *
   * @param meanMillis mean latency of a query, in milliseconds
   * @param perSecond queries per second of both threads together
   */
  record TwoThreads(double meanMillis, double perSecond) {}

  TwoThreads twoThreads(Setting setting) throws IOException {
    AtomicInteger next = new AtomicInteger();
    try {
      long start = System.nanoTime();
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(executor.submit(() -> searchWhatIsLeft(next, setting)));
      }
      long nanos = 0;
      for (Future<Long> thread : running) {
        nanos += thread.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new TwoThreads(nanos / 1e6 / queries.length, queries.length / seconds);
    } catch (ExecutionException e) {
      throw new IOException("a search failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private long searchWhatIsLeft(AtomicInteger next, Setting setting) throws IOException {
    long start = System.nanoTime();
    for (int query; (query = next.getAndIncrement()) < queries.length; ) {
      searcher.search(queries[query], setting.k(), setting.fanout());
    }
    return System.nanoTime() - start;
  }

  /** Mean time to read the ids of the hits of one query, in microseconds. */
  static double idMicros(List<Hits> hits) throws IOException {
    long length = 0;
    long start = System.nanoTime();
    for (Hits ofQuery : hits) {
      for (String id : ofQuery.ids()) {
        length += id.length();
      }
    }
    double micros = (System.nanoTime() - start) / 1e3 / hits.size();
    if (length == 0) { // uses the ids, or the compiler could skip reading them
      throw new IOException("hits without ids");
    }
    return micros;
  }

  @Override
  public void close() {
    executor.close();
  }
}
