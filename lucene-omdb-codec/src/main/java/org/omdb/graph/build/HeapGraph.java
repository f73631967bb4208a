// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.util.Arrays;
import org.omdb.graph.Neighbors;

/**
 * An HNSW graph in memory, as {@link GraphBuilder} builds it. The top level of each node is given
 * from the start, so that all memory is allocated at once. It is on the heap, but for the links of
 * level 0, which {@link LinkMemory} may have elsewhere. Links may be read and added by several
 * threads, see {@link NeighborTable}.
 */
public final class HeapGraph {

  /** The most links of a node on an upper level (M); level 0 has twice as many. */
  private final int maxConn;

  /** Number of nodes on each level. */
  private final int[] levelCounts;

  private final NeighborTable[] levels;

  /**
   * The slot of each node on its upper levels; {@link Integer#MAX_VALUE} if it is on none. Nodes of
   * the highest top level come first, so a node has the same slot on all of its upper levels.
   */
  private final int[] upperSlots;

  /** The node of each slot. */
  private final int[] upperNodes;

  /**
   * Creates a graph without links, all of it on the heap.
   *
   * @param maxConn M
   * @param topLevels the highest level of each node
   */
  HeapGraph(int maxConn, byte[] topLevels) {
    this(maxConn, topLevels, new HeapLinks(topLevels.length, 2 * maxConn));
  }

  /**
   * Creates a graph without links.
   *
   * @param maxConn M
   * @param topLevels the highest level of each node
   * @param links room for those of level 0
   */
  HeapGraph(int maxConn, byte[] topLevels, LinkStore links) {
    this.maxConn = maxConn;
    int size = topLevels.length;
    int[] counts = new int[Byte.MAX_VALUE + 1];
    int maxLevel = 0;
    for (byte topLevel : topLevels) {
      maxLevel = Math.max(maxLevel, topLevel);
      for (int level = 0; level <= topLevel; level++) {
        counts[level]++;
      }
    }
    levelCounts = Arrays.copyOf(counts, maxLevel + 1);
    upperSlots = new int[size];
    upperNodes = new int[maxLevel == 0 ? 0 : counts[1]];
    int[] next = new int[maxLevel + 1]; // the next free slot for nodes of each top level
    for (int level = maxLevel - 1; level > 0; level--) {
      next[level] = counts[level + 1];
    }
    for (int node = 0; node < size; node++) {
      if (topLevels[node] > 0) {
        int slot = next[topLevels[node]]++;
        upperSlots[node] = slot;
        upperNodes[slot] = node;
      } else {
        upperSlots[node] = Integer.MAX_VALUE;
      }
    }
    levels = new NeighborTable[maxLevel + 1];
    for (int level = 0; level <= maxLevel; level++) {
      levels[level] =
          new NeighborTable(
              counts[level], level == 0 ? links : new HeapLinks(counts[level], maxConn));
    }
  }

  /**
   * The most links of a node on an upper level (M).
   *
   * @return 1 or more; level 0 has twice as many
   */
  public int maxConn() {
    return maxConn;
  }

  /**
   * Number of nodes.
   *
   * @return 1 or more
   */
  public int size() {
    return upperSlots.length;
  }

  /**
   * Number of levels.
   *
   * @return 1 or more
   */
  public int levelCount() {
    return levels.length;
  }

  /**
   * The nodes of an upper level.
   *
   * @param level 1 or more
   * @return ordinals in increasing order
   */
  public int[] nodes(int level) {
    int[] nodes = Arrays.copyOf(upperNodes, levelCounts[level]);
    Arrays.sort(nodes);
    return nodes;
  }

  /**
   * The node that Lucene's readers enter a graph by.
   *
   * @return the first node of the highest level
   */
  int entryNode() {
    return levels.length == 1 ? 0 : nodes(levels.length - 1)[0];
  }

  /**
   * Reads the neighbors of a node.
   *
   * @param level a level that the node is on
   * @param node its ordinal
   * @param into receives the neighbors, in no order
   * @return number of neighbors
   */
  public int read(int level, int node, int[] into) {
    return levels[level].read(slot(level, node), into);
  }

  /** The highest level that a node is on. */
  int topLevel(int node) {
    int level = 0;
    while (level + 1 < levels.length && upperSlots[node] < levelCounts[level + 1]) {
      level++;
    }
    return level;
  }

  /** The slot of a node in the table of a level that it is on. */
  int slot(int level, int node) {
    return level == 0 ? node : upperSlots[node];
  }

  NeighborTable level(int level) {
    return levels[level];
  }

  Neighbors neighbors(int level) {
    NeighborTable table = levels[level];
    return level == 0 ? table::read : (node, into) -> table.read(upperSlots[node], into);
  }

  @Override
  public String toString() {
    return "HeapGraph(maxConn=" + maxConn + ", nodesPerLevel=" + Arrays.toString(levelCounts) + ')';
  }
}
