// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Searches a level of a graph, from the nearest nodes known to nearer ones. It visits the nodes
 * that Lucene's {@link org.apache.lucene.util.hnsw.HnswGraphSearcher} visits, and differs in what
 * that costs: its working memory is used again for every search, a node and its score are one long,
 * and neighbors are scored together.
 *
 * <p>For one thread at a time.
 */
public final class GraphWalk {

  /** Nodes that a search can start from, beside the one that it begins with. */
  private static final int MAX_ENTRIES = 8;

  private final VisitedNodes visited = new VisitedNodes();
  private final NodeHeap candidates = new NodeHeap(); // complements, so that the best is on top
  private final NodeHeap results = new NodeHeap();
  private final NodeHeap spares = new NodeHeap();
  private int[] neighbors = new int[0];
  private int[] unvisited = new int[0];
  private float[] scores = new float[0];

  /** How many nodes {@link #begin} was given, and the most neighbors that one has. */
  private int nodeCount;

  /** Nodes scored since {@link #begin}. */
  private long visitedCount;

  private long visitLimit;

  private int maxSpares;

  /** Where the next search of a level starts. */
  private final int[] entries = new int[1 + MAX_ENTRIES];

  private final float[] entryScores = new float[1 + MAX_ENTRIES];
  private int entryCount;

  /** Makes a walk for graphs of any size. */
  public GraphWalk() {}

  /**
   * Begins a search.
   *
   * @param scorer compares with the query
   * @param entry a node of the level to search first
   * @param nodeCount nodes are below this
   * @param maxNeighbors the most neighbors of a node on any level
   * @param visitLimit the search ends when it has scored as many nodes
   * @throws IOException if vectors can't be read
   */
  public void begin(
      RandomVectorScorer scorer, int entry, int nodeCount, int maxNeighbors, long visitLimit)
      throws IOException {
    int most = Math.max(maxNeighbors, MAX_ENTRIES);
    if (neighbors.length < most) {
      neighbors = new int[most];
      unvisited = new int[most];
      scores = new float[most];
    }
    this.nodeCount = nodeCount;
    this.visitLimit = visitLimit;
    entries[0] = entry;
    entryScores[0] = scorer.score(entry);
    entryCount = 1;
    visitedCount = 1;
    visited.reset(nodeCount);
    visited.add(entry);
  }

  /**
   * Adds nodes that the search starts from, in a search that does not descend.
   *
   * @param scorer the same as at the beginning
   * @param nodes nodes of the level to search
   * @param count how many of them, at most {@value #MAX_ENTRIES}
   * @throws IOException if vectors can't be read
   */
  public void addEntries(RandomVectorScorer scorer, int[] nodes, int count) throws IOException {
    int fresh = 0;
    for (int i = 0; i < count; i++) {
      unvisited[fresh] = nodes[i];
      fresh += visited.add(nodes[i]);
    }
    scorer.bulkScore(unvisited, scores, fresh);
    System.arraycopy(unvisited, 0, entries, entryCount, fresh);
    System.arraycopy(scores, 0, entryScores, entryCount, fresh);
    entryCount += fresh;
    visitedCount += fresh;
  }

  /**
   * Nodes scored since the search began.
   *
   * @return a count
   */
  public long visitedCount() {
    return visitedCount;
  }

  /**
   * Goes to a node of a level from which no neighbor is nearer. The next level is searched from
   * there.
   *
   * @param scorer the same as at the beginning
   * @param level is searched
   * @throws IOException if graph or vectors can't be read
   */
  public void descend(RandomVectorScorer scorer, Neighbors level) throws IOException {
    int entry = entries[0];
    float entryScore = entryScores[0];
    for (int from = -1; from != entry; ) {
      from = entry;
      int count = unvisited(level, entry);
      if (count > 0 && scorer.bulkScore(unvisited, scores, count) > entryScore) {
        for (int i = 0; i < count; i++) {
          if (scores[i] > entryScore) {
            entryScore = scores[i];
            entry = unvisited[i];
          }
        }
      }
      visitedCount += count;
    }
    entries[0] = entry;
    entryScores[0] = entryScore;
  }

