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

  /** That {@link #linkFromOthers} linked from last; -1 for none yet. */
  private int lastWithRoom = -1;

  /** Where searches start: a node on the highest level that there is so far. */
  static final class EntryPoint {
    private volatile long nodeAndLevel = -1;

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

  /** Begins a search for the nearest of a node. */
  private void begin(int node, int entry) throws IOException {
    scorer.setScoringOrdinal(node);
    walk.begin(scorer, entry, graph.size(), 2 * graph.maxConn(), null);
  }

  /**
   * Links a node of the graph anew on level 0, beside the links that it has: some that it had are
   * lost.
   */
  void relink(int node) throws IOException {
    begin(node, node);
    walk.search(scorer, levels[0], beamWidth, null);
    link(0, node);
  }

  /**
   * Links a node that no path leads to from an entry from the nearest one that has room for another
   * link. All that could be reached before still can.
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
      // Of equal vectors there may be more than any width: one that had room has it still.
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

  /** Puts a node between one whose links are full and the worst of those that it is linked to. */
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
      table.set(slot, nodes, dropWorst(count));
    }
  }

  /**
   * Drops the worst of the candidates that are not diverse, or the worst of all if all are, as
   * Lucene does: nodes stay full, and keep their links to vectors that are equal.
   *
   * @param count candidates, best first
   * @return how many are left
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
   * node itself. One that is the node's equal is as near to all others as the node: it says nothing
   * about those that are farther, or a node that has equals would be linked to these alone.
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
