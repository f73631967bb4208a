// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * Inserts nodes into a graph: finds the nearest ones that are there, links the node to those of
 * them that are nearer to it than to one another, and these back to it (algorithms 1 and 4 of the
 * HNSW paper).
 *
 * <p>For one thread; several may work on one graph.
 */
final class GraphInserter {

  private final HeapGraph graph;
  private final EntryPoint entryPoint;
  private final int beamWidth;
  private final UpdateableRandomVectorScorer scorer;
  private final UpdateableRandomVectorScorer pairScorer;
  private final GraphWalk walk = new GraphWalk();
  private final Neighbors[] levels;

  // Candidates for links, best first, and of them those that are still in question.
  private int[] nodes = new int[0];
  private float[] scores = new float[0];
  private float[] pairScores = new float[0];
  private int[] others = new int[0];

  /** Where searches start: a node on the highest level that there is so far. */
  static final class EntryPoint {
    private volatile long nodeAndLevel = -1;

    int node() {
      return (int) nodeAndLevel;
    }

    void set(int node, int level) {
      nodeAndLevel = (long) level << 32 | node;
    }
  }

  /**
   * @param scorer of the vectors; this object's own
   * @param pairScorer another one
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

  void insert(int node) throws IOException {
    int topLevel = graph.topLevel(node);
    long entry = entryPoint.nodeAndLevel;
    if (entry >= 0 && topLevel <= (int) (entry >> 32)) {
      insert(node, topLevel, entry);
      return;
    }
    // Rare: the node becomes the entry point. One at a time, so that none is overlooked.
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
    scorer.setScoringOrdinal(node);
    walk.begin(graph.size(), 2 * graph.maxConn(), Long.MAX_VALUE);
    int from = (int) entry;
    int entryLevel = (int) (entry >> 32);
    for (int level = entryLevel; level > topLevel; level--) {
      from = walk.descend(scorer, levels[level], from);
    }
    int start = Math.min(topLevel, entryLevel);
    for (int level = start; level >= 0; level--) {
      if (level == start) {
        walk.search(scorer, levels[level], from, beamWidth, 0, null);
      } else {
        walk.searchNext(scorer, levels[level], beamWidth);
      }
      link(level, node);
    }
  }

  /**
   * Links a node of the graph anew on level 0, beside the links that it has: some that it had are
   * lost.
   */
  void relink(int node) throws IOException {
    scorer.setScoringOrdinal(node);
    walk.begin(graph.size(), 2 * graph.maxConn(), Long.MAX_VALUE);
    walk.search(scorer, levels[0], node, beamWidth, 0, null);
    link(0, node);
  }

  /**
   * Links a node that no other one leads to from one that is found: the nearest that has room for
   * another link, or else the nearest, in the place of its worst link.
   */
  void linkFromOthers(int node) throws IOException {
    scorer.setScoringOrdinal(node);
    walk.begin(graph.size(), 2 * graph.maxConn(), Long.MAX_VALUE);
    walk.search(scorer, levels[0], entryPoint.node(), beamWidth, 0, null);
    NeighborTable table = graph.level(0);
    long[] results = walk.sortedResults();
    for (int i = walk.resultCount() - 1; i >= 0; i--) {
      int slot = NodeHeap.node(results[i]);
      if (table.count(slot) < table.max()) {
        table.add(slot, node);
        return;
      }
    }
    int slot = NodeHeap.node(results[walk.resultCount() - 1]);
    ensureCapacity(table.max());
    pairScorer.setScoringOrdinal(slot);
    int count = table.read(slot, nodes);
    pairScorer.bulkScore(nodes, scores, count);
    int worst = 0;
    for (int i = 1; i < count; i++) {
      worst = scores[i] < scores[worst] ? i : worst;
    }
    table.set(slot, worst, node);
  }

  /** Links a node to the best of those that the walk found. */
  private void link(int level, int node) throws IOException {
    int found = walk.resultCount();
    long[] results = walk.sortedResults();
    ensureCapacity(found);
    int count = 0;
    for (int i = found - 1; i >= 0; i--) {
      int other = NodeHeap.node(results[i]);
      if (other != node) { // another thread may have linked to it already
        nodes[count] = other;
        scores[count++] = NodeHeap.score(results[i]);
      }
    }
    int selected = selectDiverse(count, graph.level(level).max());
    int[] linked = Arrays.copyOf(nodes, selected);
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
      table.set(slot, nodes, selectDiverse(count, table.max()));
    }
  }

  private void ensureCapacity(int size) {
    if (nodes.length < size) {
      nodes = new int[size];
      scores = new float[size];
      pairScores = new float[size];
      others = new int[size];
    }
  }

  /** By falling score. Insertion sort: they are few. */
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
   * Moves to the front those of the candidates that no better one before them is nearer to than the
   * node itself.
   *
   * @param count candidates, best first
   * @param max how many to select
   * @return how many were selected
   */
  private int selectDiverse(int count, int max) throws IOException {
    int selected = 0;
    int left = count; // candidates in question are at selected to left
    while (selected < left && selected < max) {
      int inQuestion = left - selected - 1;
      if (inQuestion == 0 || selected + 1 == max) {
        return selected + 1;
      }
      pairScorer.setScoringOrdinal(nodes[selected]);
      selected++;
      System.arraycopy(nodes, selected, others, 0, inQuestion);
      pairScorer.bulkScore(others, pairScores, inQuestion);
      left = selected;
      for (int i = 0; i < inQuestion; i++) {
        if (pairScores[i] < scores[selected + i]) {
          nodes[left] = others[i];
          scores[left++] = scores[selected + i];
        }
      }
    }
    return selected;
  }
}