  /**
   * Searches a level.
   *
   * @param scorer the same as at the beginning
   * @param level is searched
   * @param width how many of the nearest nodes to find
   * @param spares how many of the next nearest ones to keep of those that are visited anyway, for a
   *     caller that knows better which are nearest
   * @param accepted the nodes that count; null for all
   * @throws IOException if graph or vectors can't be read
   */
  public void search(
      RandomVectorScorer scorer, Neighbors level, int width, int spares, Bits accepted)
      throws IOException {
    startLevel();
    maxSpares = spares;
    for (int i = 0; i < entryCount; i++) {
      enter(entries[i], entryScores[i], width, accepted);
    }
    walk(scorer, level, width, accepted);
  }

  /**
   * Searches a level from the nodes that the last search found, on the level above.
   *
   * @param scorer the same as then
   * @param level is searched
   * @param width how many of the nearest nodes to find
   * @throws IOException if graph or vectors can't be read
   */
  void searchNext(RandomVectorScorer scorer, Neighbors level, int width) throws IOException {
    int entries = results.size();
    long[] found = results.sorted().clone();
    startLevel();
    for (int i = 0; i < entries; i++) {
      enter(NodeHeap.node(found[i]), NodeHeap.score(found[i]), width, null);
    }
    walk(scorer, level, width, null);
  }

  private void startLevel() {
    visited.reset(nodeCount);
    candidates.clear();
    results.clear();
    spares.clear();
    maxSpares = 0;
  }

  private void enter(int node, float score, int width, Bits accepted) {
    long encoded = NodeHeap.encode(node, score);
    visited.add(node);
    candidates.add(~encoded);
    if (accepted == null || accepted.get(node)) {
      keep(encoded, width);
    }
  }

  /** Makes a node one of the nearest, or a spare, if it is near enough. */
  private void keep(long encoded, int width) {
    if (results.size() < width) {
      results.add(encoded);
    } else if (encoded > results.top()) {
      addSpare(results.top());
      results.replaceTop(encoded);
    } else {
      addSpare(encoded);
    }
  }

  private void walk(RandomVectorScorer scorer, Neighbors level, int width, Bits accepted)
      throws IOException {
    while (candidates.size() > 0) {
      boolean isFull = results.size() >= width;
      if (isFull && ~candidates.top() < results.top()) {
        return;
      }
      int count = unvisited(level, NodeHeap.node(~candidates.pop()));
      if (count >= visitLimit - visitedCount) {
        count = (int) (visitLimit - visitedCount); // the rest would be one too many
        if (count <= 0) {
          return;
        }
      }
      visitedCount += count;
      if (count == 0) {
        continue;
      }
      scorer.bulkScore(unvisited, scores, count);
      for (int i = 0; i < count; i++) {
        long encoded = NodeHeap.encode(unvisited[i], scores[i]);
        isFull = results.size() >= width;
        boolean isNear = isFull == false || encoded > results.top();
        if (isNear) {
          candidates.add(~encoded);
        } else if (isSpare(encoded) == false) {
          continue;
        }
        if (accepted == null || accepted.get(unvisited[i])) {
          keep(encoded, width);
        }
      }
    }
  }

  private boolean isSpare(long encoded) {
    return spares.size() < maxSpares || (maxSpares > 0 && encoded > spares.top());
  }

  private void addSpare(long encoded) {
    if (maxSpares > 0) {
      spares.keepBest(encoded, maxSpares);
    }
  }

  /** Collects the neighbors of a node that were not visited yet, and marks them. */
  private int unvisited(Neighbors level, int node) throws IOException {
    int count = level.read(node, neighbors);
    int fresh = 0;
    for (int i = 0; i < count; i++) {
      unvisited[fresh] = neighbors[i]; // the next one takes its place if it was visited
      fresh += visited.add(neighbors[i]);
    }
    return fresh;
  }

  /**
   * How many nodes were found, spares among them.
   *
   * @return at most the width of the search and the number of spares
   */
  public int resultCount() {
    return results.size() + spares.size();
  }

  /**
   * Copies the nodes that were found, and the spares, in no order.
   *
   * @param nodes long enough for {@link #resultCount}
   */
  public void copyResults(int[] nodes) {
    int count = results.copyNodes(nodes, 0);
    spares.copyNodes(nodes, count);
  }

  /**
   * The nodes that were found and their scores, as {@link NodeHeap} encodes them, best last. For
   * searches without spares.
   */
  long[] sortedResults() {
    return results.sorted();
  }
}
