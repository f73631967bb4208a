// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.util.Arrays;

/**
 * An HNSW graph on the heap, as {@link GraphBuilder} builds it. Which levels a node is on is known
 * beforehand.
 */
public final class HeapGraph {

  /** The most links of a node on an upper level; on level 0 it is twice that. */
  private final int maxConn;

  private final int[] levelCounts;
  private final NeighborTable[] levels;

  /** Per node on an upper level its place in these levels, those on the most levels first. */
  private final int[] upperSlots;

  private final int[] upperNodes;

  /**
   * An empty graph.
   *
   * @param maxConn M
   * @param topLevels for each node the highest level that it is on
   */
  HeapGraph(int maxConn, byte[] topLevels) {
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
    int[] next = new int[maxLevel + 1]; // where nodes of this top level go
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
      levels[level] = new NeighborTable(counts[level], level == 0 ? 2 * maxConn : maxConn);
    }
  }

  /**
   * M.
   *
   * @return the most links of a node on an upper level
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
   * The nodes of a level above 0.
   *
   * @param level 1 or more
   * @return ordinals, increasing
   */
  public int[] nodes(int level) {
    int[] nodes = Arrays.copyOf(upperNodes, levelCounts[level]);
    Arrays.sort(nodes);
    return nodes;
  }

  /**
   * Where Lucene's readers enter a graph.
   *
   * @return the first node of the highest level
   */
  int entryNode() {
    return levels.length == 1 ? 0 : nodes(levels.length - 1)[0];
  }

  /**
   * Reads whom a node is linked to.
   *
   * @param level one that the node is on
   * @param node its ordinal
   * @param into where the neighbors go, in no order
   * @return how many there are
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
}
