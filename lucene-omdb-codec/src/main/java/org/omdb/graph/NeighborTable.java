// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The links of one level of a graph in memory. Each node has a slot; slots have the same size and
 * lie in a few large arrays. It only stores links; {@link LinkCandidates} decides which ones.
 *
 * <p>Writers of a slot have to hold its {@link #lock}, unless no other thread works on the graph,
 * as before and after nodes are inserted. Readers need no lock: a reader that runs beside a writer
 * may see some old and some new links.
 */
final class NeighborTable {

  private static final int CHUNK_SHIFT = 10;
  private static final int CHUNK_SLOTS = 1 << CHUNK_SHIFT;

  /** Slots share this many locks. */
  private static final int LOCKS = 512;

  /** Release and acquire: a reader that sees a count sees the links that it counts. */
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(short[].class);

  private final int max;
  private final int[][] nodes;
  private final short[] counts;
  private final Object[] locks = new Object[LOCKS];

  /**
   * @param slots number of nodes
   * @param max the most links of a node
   */
  NeighborTable(int slots, int max) {
    this.max = max;
    int chunks = (slots + CHUNK_SLOTS - 1) >>> CHUNK_SHIFT;
    nodes = new int[chunks][];
    counts = new short[slots];
    for (int i = 0; i < chunks; i++) {
      nodes[i] = new int[Math.min(CHUNK_SLOTS, slots - (i << CHUNK_SHIFT)) * max];
    }
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** The object to synchronize on while writing a slot. */
  Object lock(int slot) {
    return locks[slot % LOCKS];
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

  /** Adds a link to a slot with fewer than {@link #max} links. */
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
