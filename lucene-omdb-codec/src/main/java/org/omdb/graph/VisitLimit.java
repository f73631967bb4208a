// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import org.apache.lucene.search.KnnCollector;

/** Counts the nodes that a walk scores, and tells when it has to end. For one thread. */
final class VisitLimit {

  /** Is told how many nodes were scored, and may end the walk; null for no limit. */
  private KnnCollector collector;

  private long visitedCount;

  /** Begins a walk, with a collector or null for no limit. */
  void reset(KnnCollector newCollector) {
    collector = newCollector;
    visitedCount = 0;
  }

  /** Ends the walk: forgets its collector. */
  void end() {
    collector = null;
  }

  void count(int nodes) {
    visitedCount += nodes;
    if (collector != null) {
      collector.incVisitedCount(nodes);
    }
  }

  /** Number of nodes scored since {@link #reset}. */
  long visitedCount() {
    return visitedCount;
  }

  boolean isReached() {
    return collector != null && collector.earlyTerminated();
  }

  /** How many of a number of nodes may be scored before the limit is reached. */
  int allowed(int nodes) {
    return collector == null
        ? nodes
        : (int) Math.max(0, Math.min(nodes, collector.visitLimit() - collector.visitedCount()));
  }
}
