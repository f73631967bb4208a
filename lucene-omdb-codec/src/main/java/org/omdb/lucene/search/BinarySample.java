// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.graph.NodeHeap;

/**
 * A part of all vectors, spread evenly, which is compared by binary codes. The best of about the
 * square root of all vectors are where a walk through the graph starts from, instead of descending
 * its upper levels. And the part of them that is better than a hit tells whether a filter has
 * rejected what is near to the target. For one thread.
 */
final class BinarySample {

  /** About the most rows that are counted: so many take about a microsecond. */
  private static final int MAX_COUNTED = 1 << 9;

  /** Blocks that are compared as fast as one. */
  private static final int PAIR = 2;

  /** By so many standard deviations, and two rows, more than expected may be better by chance. */
  private static final double MAX_DEVIATIONS = 3;

  private static final double SPARE = 2;

  private final BinaryRows rows;
  private final BinaryQuery query;
  private final int rowCount;
  private final int vectorCount;
  private final NodeHeap nearest = new NodeHeap();

  /** Estimates of the rows that are counted; of none until they are needed. */
  private float[] counted = new float[0];

  private int countedSize;

  /**
   * @param rows of vectors that are spread evenly over all vectors
   * @param query the target
   * @param rowCount number of rows, at most the number of vectors
   * @param vectorCount number of vectors
   */
  BinarySample(BinaryRows rows, BinaryQuery query, int rowCount, int vectorCount) {
    this.rows = rows;
    this.query = query;
    this.rowCount = rowCount;
    this.vectorCount = vectorCount;
  }

  /** To be called when the query is set to another target. */
  void setTarget() {
    countedSize = 0;
  }

  /**
   * Compares the sample with the target.
   *
   * @param max how many vectors to find at most
   * @param into receives their ordinals, in no order
   * @return how many were found
   */
  int nearest(int max, int[] into) throws IOException {
    int blocks = BinaryRows.blocks(rowCount);
    int stride = stride(BinaryRows.sampleSize(vectorCount));
    int step = stride == 1 ? blocks : 1;
    int size = step * BinaryRows.BLOCK;
    ScanMemory memory = ScanMemory.take(size);
    nearest.clear();
    float threshold = Float.NEGATIVE_INFINITY;
    for (int block = 0; block < blocks; block += step * stride) {
      rows.estimate(query, block, block + step, memory.estimates);
      for (int i = 0; i < size; i++) {
        if (memory.estimates[i] > threshold) {
          threshold = add(block * BinaryRows.BLOCK + i, memory.estimates[i], max);
        }
      }
    }
    memory.giveBack();
    return nearest.copyNodes(into, 0);
  }

  /** Adds a row that is better than the threshold, and returns the next threshold. */
  private float add(int row, float estimate, int max) {
    long encoded = NodeHeap.encode(BinaryRows.sampled(row, rowCount, vectorCount), estimate);
    if (nearest.size() == max) {
      nearest.replaceTop(encoded);
    } else {
      nearest.add(encoded);
    }
    return nearest.size() == max ? NodeHeap.score(nearest.top()) : Float.NEGATIVE_INFINITY;
  }

  /** If there are rows of more vectors than are enough, of so many blocks one is compared. */
  private int stride(int enough) {
    return Math.max(1, rowCount / enough);
  }

  /**
   * Whether far more vectors are better than a hit than there would be if those that are accepted
   * were a random part of all. A filter has rejected what is near to the target then.
   *
   * @param request a search with a filter
   * @param rank of the hit among the accepted vectors, from 1 on
   * @param estimate of the hit
   */
  boolean isFarAmongAll(SearchRequest request, int rank, double estimate) throws IOException {
    if (countedSize == 0) {
      compareCounted();
    }
    int better = 0;
    for (int i = 0; i < countedSize; i++) {
      better += counted[i] > estimate ? 1 : 0;
    }
    double expected = (double) countedSize * rank / request.acceptedCount();
    return better > expected + MAX_DEVIATIONS * Math.sqrt(expected) + SPARE;
  }

  private void compareCounted() throws IOException {
    int blocks = BinaryRows.blocks(rowCount);
    int step = PAIR * stride(MAX_COUNTED);
    ScanMemory memory = ScanMemory.take(PAIR * BinaryRows.BLOCK);
    for (int block = 0; block < blocks; block += step) {
      int first = block * BinaryRows.BLOCK;
      int size = Math.min(PAIR * BinaryRows.BLOCK, rowCount - first); // without what fills a block
      rows.estimate(query, block, Math.min(blocks, block + PAIR), memory.estimates);
      counted = ArrayUtil.grow(counted, countedSize + size);
      System.arraycopy(memory.estimates, 0, counted, countedSize, size);
      countedSize += size;
    }
    memory.giveBack();
  }
}
