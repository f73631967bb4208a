// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * Inserts nodes into a graph (algorithms 1 and 4 of the HNSW paper). It finds the nearest nodes
 * that are in the graph already, selects neighbors that are nearer to the new node than to one
 * another, and adds links in both directions.
 *
 * <p>For one thread. Several threads, each with its own inserter, may work on one graph.
 */
final class GraphInserter {

  private final HeapGraph graph;
  private final EntryPoint entryPoint;
  private final int beamWidth;
  private final UpdateableRandomVectorScorer scorer;
  private final UpdateableRandomVectorScorer pairScorer;
  private final GraphWalk walk = new GraphWalk();
  private final Neighbors[] levels;

  // Candidates for links, best first, their scores, and a batch to compare one of them with.
  private int[] nodes = new int[0];
  private float[] scores = new float[0];
  private float[] pairScores = new float[0];
  private int[] others = new int[0];

  /** The node that {@link #linkFromOthers} linked from last; -1 for none yet. */
  private int lastWithRoom = -1;

  /** The node that searches start from: one on the highest level so far. Shared by all threads. */
  static final class EntryPoint {
    private volatile long nodeAndLevel = -1; // the level in the upper half; -1 for none yet

    void set(int node, int level) {
      nodeAndLevel = (long) level << 32 | node;
    }
  }

  /**
   * @param scorer compares vectors with a node to insert; not shared
   * @param pairScorer compares candidates with one another; not shared
   */
  GraphInserter(
      HeapGraph graph,
      EntryPoint entryPoint,
      int beamWidth,
      UpdateableRandomVectorScorer scorer,
      UpdateableRandomVectorScorer pairScorer) {
    this.graph = graph;
    this.entryPoint = entryPoint;
    this.beamWidth = beamWidth;
    this.scorer = scorer;
    this.pairScorer = pairScorer;
    levels = new Neighbors[graph.levelCount()];
    for (int level = 0; level < levels.length; level++) {
      levels[level] = graph.neighbors(level);
    }
  }

  /** Inserts a node on all of its levels. */
  void insert(int node) throws IOException {
    int topLevel = graph.topLevel(node);
    long entry = entryPoint.nodeAndLevel;
    if (entry >= 0 && topLevel <= (int) (entry >> 32)) {
      insert(node, topLevel, entry);
      return;
    }
    // Rare: the node becomes the entry point. Under a lock, so that no thread replaces a higher
    // one.
    synchronized (entryPoint) {
      entry = entryPoint.nodeAndLevel;
      if (entry >= 0) {
        insert(node, topLevel, entry);
      }
      if (entry < 0 || topLevel > (int) (entry >> 32)) {
        entryPoint.set(node, topLevel);
      }
    }
  }

  private void insert(int node, int topLevel, long entry) throws IOException {
    begin(node, (int) entry);
    int entryLevel = (int) (entry >> 32);
    for (int level = entryLevel; level > topLevel; level--) {
      walk.descend(scorer, levels[level]);
    }
    int start = Math.min(topLevel, entryLevel);
    for (int level = start; level >= 0; level--) {
      if (level == start) {
        walk.search(scorer, levels[level], beamWidth, null);
      } else {
        walk.searchNext(scorer, levels[level], beamWidth);
      }
      link(level, node);
    }
  }

  /** Begins a search for the nodes nearest to a node. */
  private void begin(int node, int entry) throws IOException {
    scorer.setScoringOrdinal(node);
    walk.begin(scorer, entry, graph.size(), 2 * graph.maxConn(), null);
  }

  /** Adds links to a node that is in the graph, but has lost links on level 0 to deleted nodes. */
  void relink(int node) throws IOException {
    begin(node, node);
    walk.search(scorer, levels[0], beamWidth, null);
    link(0, node);
  }

