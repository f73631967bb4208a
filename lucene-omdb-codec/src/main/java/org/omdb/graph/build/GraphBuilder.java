// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import org.apache.lucene.util.IOSupplier;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.omdb.work.Progress;
import org.omdb.work.WorkThreads;

/**
 * Builds an HNSW graph of all vectors of a segment, by the rules of Lucene's {@link
 * org.apache.lucene.util.hnsw.HnswGraphBuilder}, but for which link a full node drops ({@link
 * GraphShape.Pruning}). In the end a {@link GraphConnector} links nodes that no path would lead to.
 * With one thread, the result depends on the vectors and on the graphs of a merge's sources alone.
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
  private final GraphShape shape;
  private final RandomVectorScorerSupplier scorers;
  private final Progress progress;
  private final WorkThreads threads;
  private final LongAdder guided = new LongAdder();
  private int threadCount = 1;

  /**
   * A graph, and what went into it.
   *
   * @param graph the graph
   * @param threads how many threads have built it, the caller's included
   * @param copiedNodes how many nodes have their links from a source
   * @param guidedNodes for how many nodes the links of other sources told where to search
   */
  public record Built(HeapGraph graph, int threads, int copiedNodes, int guidedNodes) {}

  private GraphBuilder(
      HeapGraph graph, GraphShape shape, RandomVectorScorerSupplier scorers, WorkThreads threads) {
    this.graph = graph;
    this.shape = shape;
    this.scorers = scorers;
    this.threads = threads;
    this.progress = threads.progress();
  }

  /**
   * Builds a graph. The calling thread works on it and waits for the others.
   *
   * @param size number of vectors, 1 or more
   * @param sources opens the graphs of a merge's sources. The one that is copied is kept no longer
   *     than it takes to copy its links and to replace those that are lost
   * @param shape how links are chosen
   * @param scorers compares vectors; copied for each thread
   * @param memory where the links are; to be closed after the last use of the graph, and if this
   *     method fails
   * @param threads do it
   * @return the graph, and what went into it
   * @throws IOException if vectors can't be read, if there is no room for the links, or if thrown
   *     by the progress of {@code threads}
   */
  public static Built build(
      int size,
      IOSupplier<SourceGraphs> sources,
      GraphShape shape,
      RandomVectorScorerSupplier scorers,
      LinkMemory memory,
      WorkThreads threads)
      throws IOException {
    Progress progress = threads.progress();
    byte[] topLevels = drawLevels(size, shape.maxConn());
    Sources opened = Sources.of(sources.get(), topLevels);
    SourceLinks links = opened.links;
    HeapGraph graph =
        new HeapGraph(
            shape.maxConn(), topLevels, memory.allocate(size, 2 * shape.maxConn(), progress));
    GraphBuilder builder = new GraphBuilder(graph, shape, scorers, threads);
    if (links == null) {
      builder.insertAll(node -> true, opened.former);
    } else {
      int entry = links.copyTo(graph, progress);
      builder.entryPoint.set(entry, graph.topLevel(entry));
      builder.relink(links);
      links.forgetSource();
      builder.insertAll(links::isNew, opened.former);
    }
    new GraphConnector(graph, builder.entryPoint, shape, scorers, progress).connect();
    int copied = links == null ? 0 : links.count();
    return new Built(graph, builder.threadCount, copied, builder.guided.intValue());
  }

  /**
   * What is used of the sources.
   *
   * @param links those that are copied; null for none
   */
  private record Sources(SourceLinks links, FormerLinks former) {

    /** Does not keep the graph that is copied, which {@link SourceLinks} forgets later. */
    static Sources of(SourceGraphs graphs, byte[] topLevels) throws IOException {
      return new Sources(
          graphs.copied() == null ? null : new SourceLinks(graphs.copied(), topLevels),
          new FormerLinks(graphs.others(), topLevels.length));
    }
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

  private void insertAll(IntPredicate which, FormerLinks former) throws IOException {
    IOSupplier<Step> inserts =
        () -> {
          FormerLinks.Reader near = former.open();
          return (inserter, node) -> {
            if (which.test(node)) {
              int count = near.read(node);
              if (inserter.insert(node, near.nodes(), count)) {
                guided.increment();
              }
            }
          };
        };
    WorkThreads.Stage inserting = stage("graph", graph.size());
    int alone = Math.min(graph.size(), INSERTED_ALONE);
    GraphInserter first = inserter();
    Step insert = inserts.get();
    progress.done(inserting.name(), 0, graph.size());
    for (int node = 0; node < alone; node++) {
      insert.run(first, node);
    }
    forEach(inserting, alone, inserts);
  }

  private static WorkThreads.Stage stage(String name, int nodes) {
    return new WorkThreads.Stage(name, nodes, BATCH, INSERTED_ALONE);
  }

  /** Links nodes again that have lost links to deleted ones. */
  private void relink(SourceLinks links) throws IOException {
    IOSupplier<Step> steps =
        () -> {
          Heirs heirs = links.heirs();
          return (inserter, old) -> {
            if (links.hasLost(old)) {
              heirs.read(old);
              int count = heirs.find();
              inserter.relink(links.newOrdinal(old), heirs.nodes(), count);
            }
          };
        };
    forEach(stage("relinking", links.sourceSize()), 0, steps);
  }

  /**
   * Calls a step with the numbers of a stage from {@code first} on, in several threads, each of
   * which gets a step of its own.
   */
  private void forEach(WorkThreads.Stage stage, int first, IOSupplier<Step> steps)
      throws IOException {
    int used =
        threads.forEach(
            stage,
            first,
            stage.total(),
            () -> {
              GraphInserter inserter = inserter();
              Step step = steps.get();
              return (start, end) -> {
                for (int number = start; number < end; number++) {
                  step.run(inserter, number);
                }
              };
            });
    threadCount = Math.max(threadCount, used);
  }

  private GraphInserter inserter() throws IOException {
    return new GraphInserter(
        graph, entryPoint, shape, scorers.copy().scorer(), scorers.copy().scorer());
  }
}
