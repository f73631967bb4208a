// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The links of one level of a graph in memory. Each node has a slot in a {@link LinkStore}, and a
 * count. It only stores links; {@link LinkCandidates} decides which ones.
 *
 * <p>Writers of a slot have to hold its {@link #lock}, unless no other thread works on the graph,
 * as before and after nodes are inserted. Readers need no lock: a reader that runs beside a writer
 * may see some old and some new links.
 */
final class NeighborTable {

  /** Slots share this many locks. */
  private static final int LOCKS = 512;

  /** Release and acquire: a reader that sees a count sees the links that it counts. */
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(short[].class);

  private final LinkStore links;
  private final short[] counts;
  private final Object[] locks = new Object[LOCKS];

  /**
   * @param slots number of nodes
   * @param links has a slot for each of them
   */
  NeighborTable(int slots, LinkStore links) {
    this.links = links;
    counts = new short[slots];
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** The object to synchronize on while writing a slot. */
  Object lock(int slot) {
    return locks[slot % LOCKS];
  }

  int max() {
    return links.max();
  }

  int count(int slot) {
    return counts[slot];
  }

  int read(int slot, int[] into) {
    int count = (short) COUNT.getAcquire(counts, slot);
    links.read(slot, into, count);
    return count;
  }

  /** Adds a link to a slot with fewer than {@link #max} links. */
  void add(int slot, int node) {
    int count = counts[slot];
    links.write(slot, count, node);
    COUNT.setRelease(counts, slot, (short) (count + 1));
  }

  /** Replaces a link. */
  void set(int slot, int i, int node) {
    links.write(slot, i, node);
  }

  /** Replaces all links. */
  void set(int slot, int[] from, int count) {
    links.write(slot, from, count);
    COUNT.setRelease(counts, slot, (short) count);
  }
}
