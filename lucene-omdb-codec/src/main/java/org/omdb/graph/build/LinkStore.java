// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

/**
 * Room for the links of one level: slots of equal size, one per node. It does not know which links
 * of a slot are in use; {@link NeighborTable} does.
 *
 * <p>A link is read and written as a whole, also by several threads at once. What else they see of
 * each other is up to the caller.
 */
abstract class LinkStore {

  private final int max;

  /**
   * @param max links per slot
   */
  LinkStore(int max) {
    this.max = max;
  }

  final int max() {
    return max;
  }

  /** Reads the first links of a slot. */
  abstract void read(int slot, int[] into, int count);

  /** Writes one link. */
  abstract void write(int slot, int i, int node);

  /** Writes the first links of a slot. */
  abstract void write(int slot, int[] from, int count);
}
