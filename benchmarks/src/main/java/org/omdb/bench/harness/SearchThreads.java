// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

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

/** Threads that share queries: each takes the next query when it has the hits of its last one. */
public final class SearchThreads implements Closeable {

  private final int threads;
  private final ExecutorService executor;
  private final float[][] queries;

  /** Says when searches end. */
  @FunctionalInterface
  public interface End {
    /**
     * Whether no further search begins.
     *
     * @param begun number of searches that have begun
     * @param nanos time since the first of them began
     * @return true to end; never for the first search
     */
    boolean isReached(int begun, long nanos);
  }

  /**
   * @param threads 1 or more
   * @param queries 1 or more; not copied
   */
  public SearchThreads(int threads, float[][] queries) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
    this.queries = queries;
  }

  /**
   * Searches for each query once.
   *
   * @param searcher searched by all threads
   * @param setting of each search
   * @return the hits in the order of the queries
   * @throws IOException if a search fails
   */
  public List<Hits> searchAll(Searcher searcher, Setting setting) throws IOException {
    Hits[] hits = new Hits[queries.length];
    AtomicInteger next = new AtomicInteger();
    inAllThreads(
        () -> {
          for (int query; (query = next.getAndIncrement()) < hits.length; ) {
            hits[query] = search(searcher, query, setting);
          }
          return null;
        });
    return List.of(hits);
  }

  /**
   * Searches for the queries one after the other, again and again.
   *
   * @param searcher searched by all threads
   * @param setting of each search
   * @param first number of the query to begin with; the first follows the last
   * @param end of the searches
   * @return the times
   * @throws IOException if a search fails
   */
  public PassTimes measure(Searcher searcher, Setting setting, int first, End end)
      throws IOException {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    List<long[]> nanos =
        inAllThreads(
            () -> {
              long[] taken = new long[1_024];
              int count = 0;
              while (true) {
                int begun = next.getAndIncrement();
                long begin = System.nanoTime();
                if (end.isReached(begun, begin - start)) {
                  return Arrays.copyOf(taken, count);
                }
                search(searcher, (first + begun) % queries.length, setting);
                if (count == taken.length) {
                  taken = Arrays.copyOf(taken, 2 * count);
                }
                taken[count++] = System.nanoTime() - begin;
              }
            });
    long elapsed = System.nanoTime() - start;
    return PassTimes.of(nanos.stream().flatMapToLong(Arrays::stream).toArray(), elapsed);
  }

  private Hits search(Searcher searcher, int query, Setting setting) throws IOException {
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
