// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;

/**
 * The nodes of a level that a walk has scored, and those of them that it has expanded, that is,
 * whose neighbors it has read. From this a finished walk can be continued with a greater width, and
 * more nodes can be returned than the walk was wide. For one thread.
 *
 * <p>Nodes are encoded with their scores by {@link NodeHeap#encode}.
 */
final class WalkHistory {

  private final NodeHeap nextBest = new NodeHeap();
  private long[] scored = new long[256];
  private int scoredCount;
  private long[] expanded = new long[64];
  private int expandedCount;

  static boolean isAccepted(long encoded, Bits accepted) {
    return accepted == null || accepted.get(NodeHeap.node(encoded));
  }

  void clear() {
    scoredCount = 0;
    expandedCount = 0;
  }

  void addScored(long encoded) {
    if (scoredCount == scored.length) {
      scored = ArrayUtil.grow(scored, scoredCount + 1);
    }
    scored[scoredCount++] = encoded;
  }

  void addExpanded(long encoded) {
    if (expandedCount == expanded.length) {
      expanded = ArrayUtil.grow(expanded, expandedCount + 1);
    }
    expanded[expandedCount++] = encoded;
  }

  /** Counts nodes with a higher score. */
  int countBetter(float score) {
    int better = 0;
    for (int i = 0; i < scoredCount; i++) {
      better += NodeHeap.score(scored[i]) > score ? 1 : 0;
    }
    return better;
  }

  /**
   * Fills the heaps of a walk as if it had been of another width from the beginning.
   *
   * @param width of the walk
   * @param accepted nodes that may be results; null for all
   * @param results receives the best accepted nodes, at most {@code width}
   * @param candidates receives all nodes that are not expanded
   */
  void restore(int width, Bits accepted, NodeHeap results, CandidateHeap candidates) {
    results.clear();
    candidates.clear();
    Arrays.sort(expanded, 0, expandedCount);
    for (int i = 0; i < scoredCount; i++) {
      long encoded = scored[i];
      if (isAccepted(encoded, accepted)) {
        results.keepBest(encoded, width);
      }
      if (Arrays.binarySearch(expanded, 0, expandedCount, encoded) < 0) {
        candidates.add(encoded);
      }
    }
  }

  /**
   * Copies the best accepted nodes that are worse than the results of the walk.
   *
   * @param count how many at most, 1 or more
   * @param worst the worst result
   * @param accepted nodes that may be results; null for all
   * @param into receives the nodes, in no order
   * @param at where the first one goes
   * @return how many there are
   */
  int copyNextBest(int count, long worst, Bits accepted, long[] into, int at) {
    nextBest.clear();
    for (int i = 0; i < scoredCount; i++) {
      long encoded = scored[i];
      if (encoded < worst && isAccepted(encoded, accepted)) {
        nextBest.keepBest(encoded, count);
      }
    }
    for (int i = 0; i < nextBest.size(); i++) {
      into[at + i] = nextBest.get(i);
    }
    return nextBest.size();
  }
}
