// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.graph.Adjacency;
import org.omdb.graph.GraphWalk;

/**
 * Walks through the graph, by codes or by rows. It starts from the seeds of the search if it has
 * any, else from the best of a sample by binary codes, else from where the upper levels lead to.
 */
final class WalkSearch implements SearchStrategy {

  /** Nodes that a walk starts from, of those whose binary codes it looks at first. */
  private static final int ENTRIES = 3;

  /** A walk looks for as many more than hits: what comes near by codes displaces what is nearer. */
  private static final int WIDER = 4;

  /**
   * By rows it is a little wider too. Neighbors are compared together, which saves the time for it
   * ({@code benchmarks/run --scenario zoo}: lengths-lognormal, sorted-gaussian).
   */
  private static final int ROWS_WIDER = 1;

  private static final int ROWS_WIDER_PART = 8;

  /** Candidates that a walk meets on its way without looking for them: so many, and a part of k. */
  private static final int MET = 2;

  private static final int MET_PART = 4;

  private final Adjacency level0;
  private final HnswGraph graph;
  private final int count;
  private final boolean isDraft;

  private final GraphWalk walk = new GraphWalk();
  private int[] entries = new int[ENTRIES];
  private RandomVectorScorer scorer;

  /** Null unless entries come from binary codes. */
  private BinaryScan sample;

  private SearchRequest request;
  private int entryCount;
  private boolean isByCodes;
  private boolean isBegun;
  private int width;

  WalkSearch(Adjacency level0, HnswGraph graph, SearchedField field) {
    this.level0 = level0;
    this.graph = graph;
    this.count = field.count();
    this.isDraft = field.isDraft();
  }

  /** Has the next search compare nodes by codes, and start from the best of a sample. */
  WalkSearch by(CodeSearches codes) {
    scorer = codes.scorer;
    sample = codes.binary.isSlow() ? null : codes.binary;
    isByCodes = true;
    entryCount = 0;
    return this;
  }

  /** Has the next search compare nodes by float32 rows or bytes. */
  WalkSearch by(RandomVectorScorer rows) {
    scorer = rows;
    sample = null;
    isByCodes = false;
    entryCount = 0;
    return this;
  }

  /** Adds nodes to start from. */
  void addEntries(int[] nodes, int size) {
    entries = ArrayUtil.grow(entries, entryCount + size);
    System.arraycopy(nodes, 0, entries, entryCount, size);
    entryCount += size;
  }

  @Override
  public void begin(SearchRequest newRequest) throws IOException {
    request = newRequest;
    isBegun = false;
    if (entryCount == 0
        && request.collector().getSearchStrategy() instanceof KnnSearchStrategy.Seeded seeded
        && seeded.numberOfEntryPoints() > 0) {
      addSeeds(seeded.entryPoints());
    }
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
    return walk.resultCount() == width && width < count;
  }

  /** How many nodes a walk looks for, that so many candidates come from. */
  private int width(int wanted) {
    int k = Math.min(request.k(), wanted);
    long width = (long) wanted + ROWS_WIDER + wanted / ROWS_WIDER_PART;
    if (isByCodes) {
      int met = MET + k / MET_PART;
      width = k + WIDER + Math.max(0, wanted - k - WIDER - met) / 2;
    }
    if (isDraft) {
      width += WIDER + (long) k;
    }
    return (int) Math.min(width, count);
  }

  private void enter() throws IOException {
    int maxNeighbors = 2 * graph.maxConn();
    if (entryCount > 0) {
      walk.begin(scorer, entries[0], count, maxNeighbors, request.collector());
      walk.addEntries(scorer, entries, entryCount);
      return;
    }
    walk.begin(scorer, graph.entryNode(), count, maxNeighbors, request.collector());
    if (sample != null) {
      // The entry point stays one of those to start from: paths lead from it to all nodes.
      walk.addEntries(scorer, entries, sample.nearestOfSome(ENTRIES, entries));
      return;
    }
    for (int level = graph.numLevels() - 1; level > 0; level--) {
      int upperLevel = level;
      walk.descend(scorer, (node, into) -> readUpper(upperLevel, node, into));
    }
  }

  /** Reads whom a node is linked to on an upper level. */
  private int readUpper(int level, int node, int[] into) throws IOException {
    graph.seek(level, node);
    int neighbors = graph.neighborCount();
    for (int i = 0; i < neighbors; i++) {
      into[i] = graph.nextNeighbor();
    }
    return neighbors;
  }
}