  /**
   * Makes a node reachable from an entry on level 0: adds a link to it from the nearest reachable
   * node with room for another link. All nodes that were reachable remain so.
   */
  void linkFromOthers(int node, int entry) throws IOException {
    begin(node, entry);
    NeighborTable table = graph.level(0);
    boolean isAll;
    int width = beamWidth;
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

  /** Replaces the link of a full node to its worst neighbor by a path through the new node. */
  private void insertBetween(NeighborTable table, int full, int node) throws IOException {
    ensureCapacity(table.max());
    pairScorer.setScoringOrdinal(full);
    int count = table.read(full, nodes);
    pairScorer.bulkScore(nodes, scores, count);
    int worst = 0;
    for (int i = 1; i < count; i++) {
      worst = scores[i] < scores[worst] ? i : worst;
    }
    table.set(full, worst, node);
    if (addIfRoom(table, node, nodes[worst]) == false) {
      table.set(node, table.max() - 1, nodes[worst]);
    }
  }

  /** Links a node in both directions to a diverse selection of what the walk found. */
  private void link(int level, int node) throws IOException {
    int found = walk.resultCount();
    long[] results = walk.sortedResults();
    ensureCapacity(found);
    int count = 0;
    for (int i = found - 1; i >= 0; i--) {
      int other = NodeHeap.node(results[i]);
      if (other != node) { // found if another thread has linked to it already
        nodes[count] = other;
        scores[count++] = NodeHeap.score(results[i]);
      }
    }
    int selected = selectDiverse(count, graph.level(level).max());
    int[] linked = Arrays.copyOf(nodes, selected); // addLink overwrites nodes
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
      ensureCapacity(table.max() + 1);
      int count = table.read(slot, nodes);
      for (int i = 0; i < count; i++) {
        if (nodes[i] == to) {
          return;
        }
      }
      if (count < table.max()) {
        table.add(slot, to);
        return;
      }
      nodes[count++] = to;
      pairScorer.setScoringOrdinal(from);
      pairScorer.bulkScore(nodes, scores, count);
      sort(count);
      table.set(slot, nodes, dropWorst(count));
    }
  }

  /**
   * Drops one candidate, so that the others fit. It is the worst of those that are at least as near
   * to a better candidate as to the node. If there are none, it is the worst of all.
   *
   * <p>As in Lucene, only one is dropped, even if more of them are not diverse. So a full node
   * stays full, and keeps links to equal vectors.
   *
   * @param count number of candidates, best first
   * @return number of candidates left
   */
  private int dropWorst(int count) throws IOException {
    for (int i = count - 1; i > 0; i--) {
      pairScorer.setScoringOrdinal(nodes[i]);
      if (pairScorer.bulkScore(nodes, pairScores, i) >= scores[i]) {
        nodes[i] = nodes[count - 1];
        break;
      }
    }
    return count - 1;
  }

  /** Loses the contents. */
  private void ensureCapacity(int size) {
    if (nodes.length < size) {
      nodes = new int[size];
      scores = new float[size];
      pairScores = new float[size];
      others = new int[size];
    }
  }

  /** Sorts candidates by descending score. By insertion, since they are few. */
  private void sort(int count) {
    for (int i = 1; i < count; i++) {
      int node = nodes[i];
      float score = scores[i];
      int j = i;
      for (; j > 0 && scores[j - 1] < score; j--) {
        nodes[j] = nodes[j - 1];
        scores[j] = scores[j - 1];
      }
      nodes[j] = node;
      scores[j] = score;
    }
  }

  /**
   * Moves the diverse candidates to the front: those that are nearer to the node than to any better
   * selected candidate.
   *
   * <p>A candidate that is just as near to a selected one as to the node is a tie. It counts as
   * diverse if the selected one is nearer to the node than the candidate is. That matters where
   * vectors are equal: if the vector of a selected candidate equals the node's, every other
   * candidate is a tie. If ties did not count, the node would be linked to its equals only.
   *
   * @param count number of candidates, best first
   * @param max how many to select at most
   * @return how many were selected
   */
  private int selectDiverse(int count, int max) throws IOException {
    int selected = 0;
    int left = count; // candidates from `selected` to `left` are undecided
    while (selected < left && selected < max) {
      int inQuestion = left - selected - 1;
      if (inQuestion == 0 || selected + 1 == max) {
        return selected + 1;
      }
      pairScorer.setScoringOrdinal(nodes[selected]);
      float selectedScore = scores[selected++];
      System.arraycopy(nodes, selected, others, 0, inQuestion);
      pairScorer.bulkScore(others, pairScores, inQuestion);
      left = selected;
      for (int i = 0; i < inQuestion; i++) {
        float score = scores[selected + i];
        if (pairScores[i] < score || (pairScores[i] == score && score < selectedScore)) {
          nodes[left] = others[i];
          scores[left++] = score;
        }
      }
    }
    return selected;
  }
}
