// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The links of one level while a graph is built. Nodes have slots of equal size in few large
 * arrays.
 *
 * <p>One thread writes a slot at a time, see {@link #lock}; others may read it meanwhile: they find
 * links of which each was there at some time.
 */
final class NeighborTable {

  private static final int CHUNK_SHIFT = 10;
  private static final int CHUNK_SLOTS = 1 << CHUNK_SHIFT;
  private static final int STRIPES = 512;

  /** Who sees a count sees the links that it counts. */
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(short[].class);

  private final int max;
  private final int[][] nodes;
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
    counts = new short[slots];
    for (int i = 0; i < chunks; i++) {
      nodes[i] = new int[Math.min(CHUNK_SLOTS, slots - (i << CHUNK_SHIFT)) * max];
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
    int count = (short) COUNT.getAcquire(counts, slot);
    System.arraycopy(nodes[slot >>> CHUNK_SHIFT], offset(slot), into, 0, count);
    return count;
  }

  /** Adds a link to a slot that is not full. */
  void add(int slot, int node) {
    int count = counts[slot];
    nodes[slot >>> CHUNK_SHIFT][offset(slot) + count] = node;
    COUNT.setRelease(counts, slot, (short) (count + 1));
  }

  /** Replaces a link. */
  void set(int slot, int i, int node) {
    nodes[slot >>> CHUNK_SHIFT][offset(slot) + i] = node;
  }

  /** Replaces all links. */
  void set(int slot, int[] from, int count) {
    System.arraycopy(from, 0, nodes[slot >>> CHUNK_SHIFT], offset(slot), count);
    COUNT.setRelease(counts, slot, (short) count);
  }

  private int offset(int slot) {
    return (slot & (CHUNK_SLOTS - 1)) * max;
  }
}
