// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * Builds an HNSW graph of all vectors of a segment, by the rules of Lucene's {@link
 * org.apache.lucene.util.hnsw.HnswGraphBuilder}. In the end it links nodes that no path would lead
 * to. With one thread, the result depends on the vectors alone.
 */
public final class GraphBuilder {

  /** The seed that levels are drawn with, as in Lucene. */
  private static final long SEED = 42;

  /**
   * Nodes that one thread inserts before others join, so that these have a graph to search. There
   * is at most one helper per this many nodes.
   */
  private static final int INSERTED_ALONE = 256;

  /** Consecutive nodes that a thread takes at a time. */
  private static final int BATCH = 32;

  private final HeapGraph graph;
  private final GraphInserter.EntryPoint entryPoint = new GraphInserter.EntryPoint();
  private final int beamWidth;
  private final RandomVectorScorerSupplier scorers;
  private final IORunnable abortCheck;
  private final BuildThreads threads = new BuildThreads();
  private int threadCount = 1;

  /**
   * A graph, and what went into it.
   *
   * @param graph the graph
   * @param threads how many threads have built it, the caller's included
   * @param reusedNodes how many nodes have their links from the source
   */
  public record Built(HeapGraph graph, int threads, int reusedNodes) {}

  private GraphBuilder(
      HeapGraph graph, int beamWidth, RandomVectorScorerSupplier scorers, IORunnable abortCheck) {
    this.graph = graph;
    this.beamWidth = beamWidth;
    this.scorers = scorers;
    this.abortCheck = abortCheck;
  }

  /**
   * Builds a graph. The calling thread works on it and waits for the others.
   *
   * @param size number of vectors, 1 or more
   * @param source a graph of some of them, whose nodes have at most {@code maxConn} links on upper
   *     levels and twice as many on level 0; null for none
   * @param maxConn the most links of a node on an upper level (M); level 0 has twice as many
   * @param beamWidth width of the searches for neighbors (efConstruction)
   * @param maxThreads the most threads, 1 or more; fewer if other graphs are built meanwhile
   * @param scorers compares vectors; copied for each thread
   * @param abortCheck throws if the graph is not wanted any more; each thread calls it now and then
   * @return the graph, and what went into it
   * @throws IOException if vectors can't be read, or if thrown by the check
   */
  public static Built build(
      int size,
      SourceGraph source,
      int maxConn,
      int beamWidth,
      int maxThreads,
      RandomVectorScorerSupplier scorers,
      IORunnable abortCheck)
      throws IOException {
    byte[] topLevels = drawLevels(size, maxConn);
    SourceLinks links = source == null ? null : new SourceLinks(source, topLevels);
    HeapGraph graph = new HeapGraph(maxConn, topLevels);
    GraphBuilder builder = new GraphBuilder(graph, beamWidth, scorers, abortCheck);
    if (links == null) {
      builder.insertAll(maxThreads, node -> true);
    } else {
      int entry = links.copyTo(graph);
      builder.entryPoint.set(entry, graph.topLevel(entry));
      builder.forEach(maxThreads, 0, links::hasLost, GraphInserter::relink);
      builder.insertAll(maxThreads, links::isNew);
    }
    builder.connect(builder.inserter());
    return new Built(graph, builder.threadCount, links == null ? 0 : links.count());
  }

  /** The highest level of each node, as Lucene draws it. */
  private static byte[] drawLevels(int size, int maxConn) {
    SplittableRandom random = new SplittableRandom(SEED);
    double factor = maxConn == 1 ? 1 : 1 / Math.log(maxConn);
    byte[] levels = new byte[size];
    for (int node = 0; node < size; node++) {
      double uniform;
      do {
        uniform = random.nextDouble(); // 0 has no logarithm
      } while (uniform == 0);
      levels[node] = (byte) Math.min(Byte.MAX_VALUE - 1, (int) (-Math.log(uniform) * factor));
    }
    return levels;
  }

  /** What a thread does to a node. */
  @FunctionalInterface
  private interface Step {
    void run(GraphInserter inserter, int node) throws IOException;
  }

  private void insertAll(int maxThreads, IntPredicate which) throws IOException {
    int alone = Math.min(graph.size(), INSERTED_ALONE);
    GraphInserter inserter = inserter();
    abortCheck.run();
    for (int node = 0; node < alone; node++) {
      if (which.test(node)) {
        inserter.insert(node);
      }
    }
    forEach(maxThreads, alone, which, GraphInserter::insert);
  }

  /** Applies a step to all nodes from {@code first} on that pass a test, in several threads. */
  private void forEach(int maxThreads, int first, IntPredicate which, Step step)
      throws IOException {
    AtomicLong next = new AtomicLong(first);
    int size = graph.size();
    BuildThreads.Work work =
        () -> {
          GraphInserter inserter = inserter();
          for (long start = next.getAndAdd(BATCH); start < size; start = next.getAndAdd(BATCH)) {
            if (threads.isStopped()) {
              return;
            }
            abortCheck.run();
            int end = (int) Math.min(size, start + BATCH);
            for (int node = (int) start; node < end; node++) {
              if (which.test(node)) {
                step.run(inserter, node);
              }
            }
          }
        };
    int maxHelpers = Math.min(maxThreads - 1, (size - first) / INSERTED_ALONE);
    threadCount = Math.max(threadCount, threads.run(maxHelpers, work));
  }

  private GraphInserter inserter() throws IOException {
    return new GraphInserter(
        graph, entryPoint, beamWidth, scorers.copy().scorer(), scorers.copy().scorer());
  }

  /** Adds links so that paths on level 0 lead from the entry node to all others. */
  private void connect(GraphInserter inserter) throws IOException {
    int entry = graph.entryNode();
    NeighborTable table = graph.level(0);
    FixedBitSet reached = new FixedBitSet(graph.size());
    int[] queue = new int[graph.size()];
    int[] neighbors = new int[table.max()];
    reach(entry, table, reached, queue, neighbors);
    for (int node = 0; node < graph.size(); node++) {
      if (reached.get(node) == false) {
        inserter.linkFromOthers(node, entry);
        reach(node, table, reached, queue, neighbors);
      }
    }
  }

  /** Marks a node as reached, and all nodes that paths lead to from there. */
  private static void reach(
      int start, NeighborTable table, FixedBitSet reached, int[] queue, int[] neighbors) {
    queue[0] = start;
    reached.set(start);
    for (int head = 0, tail = 1; head < tail; head++) {
      int count = table.read(queue[head], neighbors);
      for (int i = 0; i < count; i++) {
        if (reached.getAndSet(neighbors[i]) == false) {
          queue[tail++] = neighbors[i];
        }
      }
    }
  }
}
