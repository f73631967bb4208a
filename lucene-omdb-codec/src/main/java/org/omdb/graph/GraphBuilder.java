// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * Builds an HNSW graph of all vectors of a segment. It links nodes by the rules that Lucene's
 * {@link org.apache.lucene.util.hnsw.HnswGraphBuilder} links them by, except that a node whose
 * links are full keeps those that are diverse, as in the paper, where Lucene drops one. With one
 * thread, the result depends on the vectors alone.
 */
public final class GraphBuilder {

  /** The seed of levels: Lucene's. */
  private static final long SEED = 42;

  /** Nodes that one thread inserts before others join: a graph for them to start from. */
  private static final int ALONE = 256;

  /** Nodes that a thread takes at a time. */
  private static final int BATCH = 32;

  /** Rounds in which nodes that nothing leads to are linked; one is enough but for accidents. */
  private static final int CONNECT_ROUNDS = 4;

  private final HeapGraph graph;
  private final GraphInserter.EntryPoint entryPoint = new GraphInserter.EntryPoint();
  private final int beamWidth;
  private final RandomVectorScorerSupplier scorers;
  private final IORunnable abortCheck;
  private final BuildThreads threads = new BuildThreads();
  private final AtomicInteger next = new AtomicInteger();

  private GraphBuilder(
      int size,
      int maxConn,
      int beamWidth,
      RandomVectorScorerSupplier scorers,
      IORunnable abortCheck) {
    this.graph = new HeapGraph(size, maxConn, SEED);
    this.beamWidth = beamWidth;
    this.scorers = scorers;
    this.abortCheck = abortCheck;
  }

  /**
   * Builds a graph.
   *
   * @param size number of vectors, 1 or more
   * @param maxConn M
   * @param beamWidth efConstruction
   * @param threads how many may work on it, 1 or more; fewer do while other graphs are built
   * @param scorers compares vectors; copied for each thread
   * @param abortCheck throws if the graph is not wanted any more; called by each thread now and
   *     then
   * @return the graph
   * @throws IOException if vectors can't be read, or what the check throws
   */
  public static HeapGraph build(
      int size,
      int maxConn,
      int beamWidth,
      int threads,
      RandomVectorScorerSupplier scorers,
      IORunnable abortCheck)
      throws IOException {
    GraphBuilder builder = new GraphBuilder(size, maxConn, beamWidth, scorers, abortCheck);
    GraphInserter own = builder.inserter();
    int alone = Math.min(size, ALONE);
    builder.insert(own, 0, alone);
    builder.next.set(alone);
    builder.threads.run(
        Math.min(threads - 1, (size - alone) / ALONE),
        () -> builder.insertRest(own),
        () -> builder.insertRest(builder.inserter()));
    builder.connect(own);
    return builder.graph;
  }

  private GraphInserter inserter() throws IOException {
    return new GraphInserter(
        graph, entryPoint, beamWidth, scorers.copy().scorer(), scorers.copy().scorer());
  }

  /** Inserts the nodes that no other thread inserts. */
  private void insertRest(GraphInserter inserter) throws IOException {
    int size = graph.size();
    for (int start = next.getAndAdd(BATCH); start < size; start = next.getAndAdd(BATCH)) {
      if (threads.isStopped()) {
        return;
      }
      insert(inserter, start, Math.min(size, start + BATCH));
    }
  }

  private void insert(GraphInserter inserter, int start, int end) throws IOException {
    abortCheck.run();
    for (int node = start; node < end; node++) {
      inserter.insert(node);
    }
  }

  /** Links nodes of level 0 that no path leads to from the entry point. */
  private void connect(GraphInserter inserter) throws IOException {
    for (int round = 0; round < CONNECT_ROUNDS; round++) {
      FixedBitSet reached = reached();
      reached.flip(0, graph.size());
      if (reached.cardinality() == 0) {
        return;
      }
      for (int node = reached.nextSetBit(0); node < graph.size(); ) {
        inserter.linkFromOthers(node);
        node = node + 1 < graph.size() ? reached.nextSetBit(node + 1) : graph.size();
      }
    }
  }

  private FixedBitSet reached() {
    NeighborTable table = graph.level(0);
    FixedBitSet reached = new FixedBitSet(graph.size());
    int[] queue = new int[graph.size()];
    int[] neighbors = new int[table.max()];
    queue[0] = entryPoint.node();
    reached.set(queue[0]);
    for (int head = 0, tail = 1; head < tail; head++) {
      int count = table.read(queue[head], neighbors);
      for (int i = 0; i < count; i++) {
        if (reached.getAndSet(neighbors[i]) == false) {
          queue[tail++] = neighbors[i];
        }
      }
    }
    return reached;
  }
}
