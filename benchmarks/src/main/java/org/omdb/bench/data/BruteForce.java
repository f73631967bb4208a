// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;

/** Finds the exact neighbors by comparing each query with each vector, on all cores. */
final class BruteForce {

  /** Number of queries that are compared with a vector per read of the vector. */
  private static final int BLOCK = 16;

  private BruteForce() {}

  static GroundTruth search(VectorSet set, int depth) {
    int queries = set.queries().size();
    int[][] rows = new int[queries][];
    float[][] scores = new float[queries][];
    IntStream.range(0, (queries + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int end = Math.min((block + 1) * BLOCK, queries);
              searchBlock(set, depth, block * BLOCK, end, rows, scores);
            });
    return new GroundTruth(rows, scores);
  }

  private static void searchBlock(
      VectorSet set, int depth, int first, int end, int[][] rows, float[][] scores) {
    VectorSimilarityFunction similarity = set.similarity();
    float[][] queries = set.queries().asList().subList(first, end).toArray(float[][]::new);
    Nearest[] nearest = new Nearest[queries.length];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = new Nearest(depth);
    }
    float[] vector = new float[set.dimension()];
    for (int row = 0; row < set.size(); row++) {
      set.base().read(row, vector);
      for (int i = 0; i < queries.length; i++) {
        nearest[i].add(similarity.compare(queries[i], vector), row);
      }
    }
    for (int i = 0; i < queries.length; i++) {
      nearest[i].drain(rows, scores, first + i);
    }
  }

  /** A heap of the best rows, the worst on top. If scores are equal, the higher row is worse. */
  private static final class Nearest {

    private final LongHeap heap;

    Nearest(int depth) {
      this.heap = new LongHeap(depth);
    }

    void add(float score, int row) {
      heap.insertWithOverflow(
          ((long) NumericUtils.floatToSortableInt(score) << 32) | ~row & 0xFFFFFFFFL);
    }

    void drain(int[][] rows, float[][] scores, int query) {
      rows[query] = new int[heap.size()];
      scores[query] = new float[heap.size()];
      for (int i = heap.size() - 1; i >= 0; i--) {
        long worst = heap.pop();
        rows[query][i] = ~(int) worst;
        scores[query][i] = NumericUtils.sortableIntToFloat((int) (worst >> 32));
      }
    }
  }
}
