// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

/**
 * The nodes that a walk has still to expand, with the best one on top. Nodes are encoded with their
 * scores by {@link NodeHeap#encode}. For one thread.
 */
final class CandidateHeap {

  /** Complements have the opposite order, so the best node is the least one here. */
  private final NodeHeap complements = new NodeHeap();

  int size() {
    return complements.size();
  }

  void clear() {
    complements.clear();
  }

  void add(long encoded) {
    complements.add(~encoded);
  }

  /** The best node; there has to be one. */
  long best() {
    return ~complements.top();
  }

  /** Removes and returns the best node; there has to be one. */
  long popBest() {
    return ~complements.pop();
  }
}
