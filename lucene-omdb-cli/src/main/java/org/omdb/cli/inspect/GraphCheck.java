// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * Checks an HNSW graph: its levels, the neighbors of each node, and whether a search can reach each
 * node. Takes a few bits of memory per node and level. For one thread.
 */
final class GraphCheck {

  private static final String CHECK = "graph";

  private final String where;
  private final HnswGraph graph;
  private final Findings findings;
  private final List<FixedBitSet> nodes = new ArrayList<>();

  GraphCheck(String where, HnswGraph graph, Findings findings) {
    this.where = where;
    this.graph = graph;
    this.findings = findings;
  }

  /**
   * Runs all checks.
   *
   * @param vectors number of vectors that should be nodes
   */
  void run(int vectors) throws IOException {
    if (graph.size() != vectors) {
      findings.problem(where, CHECK, "number of nodes", graph.size(), vectors + ", of the vectors");
      return;
    }
    // A walk through a damaged graph could fail in any way.
    if (areLevelsSound() && areNeighborsSound()) {
      checkReachability();
    }
  }

  private boolean areLevelsSound() throws IOException {
    boolean sound = true;
    for (int level = 0; level < graph.numLevels(); level++) {
      FixedBitSet onLevel = new FixedBitSet(graph.size());
      PrimitiveIterator.OfInt all = graph.getNodesOnLevel(level);
      while (all.hasNext()) {
        int node = all.nextInt();
        if (node < 0 || node >= graph.size()) {
          sound = wrong("a node of level " + level, node, "0 to " + (graph.size() - 1));
        } else if (level > 0 && nodes.get(level - 1).get(node) == false) {
          sound = wrong("node " + node + " of level " + level, "not on the level below", "there");
        } else {
          onLevel.set(node);
        }
      }
      nodes.add(onLevel);
    }
    int entry = graph.entryNode();
    if (sound && (entry < 0 || entry >= graph.size() || top().get(entry) == false)) {
      sound = wrong("the entry node", entry, "a node of the highest level");
    }
    return sound;
  }

  private FixedBitSet top() {
    return nodes.get(nodes.size() - 1);
  }

  private boolean areNeighborsSound() throws IOException {
    boolean sound = true;
    for (int level = 0; level < nodes.size(); level++) {
      int most = level == 0 ? 2 * graph.maxConn() : graph.maxConn();
      PrimitiveIterator.OfInt all = graph.getNodesOnLevel(level);
      while (all.hasNext()) {
        int node = all.nextInt();
        graph.seek(level, node);
        if (graph.neighborCount() < 0 || graph.neighborCount() > most) {
          sound =
              wrong(
                  "number of neighbors of node " + node + " on level " + level,
                  graph.neighborCount(),
                  "at most " + most);
          continue;
        }
        for (int to = graph.nextNeighbor(); to != NO_MORE_DOCS; to = graph.nextNeighbor()) {
          if (to < 0 || to >= graph.size() || nodes.get(level).get(to) == false) {
            sound =
                wrong(
                    "a neighbor of node " + node + " on level " + level,
                    to,
                    "a node of this level");
          }
        }
      }
    }
    return sound;
  }

  private boolean wrong(String place, Object found, Object expected) {
    findings.problem(where, CHECK, place, found, expected);
    return false;
  }

  /** A search enters a level at the nodes that it reached on the level above. */
  private void checkReachability() throws IOException {
    FixedBitSet reached = new FixedBitSet(graph.size());
    reached.set(graph.entryNode());
    for (int level = nodes.size() - 1; level >= 0; level--) {
      spread(level, reached);
    }
    int unreached = graph.size() - reached.cardinality();
    if (unreached > 0) {
      findings.warning(
          where,
          "graph_reachability",
          Words.counted(unreached, "node")
              + " of "
              + Words.count(graph.size())
              + " can't be reached from the entry node: a search will not find them unless it is"
              + " exact");
    }
  }

  private void spread(int level, FixedBitSet reached) throws IOException {
    FixedBitSet frontier = reached.clone();
    while (true) {
      FixedBitSet next = new FixedBitSet(graph.size());
      boolean grown = false;
      for (int node = nextSetBit(frontier, 0);
          node != NO_MORE_DOCS;
          node = nextSetBit(frontier, node + 1)) {
        graph.seek(level, node);
        for (int to = graph.nextNeighbor(); to != NO_MORE_DOCS; to = graph.nextNeighbor()) {
          if (reached.getAndSet(to) == false) {
            next.set(to);
            grown = true;
          }
        }
      }
      if (grown == false) {
        return;
      }
      frontier = next;
    }
  }

  private static int nextSetBit(FixedBitSet bits, int from) {
    return from >= bits.length() ? NO_MORE_DOCS : bits.nextSetBit(from);
  }
}
