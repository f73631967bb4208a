// SPDX-License-Identifier: Apache-2.0
package org.omdb.pages;

import java.io.IOException;

/** Is told which rows a search is about to read. */
@FunctionalInterface
public interface ReadListener {

  /**
   * Called before rows are read, and before the system is asked for them.
   *
   * @param rows indexes of the rows; not changed
   * @param count how many of them, 0 or more
   * @throws IOException if the listener fails
   */
  void willRead(int[] rows, int count) throws IOException;
}
