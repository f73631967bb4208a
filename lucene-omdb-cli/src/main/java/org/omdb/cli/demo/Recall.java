// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.omdb.lucene.OmdbVectorIds.Hit;

/**
 * How many of the true nearest neighbors the graph finds.
 *
 * @param recall share of the {@value #COUNT} nearest that are among the first {@value #COUNT} hits
 * @param searches number of searches
 * @param millis mean time of a search in milliseconds, including the ids of its hits
 */
record Recall(double recall, int searches, double millis) {

  private static final int COUNT = 10;
  private static final int SEARCHES = 200;

  /** Searches the neighbors of some classes, and compares them with an exact search. */
  static Recall of(IndexReader reader, Map<String, float[]> vectors) throws IOException {
    List<float[]> all = new ArrayList<>(vectors.values());
    int step = Math.max(1, all.size() / SEARCHES);
    int searches = 0;
    int found = 0;
    int wanted = 0;
    long nanos = 0;
    for (int i = 0; i < all.size() && searches < SEARCHES; i += step) {
      float[] query = all.get(i);
      long start = System.nanoTime();
      List<Hit> hits = DemoIndex.search(reader, query, COUNT);
      nanos += System.nanoTime() - start;
      float least = scoreOfLast(query, all);
      // Classes with equal vectors, such as some exceptions, have equal scores: any of them will
      // do.
      found += (int) hits.stream().filter(hit -> hit.score() > least - 1e-5f).count();
      wanted += Math.min(COUNT, all.size());
      searches++;
    }
    return new Recall((double) found / wanted, searches, nanos / 1e6 / searches);
  }

  private static float scoreOfLast(float[] query, List<float[]> vectors) {
    float[] scores = new float[vectors.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = DemoIndex.SIMILARITY.compare(query, vectors.get(i));
    }
    Arrays.sort(scores);
    return scores[Math.max(0, scores.length - COUNT)];
  }
}
