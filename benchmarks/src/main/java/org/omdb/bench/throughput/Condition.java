// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

/**
 * What happens while searches are measured.
 *
 * @param part of the scenario
 * @param segments number of segments of the index
 * @param threads number of threads that search at the same time
 * @param isMerging whether another index is merged meanwhile
 * @param executorThreads threads that search segments for the searching thread; 0 for none
 */
record Condition(Part part, int segments, int threads, boolean isMerging, int executorThreads) {

  /** Each part has its own table. */
  enum Part {
    /** One segment, searched by several threads. */
    THREADS,
    /** Several segments, searched by one thread with and without an executor. */
    EXECUTOR
  }

  static Condition ofThreads(int threads, boolean isMerging) {
    return new Condition(Part.THREADS, 1, threads, isMerging, 0);
  }

  static Condition ofSegments(int segments, int executorThreads) {
    return new Condition(Part.EXECUTOR, segments, 1, false, executorThreads);
  }
}
