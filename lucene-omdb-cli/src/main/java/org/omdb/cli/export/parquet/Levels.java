// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.parquet;

/**
 * The levels of the values of a page, which are 0 or 1, as runs. Parquet's hybrid encoding also has
 * groups of bits; runs suffice, because the levels of vectors and of most columns are long runs.
 */
final class Levels {

  private final PageBytes runs = new PageBytes();
  private int level;
  private int count;

  /** Adds a level several times. */
  void add(int next, int times) {
    if (next != level && count > 0) {
      endRun();
    }
    level = next;
    count += times;
  }

  private void endRun() {
    runs.addVarint(count << 1);
    runs.write(level);
    count = 0;
  }

  /** Moves the levels to a page, behind their length. */
  void moveTo(PageBytes page) {
    if (count > 0) {
      endRun();
    }
    page.addBinary(runs.toByteArray());
    runs.reset();
  }
}
