// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.util.Arrays;

/** The neighbors of a node as they are written: increasing, each once. */
public final class SortedLinks {

  private final HeapGraph graph;

  private final int[] nodes;

  /**
   * Reads links of a graph.
   *
   * @param graph which no thread builds any more
   */
  public SortedLinks(HeapGraph graph) {
    this.graph = graph;
    this.nodes = new int[2 * graph.maxConn()];
  }

  /**
   * The neighbors that {@link #read} found.
   *
   * @return the same array every time
   */
  public int[] nodes() {
    return nodes;
  }

  /**
   * Reads a node's neighbors.
   *
   * @param level one that the node is on
   * @param node its ordinal
   * @return how many there are
   */
  public int read(int level, int node) {
    int count = graph.read(level, node, nodes);
    Arrays.sort(nodes, 0, count);
    int unique = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || nodes[i] != nodes[i - 1]) {
        nodes[unique++] = nodes[i]; // two threads may have made the same link
      }
    }
    return unique;
  }
}
