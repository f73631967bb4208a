// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

/** Links on the heap, in arrays that are small enough for any garbage collector. */
final class HeapLinks extends LinkStore {

  private static final int CHUNK_SHIFT = 10;
  private static final int CHUNK_SLOTS = 1 << CHUNK_SHIFT;

  private final int[][] chunks;

  HeapLinks(int slots, int max) {
    super(max);
    chunks = new int[(slots + CHUNK_SLOTS - 1) >>> CHUNK_SHIFT][];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = new int[Math.min(CHUNK_SLOTS, slots - (i << CHUNK_SHIFT)) * max];
    }
  }

  private int offset(int slot) {
    return (slot & (CHUNK_SLOTS - 1)) * max();
  }

  @Override
  void read(int slot, int[] into, int count) {
    System.arraycopy(chunks[slot >>> CHUNK_SHIFT], offset(slot), into, 0, count);
  }

  @Override
  void write(int slot, int i, int node) {
    chunks[slot >>> CHUNK_SHIFT][offset(slot) + i] = node;
  }

  @Override
  void write(int slot, int[] from, int count) {
    System.arraycopy(from, 0, chunks[slot >>> CHUNK_SHIFT], offset(slot), count);
  }
}
