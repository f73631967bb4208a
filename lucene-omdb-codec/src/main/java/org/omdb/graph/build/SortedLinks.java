// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.util.Arrays;

/** Reads the neighbors of a node as they are written: in increasing order, each once. */
public final class SortedLinks {

  private final HeapGraph graph;

  private final int[] nodes;

  /**
   * Creates a reader of a graph.
   *
   * @param graph a finished graph, which no thread changes any more
   */
  public SortedLinks(HeapGraph graph) {
    this.graph = graph;
    this.nodes = new int[2 * graph.maxConn()];
  }

  /**
   * The neighbors of the node that {@link #read} read last.
   *
   * @return the same array in each call
   */
  public int[] nodes() {
    return nodes;
  }

  /**
   * Reads a node's neighbors.
   *
   * @param level a level that the node is on
   * @param node its ordinal
   * @return number of neighbors
   */
  public int read(int level, int node) {
    int count = graph.read(level, node, nodes);
    Arrays.sort(nodes, 0, count);
    int unique = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || nodes[i] != nodes[i - 1]) {
        nodes[unique++] = nodes[i]; // two threads may have added the same link
      }
    }
    return unique;
  }
}
