// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import org.apache.lucene.util.RamUsageEstimator;

/**
 * The links of one level while a graph is built, with their scores. Nodes have slots of equal size
 * in few large arrays.
 *
 * <p>One thread writes a slot at a time, see {@link #lock}; others may read it meanwhile: they find
 * links of which each was there at some time, or node 0 in the place of one, which exists whenever
 * there are links.
 */
final class NeighborTable {

  private static final int CHUNK_SHIFT = 10;
  private static final int CHUNK_SLOTS = 1 << CHUNK_SHIFT;
  private static final int STRIPES = 512;

  private final int max;
  private final int[][] nodes;
  private final float[][] scores;
  private final short[] counts;
  private final Object[] locks = new Object[STRIPES];

  /**
   * @param slots number of nodes
   * @param max links of a node
   */
  NeighborTable(int slots, int max) {
    this.max = max;
    int chunks = (slots + CHUNK_SLOTS - 1) >>> CHUNK_SHIFT;
    nodes = new int[chunks][];
    scores = new float[chunks][];
    counts = new short[slots];
    for (int i = 0; i < chunks; i++) {
      int size = Math.min(CHUNK_SLOTS, slots - (i << CHUNK_SHIFT)) * max;
      nodes[i] = new int[size];
      scores[i] = new float[size];
    }
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new Object();
    }
  }

  /** What to synchronize on while a slot is written. */
  Object lock(int slot) {
    return locks[slot % STRIPES];
  }

  int max() {
    return max;
  }

  int count(int slot) {
    return counts[slot];
  }

  int read(int slot, int[] into) {
    int count = counts[slot];
    int at = offset(slot);
    System.arraycopy(nodes[slot >>> CHUNK_SHIFT], at, into, 0, count);
    return count;
  }

  float score(int slot, int i) {
    return scores[slot >>> CHUNK_SHIFT][offset(slot) + i];
  }

  /** Adds a link to a slot that is not full. */
  void add(int slot, int node, float score) {
    set(slot, counts[slot], node, score);
    counts[slot]++;
  }

  /** Replaces a link, or writes one that {@link #setCount} will make count. */
  void set(int slot, int i, int node, float score) {
    int at = offset(slot) + i;
    nodes[slot >>> CHUNK_SHIFT][at] = node;
    scores[slot >>> CHUNK_SHIFT][at] = score;
  }

  void setCount(int slot, int count) {
    counts[slot] = (short) count;
  }

  private int offset(int slot) {
    return (slot & (CHUNK_SLOTS - 1)) * max;
  }

  /** Memory that a table takes, in bytes. */
  static long ramBytes(int slots, int max) {
    return (long) slots * (max * (Integer.BYTES + Float.BYTES) + Short.BYTES)
        + (long) RamUsageEstimator.NUM_BYTES_ARRAY_HEADER * 2 * (slots >>> CHUNK_SHIFT);
  }
}
