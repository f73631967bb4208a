// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.omdb.work.Progress;

/**
 * Adds links to a graph whose nodes are all inserted, so that paths on level 0 lead from the entry
 * node to all others. For one thread, while no other works on the graph.
 */
final class GraphConnector {

  private static final String CONNECTING = "connecting";

  /** Nodes that are reached between two calls of {@link Progress#done}. */
  private static final int REACHED_BATCH = 1 << 14;

  /** Nodes that are scored between two calls while others are connected. */
  private static final int SCORED_BATCH = 1 << 12;

  private final HeapGraph graph;
  private final GraphInserter inserter;
  private final Progress progress;

  GraphConnector(
      HeapGraph graph,
      GraphInserter.EntryPoint entryPoint,
      GraphShape shape,
      RandomVectorScorerSupplier scorers,
      Progress progress)
      throws IOException {
    this.graph = graph;
    this.progress = progress;
    this.inserter =
        new GraphInserter(
            graph,
            entryPoint,
            shape,
            new WatchedScorer(scorers.copy().scorer()),
            scorers.copy().scorer());
  }

  /** Adds the links. */
  void connect() throws IOException {
    int entry = graph.entryNode();
    Reach reach = new Reach(graph.level(0));
    reach.from(entry);
    for (int node = 0; node < graph.size(); node++) {
      if (reach.reached.get(node) == false) {
        progress.done(CONNECTING, node, graph.size());
        inserter.linkFromOthers(node, entry);
        reach.from(node);
      }
    }
  }

  /** Ends a search that, among equal vectors, may go through all of the graph. */
  private final class WatchedScorer implements UpdateableRandomVectorScorer {

    private final UpdateableRandomVectorScorer in;
    private int node;
    private int scored;

    WatchedScorer(UpdateableRandomVectorScorer in) {
      this.in = in;
    }

    private void count(int nodes) throws IOException {
      scored += nodes;
      if (scored >= SCORED_BATCH) {
        scored = 0;
        progress.done(CONNECTING, node, graph.size());
      }
    }

    @Override
    public void setScoringOrdinal(int ordinal) throws IOException {
      node = ordinal;
      in.setScoringOrdinal(ordinal);
    }

    @Override
    public float score(int other) throws IOException {
      count(1);
      return in.score(other);
    }

    @Override
    public float bulkScore(int[] nodes, float[] scores, int numNodes) throws IOException {
      count(numNodes);
      return in.bulkScore(nodes, scores, numNodes);
    }

    @Override
    public int maxOrd() {
      return in.maxOrd();
    }
  }

  /** The nodes that paths lead to. Takes two bits per node. */
  private final class Reach {

    private final NeighborTable table;
    private final int[] neighbors;
    private final FixedBitSet reached = new FixedBitSet(graph.size());

    /** Nodes that are reached, but whose neighbors are not yet. */
    private final FixedBitSet pending = new FixedBitSet(graph.size());

    /** The least pending node that the current pass has left behind. */
    private int first;

    /** No pending node is greater. */
    private int last;

    private int reachedCount;

    Reach(NeighborTable table) {
      this.table = table;
      this.neighbors = new int[table.max()];
    }

    /** Marks a node as reached, and all nodes that paths lead to from there. */
    void from(int start) throws IOException {
      reached.set(start);
      pending.set(start);
      first = start;
      last = start;
      while (first <= last) { // a pass over them in the order of their ordinals
        int node = first;
        first = Integer.MAX_VALUE;
        while (node <= last) {
          node = pending.nextSetBit(node, last + 1);
          if (node <= last) {
            expand(node++);
          }
        }
      }
    }

    private void expand(int node) throws IOException {
      if (reachedCount++ % REACHED_BATCH == 0) {
        progress.done(CONNECTING, reachedCount, graph.size());
      }
      pending.clear(node);
      int count = table.read(node, neighbors);
      for (int i = 0; i < count; i++) {
        int neighbor = neighbors[i];
        if (reached.getAndSet(neighbor) == false) {
          pending.set(neighbor);
          last = Math.max(last, neighbor);
          first = neighbor < node ? Math.min(first, neighbor) : first;
        }
      }
    }
  }
}
