// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;

/** One level of a graph. */
@FunctionalInterface
public interface Neighbors {

  /**
   * Reads whom a node is linked to.
   *
   * @param node a node of the level
   * @param into where the neighbors go; long enough for any node of the level
   * @return how many there are
   * @throws IOException if the graph can't be read
   */
  int read(int node, int[] into) throws IOException;
}
