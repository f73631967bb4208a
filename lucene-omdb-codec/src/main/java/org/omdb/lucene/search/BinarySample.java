// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.graph.NodeHeap;

/**
 * A part of all vectors, spread evenly, which is compared by binary codes. The best of about the
 * square root of all vectors are where a walk through the graph starts from, instead of descending
 * its upper levels. And those that are better than the best accepted ones tell whether a filter
 * rejects what is near to the target. For one thread.
 */
final class BinarySample {

  /** About the most rows that a filter is judged by: to compare them takes about a microsecond. */
  private static final int MAX_JUDGED = 1 << 9;

  /** Blocks that are compared as fast as one. */
  private static final int PAIR = 2;

  /**
   * A filter rejects what is near if more accepted rows would be expected where its best ones are,
   * by so many standard deviations and {@value #SPARE} rows.
   */
  private static final double MAX_DEVIATIONS = 3;

  private static final double SPARE = 4;

  /** A filter is judged by the best accepted rows, of this many rows by one at most. */
  private static final int MIN_ACCEPTED_PER_RANK = 8;

  private final BinaryRows rows;
  private final BinaryQuery query;
  private final int rowCount;
  private final int vectorCount;
  private final NodeHeap nearest = new NodeHeap();

  /** Estimates of the rows that a filter is judged by. */
  private float[] estimates = new float[0];

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
   * How many vectors a filter that accepts vectors at random would accept, if as many of all were
   * nearer than the hits.
   *
   * @param request a search with a filter
   * @return less than the accepted vectors if the filter rejects what is near; else their number
   */
  int acceptedNear(SearchRequest request) throws IOException {
    int stride = stride(MAX_JUDGED);
    double accepted = (double) request.acceptedCount() / vectorCount;
    double acceptedRows = accepted * rowCount / stride;
    double hits = acceptedRows * request.k() / request.acceptedCount();
    int rank = (int) Math.max(1, Math.min(hits, acceptedRows / MIN_ACCEPTED_PER_RANK));
    int size = compare(stride, request.accepted(), rank);
    float hit = nearest.size() == rank ? NodeHeap.score(nearest.top()) : Float.NEGATIVE_INFINITY;
    int position = 1; // among all; equals of the hit are not before it
    for (int i = 0; i < size; i++) {
      position += estimates[i] > hit ? 1 : 0;
    }
    double least = position * accepted / request.countError();
    return least > mostByChance(rank)
        ? Math.clamp((long) request.k() * size / position, 1, request.acceptedCount())
        : request.acceptedCount();
  }

  /**
   * Whether enough vectors are accepted for {@link #acceptedNear} to show that a filter rejects
   * what is near.
   *
   * @param request a search with a filter
   */
  boolean canJudge(SearchRequest request) {
    double judged = (double) rowCount / stride(MAX_JUDGED);
    double accepted = (double) request.acceptedCount() / vectorCount;
    return judged * accepted / request.countError() > mostByChance(1);
  }

  /** How many accepted vectors may be expected of a random filter where only so many are. */
  static double mostByChance(int rank) {
    return rank + MAX_DEVIATIONS * Math.sqrt(rank) + SPARE;
  }

  /**
   * Keeps estimates of a part of the rows, and the nearest of those that are accepted.
   *
   * @return how many estimates there are
   */
  private int compare(int stride, Bits accepted, int max) throws IOException {
    int blocks = BinaryRows.blocks(rowCount);
    int size = 0;
    ScanMemory memory = ScanMemory.take(PAIR * BinaryRows.BLOCK);
    nearest.clear();
    float threshold = Float.NEGATIVE_INFINITY;
    for (int block = 0; block < blocks; block += PAIR * stride) {
      rows.estimate(query, block, Math.min(blocks, block + PAIR), memory.estimates);
      int first = block * BinaryRows.BLOCK;
      int count = Math.min(PAIR * BinaryRows.BLOCK, rowCount - first); // none that fills a block
      estimates = ArrayUtil.grow(estimates, size + count);
      System.arraycopy(memory.estimates, 0, estimates, size, count);
      size += count;
      for (int i = 0; i < count; i++) {
        if (memory.estimates[i] > threshold
            && accepted.get(BinaryRows.sampled(first + i, rowCount, vectorCount))) {
          threshold = add(first + i, memory.estimates[i], max);
        }
      }
    }
    memory.giveBack();
    return size;
  }
}
