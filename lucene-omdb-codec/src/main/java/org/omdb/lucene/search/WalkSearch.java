// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.function.IntToLongFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.graph.Adjacency;
import org.omdb.graph.GraphWalk;

/**
 * Walks through level 0 of the graph, by codes or by rows. It starts from the first of these that
 * there are:
 *
 * <ol>
 *   <li>entries that were added
 *   <li>the seeds of the query
 *   <li>the graph's entry node and the best of a {@link BinarySample}, if it compares codes
 *   <li>the node that a descent through the graph's upper levels leads to
 * </ol>
 *
 * <p>The width of a walk, also called ef or beam width, is how many of the nearest nodes it keeps.
 * For k hits and c candidates it is
 *
 * <pre>
 * by codes   k + 4 + max(0, c - (k + 4) - (2 + k / 4)) / 2
 * by rows    c + 1 + c / 8
 * drafts     4 + k more
 * </pre>
 *
 * <p>The numbers were chosen for Lucene's recall at the same k: those for codes on Fashion-MNIST
 * ({@code benchmarks/run --set fashion-mnist}), those for rows on the zoo ({@code benchmarks/run
 * --scenario zoo}).
 */
final class WalkSearch implements SearchStrategy {

  /** Nodes of the sample that a walk by codes starts from. */
  private static final int SAMPLED_ENTRIES = 3;

  /**
   * A walk by codes is this much wider than k, since codes rank some far nodes before near ones.
   */
  private static final int CODE_EXTRA_WIDTH = 4;

  /**
   * A walk by rows is wider than the number of candidates by this, and by one in {@value
   * #ROW_EXTRA_FRACTION}. Without it, recall is below Lucene's on the zoo's lengths-lognormal and
   * sorted-gaussian. Scoring neighbors together saves the time that it takes.
   */
  private static final int ROW_EXTRA_WIDTH = 1;

  private static final int ROW_EXTRA_FRACTION = 8;

  /** A draft is walked wider by this and by k, since it was built with a narrow beam. */
  private static final int DRAFT_EXTRA_WIDTH = 4;

  /**
   * Candidates beyond its width that a walk by codes has scored anyway: this many, and one for
   * every {@value #HITS_PER_PASSED} hits.
   */
  private static final int PASSED = 2;

  private static final int HITS_PER_PASSED = 4;

  /** Neighbors of a node by default, as in Lucene: what is expected of walks was measured with. */
  private static final int DEFAULT_MAX_CONN = 16;

  private final Adjacency level0;
  private final HnswGraph graph;
  private final int count;
  private final boolean isDraft;

  private final GraphWalk walk = new GraphWalk();
  private int[] entries = new int[SAMPLED_ENTRIES];

  /** Null between searches. */
  private RandomVectorScorer scorer;

  /** Null if a walk without entries descends the upper levels. */
  private BinarySample sample;

  /** Null between searches. */
  private SearchRequest request;

  private int entryCount;
  private boolean isByCodes;

  /** Whether the walk has begun, so that the next call of {@link #find} widens it. */
  private boolean isBegun;

  private int width;

  /** By width, after how many visited nodes the walk is given up; null for never. */
  private IntToLongFunction maxVisited;

  /** Null if the walk is never given up. */
  private Limits limits;

  private boolean isGivenUp;

  /**
   * Those of a collector, and one that grows with the width of the walk. It is reached before the
   * collector's own, which would end the whole search.
   */
  private static final class Limits extends KnnCollector.Decorator {

    private final long start;
    private long max;

    Limits(KnnCollector collector) {
      super(collector);
      start = collector.visitedCount();
    }

    void setMax(long wanted) {
      max = Math.min(wanted, Math.max(0, super.visitLimit() - start - 1));
    }

    @Override
    public boolean earlyTerminated() {
      return visitedCount() - start >= max || super.earlyTerminated();
    }

    @Override
    public long visitLimit() {
      return Math.min(start + max, super.visitLimit());
    }
  }

  WalkSearch(Adjacency level0, HnswGraph graph, SearchedField field) {
    this.level0 = level0;
    this.graph = graph;
    this.count = field.count();
    this.isDraft = field.isDraft();
  }

  /** {@link Adjacency#setKeeping} for the links that are read from now on. */
  void setKeeping(boolean isKeeping) {
    level0.setKeeping(isKeeping);
  }

  /** Makes the next search compare nodes by codes, without entries of its own. */
  WalkSearch by(CodeSearches codes) {
    scorer = codes.scorer;
    sample = codes.sample;
    isByCodes = true;
    entryCount = 0;
    maxVisited = null;
    return this;
  }

  /** Makes the next search compare nodes by float32 rows or bytes, without entries of its own. */
  WalkSearch by(RandomVectorScorer rows) {
    scorer = rows;
    sample = null;
    isByCodes = false;
    entryCount = 0;
    maxVisited = null;
    return this;
  }

