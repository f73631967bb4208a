// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.omdb.code.BinaryRows;

/**
 * Working memory of a scan: some bytes per row. All segments share it, so there is about one for
 * each thread that searches, as large as the largest segment that was scanned. For one thread
 * between {@link #take} and {@link #giveBack}.
 */
final class ScanMemory {

  /** Rows for which there is one maximum, see {@link BinaryScan}. */
  static final int ROWS_PER_MAXIMUM = 16;

  private static final IdleObjects<ScanMemory> IDLE =
      new IdleObjects<>(Runtime.getRuntime().availableProcessors());

  float[] estimates = new float[0];
  float[] maxima = new float[0];
  int[] found = new int[0];

  private ScanMemory() {}

  /**
   * Takes idle memory, or makes new memory if there is none. Its contents are arbitrary.
   *
   * @param rows how many rows it is for, a multiple of {@link BinaryRows#BLOCK}
   */
  static ScanMemory take(int rows) {
    ScanMemory memory = IDLE.take();
    if (memory == null) {
      memory = new ScanMemory();
    }
    if (memory.estimates.length < rows) {
      memory.estimates = new float[rows];
      memory.maxima = new float[maximaOf(rows)];
      memory.found = new int[rows];
    }
    return memory;
  }

  /** Number of maxima for a number of rows: a multiple of {@link BinaryRows#BLOCK}. */
  static int maximaOf(int rows) {
    return BinaryRows.blocks(rows / ROWS_PER_MAXIMUM) * BinaryRows.BLOCK;
  }

  void giveBack() {
    IDLE.give(this);
  }
}
