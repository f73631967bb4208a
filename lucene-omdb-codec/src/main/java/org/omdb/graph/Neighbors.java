// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;

/** The links of one level of a graph. */
@FunctionalInterface
public interface Neighbors {

  /**
   * Reads the neighbors of a node.
   *
   * @param node a node of the level
   * @param into receives the neighbors; long enough for any node of the level
   * @return number of neighbors
   * @throws IOException if the graph can't be read
   */
  int read(int node, int[] into) throws IOException;
}
