// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.graph.NodeHeap;

/**
 * Finds nodes for a walk through the graph to start from: the best of about the square root of all
 * vectors, by their binary codes. This replaces the descent through the graph's upper levels. For
 * one thread.
 */
final class EntrySample {

  private final BinaryRows rows;
  private final BinaryQuery query;
  private final int rowCount;
  private final int vectorCount;
  private final NodeHeap nearest = new NodeHeap();

  /**
   * @param rows of vectors that are spread evenly over all vectors
   * @param query the target, set before each search
   * @param rowCount number of rows, at most the number of vectors
   * @param vectorCount number of vectors
   */
  EntrySample(BinaryRows rows, BinaryQuery query, int rowCount, int vectorCount) {
    this.rows = rows;
    this.query = query;
    this.rowCount = rowCount;
    this.vectorCount = vectorCount;
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
    // If there are rows of all vectors, one block in `stride` is enough.
    int stride = Math.max(1, rowCount / BinaryRows.sampleSize(vectorCount));
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
}
