// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.omdb.graph.GraphWalk;
import org.omdb.graph.Neighbors;
import org.omdb.graph.NodeHeap;

/**
 * Inserts nodes into a graph (algorithm 1 of the HNSW paper). It finds the nearest nodes that are
 * in the graph already, lets {@link LinkCandidates} select neighbors among them, and adds links in
 * both directions.
 *
 * <p>For one thread. Several threads, each with its own inserter, may work on one graph.
 */
final class GraphInserter {

  /** Near nodes that a search needs to start from, if it is to be narrower than others. */
  private static final int MIN_KNOWN = 4;

  private final HeapGraph graph;
  private final EntryPoint entryPoint;
  private final GraphShape shape;
  private final UpdateableRandomVectorScorer scorer;
  private final LinkCandidates candidates;
  private final GraphWalk walk = new GraphWalk();
  private final Neighbors[] levels;

  /** The node that {@link #linkFromOthers} linked from last; -1 for none yet. */
  private int lastWithRoom = -1;

  /** The node that searches start from: one on the highest level so far. Shared by all threads. */
  static final class EntryPoint {
    private static final long NONE = -1;

    /** In one number, the level in its upper half, so that both are read at the same time. */
    private volatile long nodeAndLevel = NONE;

    void set(int node, int level) {
      nodeAndLevel = (long) level << 32 | node;
    }

    private static int node(long nodeAndLevel) {
      return (int) nodeAndLevel;
    }

    private static int level(long nodeAndLevel) {
      return (int) (nodeAndLevel >> 32);
    }
  }

  /**
   * @param scorer compares vectors with a node to insert; not shared
   * @param pairScorer compares candidates with one another; not shared
   */
  GraphInserter(
      HeapGraph graph,
      EntryPoint entryPoint,
      GraphShape shape,
      UpdateableRandomVectorScorer scorer,
      UpdateableRandomVectorScorer pairScorer) {
    this.graph = graph;
    this.entryPoint = entryPoint;
    this.shape = shape;
    this.scorer = scorer;
    this.candidates = new LinkCandidates(pairScorer);
    levels = new Neighbors[graph.levelCount()];
    for (int level = 0; level < levels.length; level++) {
      levels[level] = graph.neighbors(level);
    }
  }

  /** Inserts a node on all of its levels. */
  void insert(int node) throws IOException {
    int topLevel = graph.topLevel(node);
    long entry = entryPoint.nodeAndLevel;
    if (entry != EntryPoint.NONE && topLevel <= EntryPoint.level(entry)) {
      insert(node, topLevel, entry);
      return;
    }
    // Rare: the node becomes the entry point. A lock keeps a thread from replacing a higher one.
    synchronized (entryPoint) {
      entry = entryPoint.nodeAndLevel;
      if (entry != EntryPoint.NONE) {
        insert(node, topLevel, entry);
      }
      if (entry == EntryPoint.NONE || topLevel > EntryPoint.level(entry)) {
        entryPoint.set(node, topLevel);
      }
    }
  }

  private void insert(int node, int topLevel, long entry) throws IOException {
    begin(node, EntryPoint.node(entry));
    int entryLevel = EntryPoint.level(entry);
    for (int level = entryLevel; level > topLevel; level--) {
      walk.descend(scorer, levels[level]);
    }
    int start = Math.min(topLevel, entryLevel);
    for (int level = start; level >= 0; level--) {
      if (level == start) {
        walk.search(scorer, levels[level], shape.beamWidth(), null);
      } else {
        walk.searchNext(scorer, levels[level], shape.beamWidth());
      }
      link(level, node);
    }
  }

  /**
   * Inserts a node of which some near nodes are known. If enough of these are in the graph already,
   * a search from them finds the others with half the width, as in Lucene's {@code
   * MergingHnswGraphBuilder}. Nodes of upper levels are searched for from the entry point, since
   * paths to all others lead over them.
   *
   * @param near nodes, some of which may not be in the graph yet; is overwritten
   * @param count how many of them
   * @return whether they sufficed
   */
  boolean insert(int node, int[] near, int count) throws IOException {
    NeighborTable table = graph.level(0);
    int known = 0;
    for (int i = 0; i < count; i++) {
      if (table.count(near[i]) > 0) {
        near[known++] = near[i];
      }
    }
    if (known < MIN_KNOWN || graph.topLevel(node) > 0) {
      insert(node);
      return false;
    }
    begin(node, EntryPoint.node(entryPoint.nodeAndLevel));
    walk.addEntries(scorer, near, known);
    walk.search(scorer, levels[0], shape.guidedBeamWidth(), null);
    link(0, node);
    return true;
  }

