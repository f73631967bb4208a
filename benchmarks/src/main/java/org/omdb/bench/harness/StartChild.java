// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Contenders;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.contender.Searcher;

/**
 * The main class of a JVM that measures its own first searches. It opens an index, searches with
 * one thread, and measures the times. It uses no code of Lucene before it opens the index.
 */
public final class StartChild {

  private StartChild() {}

  /**
   * Runs a {@link StartTask}.
   *
   * @param arguments as {@link StartTask#arguments} makes them
   * @throws IOException if reading or writing fails
   */
  public static void main(String[] arguments) throws IOException {
    StartTask task = StartTask.parse(arguments);
    float[][] queries = ChildFiles.readQueries(task.queries());
    double[] searchMillis = new double[task.searches()];
    List<Hits> found = new ArrayList<>(queries.length);
    Contender contender = Contenders.named(task.contender());
    long start = System.nanoTime();
    try (Searcher searcher = contender.open(task.index())) {
      double openMillis = millisSince(start);
      for (int i = 0; i < searchMillis.length; i++) {
        float[] query = queries[i % queries.length];
        long begin = System.nanoTime();
        Hits hits = searcher.search(query, task.setting().k(), task.setting().fanout());
        searchMillis[i] = millisSince(begin);
        if (i < queries.length) {
          found.add(hits);
        }
      }
      List<String[]> ids = new ArrayList<>(found.size());
      for (Hits hits : found) {
        ids.add(hits.ids());
      }
      ChildFiles.writeTimes(task.answer(), new StartTimes(openMillis, searchMillis, ids));
    }
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
