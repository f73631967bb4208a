// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.contender.Searcher;
import org.omdb.bench.harness.Setting;

/** Threads that share queries: each takes the next query when it has the hits of its last one. */
final class SearchThreads implements Closeable {

  private final int threads;
  private final ExecutorService executor;
  private final float[][] queries;
  private final Setting setting;

  SearchThreads(int threads, float[][] queries, Setting setting) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
    this.queries = queries;
    this.setting = setting;
  }

  /** Searches for each query once; the hits are in the order of the queries. */
  List<Hits> searchAll(Searcher searcher) throws IOException {
    Hits[] hits = new Hits[queries.length];
    AtomicInteger next = new AtomicInteger();
    inAllThreads(
        () -> {
          for (int query; (query = next.getAndIncrement()) < hits.length; ) {
            hits[query] = search(searcher, query);
          }
          return null;
        });
    return List.of(hits);
  }

  /**
   * Searches for all queries, again and again.
   *
   * @param seconds minimum time; longer if not all queries had their turn
   */
  PassTimes measure(Searcher searcher, double seconds) throws IOException {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    long atLeast = (long) (seconds * 1e9);
    List<long[]> nanos =
        inAllThreads(
            () -> {
              long[] taken = new long[1_024];
              int count = 0;
              while (System.nanoTime() - start < atLeast || next.get() < queries.length) {
                int query = next.getAndIncrement() % queries.length;
                long begin = System.nanoTime();
                search(searcher, query);
                if (count == taken.length) {
                  taken = Arrays.copyOf(taken, 2 * count);
                }
                taken[count++] = System.nanoTime() - begin;
              }
              return Arrays.copyOf(taken, count);
            });
    long elapsed = System.nanoTime() - start;
    return PassTimes.of(nanos.stream().flatMapToLong(Arrays::stream).toArray(), elapsed);
  }

  private Hits search(Searcher searcher, int query) throws IOException {
    return searcher.search(queries[query], setting.k(), setting.fanout());
  }

  private <T> List<T> inAllThreads(Callable<T> task) throws IOException {
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(executor.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> thread : running) {
        results.add(thread.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IOException("a search failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    executor.close();
  }
}