  /** Begins a search for the nodes nearest to a node. */
  private void begin(int node, int entry) throws IOException {
    scorer.setScoringOrdinal(node);
    walk.begin(scorer, entry, graph.size(), 2 * graph.maxConn(), null);
  }

  /**
   * Adds links to a node that is in the graph, but has lost links on level 0 to deleted nodes.
   *
   * @param heirs where lost links may have led to, see {@link Heirs}
   * @param count how many there are
   */
  void relink(int node, int[] heirs, int count) throws IOException {
    begin(node, node);
    walk.addEntries(scorer, heirs, count);
    walk.search(scorer, levels[0], shape.beamWidth(), null);
    link(0, node);
  }

  /**
   * Makes a node reachable from an entry on level 0: adds a link to it from the nearest reachable
   * node with room for another link. All nodes that were reachable remain so.
   */
  void linkFromOthers(int node, int entry) throws IOException {
    begin(node, entry);
    NeighborTable table = graph.level(0);
    if (lastWithRoom >= 0
        && scorer.score(lastWithRoom) >= scorer.score(node)
        && addIfRoom(table, lastWithRoom, node)) {
      return; // as near as an equal vector: no search finds a nearer one
    }
    boolean isAll;
    int width = shape.beamWidth();
    do {
      walk.search(scorer, levels[0], width, null);
      int found = walk.resultCount();
      long[] results = walk.sortedResults();
      // With many equal vectors, all nodes that were found may be full. So the node that was linked
      // from last is tried too, if it is near enough: it may have room for another link.
      if (lastWithRoom >= 0
          && scorer.score(lastWithRoom) >= NodeHeap.score(results[0])
          && addIfRoom(table, lastWithRoom, node)) {
        return;
      }
      for (int i = found - 1; i >= 0; i--) {
        if (addIfRoom(table, NodeHeap.node(results[i]), node)) {
          return;
        }
      }
      isAll = found < width;
      width = (int) Math.min(2L * width, Integer.MAX_VALUE);
    } while (isAll == false);
    long[] results = walk.sortedResults();
    insertBetween(table, NodeHeap.node(results[walk.resultCount() - 1]), node);
  }

  private boolean addIfRoom(NeighborTable table, int from, int to) {
    if (table.count(from) == table.max()) {
      return false;
    }
    table.add(from, to);
    lastWithRoom = from;
    return true;
  }

  /** Replaces the link of a full node to its farthest neighbor by a path through the new node. */
  private void insertBetween(NeighborTable table, int full, int node) throws IOException {
    candidates.readLinks(table, full);
    int farthest = candidates.replaceFarthest(full, node);
    candidates.writeLinks(table, full);
    if (addIfRoom(table, node, farthest) == false) {
      table.set(node, table.max() - 1, farthest);
    }
  }

  /** Links a node in both directions to a diverse selection of what the walk found. */
  private void link(int level, int node) throws IOException {
    int found = walk.resultCount();
    long[] results = walk.sortedResults();
    candidates.clear(found);
    for (int i = found - 1; i >= 0; i--) {
      int other = NodeHeap.node(results[i]);
      if (other != node) { // found if another thread has linked to it already
        candidates.add(other, NodeHeap.score(results[i]));
      }
    }
    int[] linked = candidates.selectDiverse(graph.level(level).max());
    // Out of the node first: who finds it finds a way on.
    for (int other : linked) {
      addLink(level, node, other);
    }
    for (int other : linked) {
      addLink(level, other, node);
    }
  }

  private void addLink(int level, int from, int to) throws IOException {
    NeighborTable table = graph.level(level);
    int slot = graph.slot(level, from);
    synchronized (table.lock(slot)) {
      candidates.readLinks(table, slot);
      if (candidates.contains(to)) {
        return;
      }
      if (candidates.count() < table.max()) {
        table.add(slot, to);
        return;
      }
      candidates.replaceWorst(from, to, shape.pruning());
      candidates.writeLinks(table, slot);
    }
  }
}
