// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.io.IOException;

/** Vectors that can be read again and again, by several threads at once. */
public interface Rows {

  /**
   * The number of rows.
   *
   * @return 0 or more
   */
  int size();

  /**
   * The number of components of a row.
   *
   * @return at least 1
   */
  int dimension();

  /**
   * Reads some rows, in order.
   *
   * @param from the first row
   * @param to the row after the last one
   * @param consumer gets each row
   * @throws IOException if reading fails
   */
  void read(int from, int to, Consumer consumer) throws IOException;

  /** Takes a row. */
  @FunctionalInterface
  interface Consumer {

    /**
     * Called once per row.
     *
     * @param row its number
     * @param vector its components; the array is used again for the next row
     */
    void accept(int row, float[] vector);
  }
}
