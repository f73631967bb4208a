// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Nodes of a level that are scored together, each of them once in a walk. For one thread. */
final class NodeBatch {

  /** The nodes of the batch, from the first on. */
  int[] nodes = new int[0];

  /** The scores of those that were scored. */
  float[] scores = new float[0];

  private int size;
  private final VisitedNodes visited = new VisitedNodes();
  private int nodeCount;
  private int[] neighbors = new int[0];

  /**
   * Begins a walk: no node is visited yet.
   *
   * @param newNodeCount number of nodes in the graph
   * @param maxNeighbors the most neighbors of a node
   */
  void begin(int newNodeCount, int maxNeighbors) {
    nodeCount = newNodeCount;
    if (neighbors.length < maxNeighbors) {
      neighbors = new int[maxNeighbors];
    }
    ensureCapacity(maxNeighbors);
    forgetVisited();
  }

  /** Begins another level, on which no node is visited yet. */
  void forgetVisited() {
    visited.reset(nodeCount);
  }

  private void ensureCapacity(int capacity) {
    if (nodes.length < capacity) {
      nodes = new int[capacity];
      scores = new float[capacity];
    }
  }

  void visit(int node) {
    visited.add(node);
  }

  boolean isVisited(int node) {
    return visited.contains(node);
  }

  int size() {
    return size;
  }

  /** Makes the batch those of some nodes that are not visited yet. */
  void set(int[] from, int count) {
    ensureCapacity(count);
    int fresh = 0;
    for (int i = 0; i < count; i++) {
      int node = from[i];
      assert 0 <= node && node < nodeCount : node + " of " + nodeCount + " nodes";
      nodes[fresh] = node; // overwritten by the next one if it was visited
      fresh += visited.add(node);
    }
    size = fresh;
  }

  /** Makes the batch the neighbors of a node that are not visited yet. */
  void setNeighbors(Neighbors level, int node) throws IOException {
    set(neighbors, level.read(node, neighbors));
  }

  /** Scores the first nodes, and returns the best score. */
  float score(RandomVectorScorer scorer, int count) throws IOException {
    return scorer.bulkScore(nodes, scores, count);
  }

  /** A node that was scored, and its score, as {@link NodeHeap} encodes them. */
  long encoded(int i) {
    return NodeHeap.encode(nodes[i], scores[i]);
  }
}
