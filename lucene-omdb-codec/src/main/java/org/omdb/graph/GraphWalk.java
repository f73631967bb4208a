// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Searches a level of a graph, from the nearest nodes known to nearer ones. It visits the nodes
 * that Lucene's {@link org.apache.lucene.util.hnsw.HnswGraphSearcher} visits, and differs in what
 * that costs: its working memory is used again for every search, a node and its score are one long,
 * and neighbors are scored together. A search that turns out to be too narrow goes on from where it
 * ended, see {@link #widen}.
 *
 * <p>For one thread at a time.
 */
public final class GraphWalk {

  private final VisitedNodes visited = new VisitedNodes();
  private final NodeHeap candidates = new NodeHeap(); // complements, so that the best is on top
  private final NodeHeap results = new NodeHeap();
  private final NodeHeap nextBest = new NodeHeap();
  private int[] neighbors = new int[0];
  private int[] unvisited = new int[0];
  private float[] scores = new float[0];

  /** All nodes of this level that were scored, as {@link NodeHeap} encodes them. */
  private long[] scored = new long[256];

  private int scoredCount;

  /** Those whose neighbors were looked at. */
  private long[] expanded = new long[64];

  private int expandedCount;

  /** How many nodes {@link #begin} was given. */
  private int nodeCount;

  /** Nodes scored since {@link #begin}. */
  private long visitedCount;

  /** Counts visited nodes and may end the search; null for none. */
  private KnnCollector limits;

  private int width;

  /** Where the next search of a level starts. */
  private long[] entries = new long[16];

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
   * @param limits is told how many nodes were visited; the search ends when it says that it is
   *     terminated, with what was found. Null for no limits
   * @throws IOException if vectors can't be read
   */
  public void begin(
      RandomVectorScorer scorer, int entry, int nodeCount, int maxNeighbors, KnnCollector limits)
      throws IOException {
    ensureBatch(maxNeighbors);
    this.nodeCount = nodeCount;
    this.limits = limits;
    entries[0] = NodeHeap.encode(entry, scorer.score(entry));
    entryCount = 1;
    visitedCount = 0;
    count(1);
    visited.reset(nodeCount);
    visited.add(entry);
  }

  private void ensureBatch(int size) {
    if (neighbors.length < size) {
      neighbors = new int[size];
      unvisited = new int[size];
      scores = new float[size];
    }
  }

  private void count(int nodes) {
    visitedCount += nodes;
    if (limits != null) {
      limits.incVisitedCount(nodes);
    }
  }

  private boolean isTerminated() {
    return limits != null && limits.earlyTerminated();
  }

  /** How many of some nodes may be scored before the search has reached its limit. */
  private int allowed(int nodes) {
    return limits == null
        ? nodes
        : (int) Math.max(0, Math.min(nodes, limits.visitLimit() - limits.visitedCount()));
  }

  /**
   * Adds nodes that the search starts from, in a search that does not descend.
   *
   * @param scorer the same as at the beginning
   * @param nodes nodes of the level to search
   * @param count how many of them
   * @throws IOException if vectors can't be read
   */
  public void addEntries(RandomVectorScorer scorer, int[] nodes, int count) throws IOException {
    ensureBatch(count);
    int fresh = 0;
    for (int i = 0; i < count; i++) {
      unvisited[fresh] = nodes[i];
      fresh += visited.add(nodes[i]);
    }
    scorer.bulkScore(unvisited, scores, fresh);
    entries = ArrayUtil.grow(entries, entryCount + fresh);
    for (int i = 0; i < fresh; i++) {
      entries[entryCount++] = NodeHeap.encode(unvisited[i], scores[i]);
    }
    count(fresh);
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
    long entry = entries[0];
    for (long from = ~entry; from != entry && isTerminated() == false; ) {
      from = entry;
      int count = allowed(unvisited(level, NodeHeap.node(entry)));
      if (count > 0 && scorer.bulkScore(unvisited, scores, count) > NodeHeap.score(entry)) {
        for (int i = 0; i < count; i++) {
          if (scores[i] > NodeHeap.score(entry)) {
            entry = NodeHeap.encode(unvisited[i], scores[i]);
          }
        }
      }
      count(count);
    }
    entries[0] = entry;
  }

  /**
   * Searches a level.
   *
   * @param scorer the same as at the beginning
   * @param level is searched
   * @param width how many of the nearest nodes to find
   * @param accepted the nodes that count; null for all
   * @throws IOException if graph or vectors can't be read
   */
  public void search(RandomVectorScorer scorer, Neighbors level, int width, Bits accepted)
      throws IOException {
    startLevel(width);
    for (int i = 0; i < entryCount; i++) {
      enter(entries[i], accepted);
    }
    walk(scorer, level, accepted);
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
    int found = results.size();
    long[] sorted = results.sorted().clone();
    startLevel(width);
    for (int i = 0; i < found; i++) {
      enter(sorted[i], null);
    }
    walk(scorer, level, null);
  }

  /**
   * Goes on with the last search for more nodes, as if it had been for these from the beginning.
   *
   * @param scorer the same as then
   * @param level likewise
   * @param newWidth how many of the nearest nodes to find
   * @param accepted the same as then
   * @throws IOException if graph or vectors can't be read
   */
  public void widen(RandomVectorScorer scorer, Neighbors level, int newWidth, Bits accepted)
      throws IOException {
    width = newWidth;
    results.clear();
    candidates.clear();
    Arrays.sort(expanded, 0, expandedCount);
    for (int i = 0; i < scoredCount; i++) {
      long encoded = scored[i];
      if (isAccepted(encoded, accepted)) {
        results.keepBest(encoded, width);
      }
      if (Arrays.binarySearch(expanded, 0, expandedCount, encoded) < 0) {
        candidates.add(~encoded);
      }
    }
    walk(scorer, level, accepted);
  }

  private void startLevel(int newWidth) {
    width = newWidth;
    visited.reset(nodeCount);
    candidates.clear();
    results.clear();
    scoredCount = 0;
    expandedCount = 0;
  }

  private static boolean isAccepted(long encoded, Bits accepted) {
    return accepted == null || accepted.get(NodeHeap.node(encoded));
  }

  private void enter(long encoded, Bits accepted) {
    visited.add(NodeHeap.node(encoded));
    remember(encoded);
    candidates.add(~encoded);
    if (isAccepted(encoded, accepted)) {
      results.keepBest(encoded, width);
    }
  }

  private void remember(long encoded) {
    if (scoredCount == scored.length) {
      scored = ArrayUtil.grow(scored, scoredCount + 1);
    }
    scored[scoredCount++] = encoded;
  }

  private void walk(RandomVectorScorer scorer, Neighbors level, Bits accepted) throws IOException {
    while (candidates.size() > 0) {
      if (results.size() >= width && ~candidates.top() < results.top()) {
        return;
      }
      if (isTerminated()) {
        return;
      }
      long next = ~candidates.pop();
      if (expandedCount == expanded.length) {
        expanded = ArrayUtil.grow(expanded, expandedCount + 1);
      }
      expanded[expandedCount++] = next;
      int count = allowed(unvisited(level, NodeHeap.node(next)));
      if (count == 0) {
        continue;
      }
      count(count);
      scorer.bulkScore(unvisited, scores, count);
      for (int i = 0; i < count; i++) {
        long encoded = NodeHeap.encode(unvisited[i], scores[i]);
        remember(encoded);
        if (results.size() < width || encoded > results.top()) {
          candidates.add(~encoded);
          if (isAccepted(encoded, accepted)) {
            results.keepBest(encoded, width);
          }
        }
      }
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
   * How many nodes were found.
   *
   * @return at most the width of the search
   */
  public int resultCount() {
    return results.size();
  }

  /**
   * Copies the nearest of all accepted nodes that were scored: those that were found, and if more
   * are asked for, the next ones of those that the search met on its way.
   *
   * @param count how many, at least as many as the search was wide
   * @param accepted the same as in the search
   * @param into where they go, as {@link NodeHeap} encodes them, in no order
   * @return how many there are
   */
  public int copyBest(int count, Bits accepted, long[] into) {
    int found = results.copyTo(into);
    int wanted = count - found;
    if (wanted <= 0 || found < width) {
      return found;
    }
    nextBest.clear();
    long least = results.top();
    for (int i = 0; i < scoredCount; i++) {
      long encoded = scored[i];
      if (encoded < least && isAccepted(encoded, accepted)) {
        nextBest.keepBest(encoded, wanted);
      }
    }
    for (int i = 0; i < nextBest.size(); i++) {
      into[found + i] = nextBest.get(i);
    }
    return found + nextBest.size();
  }

  /** The nodes that were found and their scores, as {@link NodeHeap} encodes them, best last. */
  long[] sortedResults() {
    return results.sorted();
  }
}
