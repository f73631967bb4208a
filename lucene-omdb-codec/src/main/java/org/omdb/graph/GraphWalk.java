// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Searches one level of a graph for the nodes nearest to a query (algorithm 2 of the HNSW paper):
 * it expands the best node known, that is, scores its neighbors, until the best node left is worse
 * than the worst of the results. Of other nodes with the score of that one, it expands one at most.
 *
 * <p>A search takes these calls: {@link #begin}, then {@link #descend} for each upper level, or
 * {@link #addEntries}, then {@link #search}, {@link #widen} if the results were too few, and {@link
 * #end}.
 *
 * <p>It visits the nodes that Lucene's {@link org.apache.lucene.util.hnsw.HnswGraphSearcher}
 * visits, and goes on where that gets stuck, at a lower cost: working memory is kept from search to
 * search, a node and its score are one long, and all neighbors of a node are scored in one call.
 * For one thread at a time.
 */
public final class GraphWalk {

  private final NodeBatch batch = new NodeBatch();

  private final CandidateHeap candidates = new CandidateHeap();

  /** The best accepted nodes, the worst of them on top. */
  private final NodeHeap results = new NodeHeap();

  private final WalkHistory history = new WalkHistory();

  private int width;

  /** The score of the last node that was expanded in spite of a tie; NaN if there is none. */
  private float tieScore;

  private final VisitLimit limit = new VisitLimit();

  /** The nodes that the next search of a level starts from, encoded with their scores. */
  private long[] entries = new long[16];

  private int entryCount;

  /** The node that the search began with, encoded with its score. */
  private long start;

  private final int[] first = new int[1];

  /** Creates a walk for graphs of any size. */
  public GraphWalk() {}

  /**
   * Begins a search.
   *
   * @param scorer compares nodes with the query
   * @param entry a node of the first level to be searched
   * @param nodeCount number of nodes in the graph
   * @param maxNeighbors the most neighbors of a node on any level
   * @param limits is told how many nodes were visited, and ends the search with the results so far
   *     once it is terminated; null for no limits
   * @throws IOException if vectors can't be read
   */
  public void begin(
      RandomVectorScorer scorer, int entry, int nodeCount, int maxNeighbors, KnnCollector limits)
      throws IOException {
    limit.reset(limits);
    batch.begin(nodeCount, maxNeighbors);
    entryCount = 0;
    // As a batch like all other nodes: Lucene's kernels for several vectors and for one add in
    // different orders, and the same vector would have two scores.
    first[0] = entry;
    addEntries(scorer, first, 1);
    start = entries[0];
  }

  /**
   * Adds nodes to start from, for a search without {@link #descend}.
   *
   * @param scorer as in {@link #begin}
   * @param nodes nodes of the level to search
   * @param count how many of them
   * @throws IOException if vectors can't be read
   */
  public void addEntries(RandomVectorScorer scorer, int[] nodes, int count) throws IOException {
    batch.set(nodes, count);
    batch.score(scorer, batch.size());
    entries = ArrayUtil.grow(entries, entryCount + batch.size());
    for (int i = 0; i < batch.size(); i++) {
      entries[entryCount++] = batch.encoded(i);
    }
    limit.count(batch.size());
  }

  /** Ends a search, and forgets its limits. */
  public void end() {
    limit.end();
  }

  /**
   * Number of nodes scored since {@link #begin}.
   *
   * @return a count
   */
  public long visitedCount() {
    return limit.visitedCount();
  }

  /**
   * Goes from the entry to better neighbors on one level, up to a node whose neighbors are all
   * worse. That node is the entry of the next level.
   *
   * @param scorer as in {@link #begin}
   * @param level the level
   * @throws IOException if the graph or vectors can't be read
   */
  public void descend(RandomVectorScorer scorer, Neighbors level) throws IOException {
    long entry = entries[0];
    boolean hasBetter = true;
    while (hasBetter && limit.isReached() == false) {
      batch.setNeighbors(level, NodeHeap.node(entry));
      int count = limit.allowed(batch.size());
      hasBetter = count > 0 && batch.score(scorer, count) > NodeHeap.score(entry);
      for (int i = 0; hasBetter && i < count; i++) {
        if (batch.scores[i] > NodeHeap.score(entry)) {
          entry = batch.encoded(i);
        }
      }
      limit.count(count);
    }
    entries[0] = entry;
  }

  /**
   * Searches a level from the entries.
   *
   * @param scorer as in {@link #begin}
   * @param level the level
   * @param width how many of the nearest nodes to find (ef)
   * @param accepted nodes that may be results; null for all
   * @throws IOException if the graph or vectors can't be read
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
   * Searches a level from the results of the search of the level above.
   *
   * @param scorer as in {@link #begin}
   * @param level the level
   * @param width how many of the nearest nodes to find (ef)
   * @throws IOException if the graph or vectors can't be read
   */
  public void searchNext(RandomVectorScorer scorer, Neighbors level, int width) throws IOException {
    int found = results.size();
    long[] sorted = results.sorted().clone();
    startLevel(width);
    for (int i = 0; i < found; i++) {
      enter(sorted[i], null);
    }
    walk(scorer, level, null);
  }

  /**
   * Continues the last search with a greater width, as if it had had that width from the beginning,
   * but for ties.
   *
   * @param scorer as in {@link #search}
   * @param level as in {@link #search}
   * @param newWidth how many of the nearest nodes to find (ef)
   * @param accepted as in {@link #search}
   * @throws IOException if the graph or vectors can't be read
   */
  public void widen(RandomVectorScorer scorer, Neighbors level, int newWidth, Bits accepted)
      throws IOException {
    width = newWidth;
    history.restore(width, accepted, results, candidates);
    walk(scorer, level, accepted);
  }

  private void startLevel(int newWidth) {
    width = newWidth;
    batch.forgetVisited();
    candidates.clear();
    results.clear();
    history.clear();
  }

  private void enter(long encoded, Bits accepted) {
    batch.visit(NodeHeap.node(encoded));
    history.addScored(encoded);
    candidates.add(encoded);
    if (WalkHistory.isAccepted(encoded, accepted)) {
      results.keepBest(encoded, width);
    }
  }

  /**
   * Walks from the candidates, and then, if there are too few results, from the node that the
   * search began with: builders see to it that paths lead from there to all nodes. From a node that
   * {@link #descend} has found there may be none.
   */
  private void walk(RandomVectorScorer scorer, Neighbors level, Bits accepted) throws IOException {
    tieScore = Float.NaN;
    expandAll(scorer, level, accepted);
    boolean isCutOff = results.size() < width && limit.isReached() == false;
    if (isCutOff && batch.isVisited(NodeHeap.node(start)) == false) {
      enter(start, accepted);
      expandAll(scorer, level, accepted);
    }
  }

  private void expandAll(RandomVectorScorer scorer, Neighbors level, Bits accepted)
      throws IOException {
    while (hasCandidates() && limit.isReached() == false) {
      long next = candidates.popBest();
      history.addExpanded(next);
      batch.setNeighbors(level, NodeHeap.node(next));
      int count = limit.allowed(batch.size());
      if (count == 0) {
        continue;
      }
      limit.count(count);
      batch.score(scorer, count);
      for (int i = 0; i < count; i++) {
        long encoded = batch.encoded(i);
        history.addScored(encoded);
        if (results.size() < width || encoded > results.top()) {
          candidates.add(encoded);
          if (WalkHistory.isAccepted(encoded, accepted)) {
            results.keepBest(encoded, width);
          }
        }
      }
    }
  }

  /** Whether a node is left to expand: one that may have neighbors better than the results. */
  private boolean hasCandidates() {
    if (candidates.size() == 0 || results.size() < width) {
      return candidates.size() > 0;
    }
    long best = candidates.best();
    long worst = results.top();
    return best > worst
        ? NodeHeap.score(best) > NodeHeap.score(worst) || isFirstTie(NodeHeap.score(worst))
        : best == worst;
  }

  /**
   * Whether no other node tied with the worst result was expanded at this score. One of them leads
   * out of a small group of equal vectors; to expand all of a large one takes twice Lucene's time.
   */
  private boolean isFirstTie(float score) {
    boolean isFirst = score != tieScore; // also if that is NaN
    tieScore = score;
    return isFirst;
  }

  /**
   * Number of results of the last search.
   *
   * @return at most the width of the search
   */
  public int resultCount() {
    return results.size();
  }

  /**
   * Number of nodes that the last search scored and that are better than the worst of its results,
   * accepted or not.
   *
   * @return a count; that of all nodes if there are no results
   */
  public int betterCount() {
    return history.countBetter(
        results.size() == 0 ? Float.NEGATIVE_INFINITY : NodeHeap.score(results.top()));
  }

  /**
   * Copies the best accepted nodes that the last search scored. These are its results, and, if more
   * are wanted, the best of the others.
   *
   * @param count how many to copy at most, at least the width of the search
   * @param accepted as in {@link #search}
   * @param into receives the nodes and scores as {@link NodeHeap} encodes them, in no order
   * @return how many there are
   */
  public int copyBest(int count, Bits accepted, long[] into) {
    int found = results.copyTo(into);
    int wanted = count - found;
    return wanted <= 0 || found < width
        ? found
        : found + history.copyNextBest(wanted, results.top(), accepted, into, found);
  }

  /**
   * The results and their scores as {@link NodeHeap} encodes them.
   *
   * @return an array of the walk's own, with {@link #resultCount} results from the start, best last
   */
  public long[] sortedResults() {
    return results.sorted();
  }
}