  /** Adds nodes for the next search to start from. */
  void addEntries(int[] nodes, int size) {
    entries = ArrayUtil.grow(entries, entryCount + size);
    System.arraycopy(nodes, 0, entries, entryCount, size);
    entryCount += size;
  }

  /**
   * Makes the next search give up where its filter rejects what is near.
   *
   * @param newMaxVisited by the width of the walk, after how many visited nodes. Graphs with more
   *     neighbors than by default may visit more
   */
  WalkSearch upTo(IntToLongFunction newMaxVisited) {
    maxVisited = newMaxVisited;
    return this;
  }

  @Override
  public void begin(SearchRequest newRequest) throws IOException {
    request = newRequest;
    isBegun = false;
    isGivenUp = false;
    limits = maxVisited == null ? null : new Limits(request.collector());
    if (entryCount == 0
        && request.collector().getSearchStrategy() instanceof KnnSearchStrategy.Seeded seeded
        && seeded.numberOfEntryPoints() > 0) {
      addSeeds(seeded.entryPoints());
    }
  }

  /** Whether it was given up, so that any of the hits may be missing. */
  boolean isGivenUp() {
    return isGivenUp;
  }

  @Override
  public double rejectionRatio() {
    if (request.accepted() == null) {
      return 1;
    }
    if (isGivenUp) {
      return CandidateSearch.MAX_REJECTION_RATIO;
    }
    int found = Math.max(1, walk.resultCount());
    double expected = (double) walk.betterCount() * request.acceptedCount() / count;
    return expected > BinarySample.mostByChance(found) ? expected / found : 1;
  }

  @Override
  public void end() {
    walk.end();
    request = null;
    scorer = null;
    maxVisited = null;
    limits = null;
  }

  private void addSeeds(DocIdSetIterator seeds) throws IOException {
    for (int ordinal = seeds.nextDoc();
        ordinal != DocIdSetIterator.NO_MORE_DOCS;
        ordinal = seeds.nextDoc()) {
      if (ordinal < count) {
        entries = ArrayUtil.grow(entries, entryCount + 1);
        entries[entryCount++] = ordinal;
      }
    }
  }

  @Override
  public boolean find(int wanted, SearchScratch scratch) throws IOException {
    width = Math.max(width(wanted), isBegun ? width : 0);
    if (limits != null) {
      limits.setMax(
          maxVisited.applyAsLong(width) * Math.ceilDiv(graph.maxConn(), DEFAULT_MAX_CONN));
    }
    if (isBegun) {
      walk.widen(scorer, level0, width, request.accepted());
    } else {
      enter();
      walk.search(scorer, level0, width, request.accepted());
      isBegun = true;
    }
    int most = Math.min(Math.max(wanted, width), count);
    scratch.ensureCapacity(most);
    scratch.candidateCount = walk.copyBest(most, request.accepted(), scratch.candidates);
    isGivenUp = limits != null && walk.visitedCount() >= limits.max;
    return walk.resultCount() == width && width < count && isGivenUp == false;
  }

  /** The width of a walk for a number of candidates, by the formula of the class. */
  private int width(int wanted) {
    int k = Math.min(request.k(), wanted);
    long width = (long) wanted + ROW_EXTRA_WIDTH + wanted / ROW_EXTRA_FRACTION;
    if (isByCodes) {
      int passed = PASSED + k / HITS_PER_PASSED;
      width = k + CODE_EXTRA_WIDTH + Math.max(0, wanted - k - CODE_EXTRA_WIDTH - passed) / 2;
    }
    if (isDraft) {
      width += DRAFT_EXTRA_WIDTH + (long) k;
    }
    return (int) Math.min(width, count);
  }

  /** Scores the nodes that the walk starts from. */
  private void enter() throws IOException {
    int maxNeighbors = 2 * graph.maxConn();
    // The entry node remains one of the entries, since paths lead from it to all nodes.
    walk.begin(
        scorer,
        graph.entryNode(),
        count,
        maxNeighbors,
        limits == null ? request.collector() : limits);
    if (entryCount > 0) {
      walk.addEntries(scorer, entries, entryCount);
      return;
    }
    if (sample != null) {
      walk.addEntries(scorer, entries, sample.nearest(SAMPLED_ENTRIES, entries));
      return;
    }
    for (int level = graph.numLevels() - 1; level > 0; level--) {
      int upperLevel = level;
      walk.descend(scorer, (node, into) -> readUpper(upperLevel, node, into));
    }
  }

  /** Reads the neighbors of a node on an upper level. */
  private int readUpper(int level, int node, int[] into) throws IOException {
    graph.seek(level, node);
    int neighbors = graph.neighborCount();
    for (int i = 0; i < neighbors; i++) {
      into[i] = graph.nextNeighbor();
    }
    return neighbors;
  }
}
