// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.codecs.hnsw.DefaultFlatVectorScorer;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.omdb.graph.Neighbors;
import org.omdb.work.Progress;
import org.omdb.work.WorkThreads;

/** What tests of graphs share: vectors in clusters, and Lucene's searcher on any graph. */
public abstract class GraphTestCase extends LuceneTestCase {

  protected static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;
  protected static final int DIMENSION = 16;
  protected static final int MAX_CONN = 8;
  protected static final int BEAM_WIDTH = 40;
  protected static final int MAX_NEIGHBORS = 2 * MAX_CONN;
  protected static final GraphShape SHAPE =
      new GraphShape(MAX_CONN, BEAM_WIDTH, GraphShape.Pruning.HIDDEN);

  protected static final int K = 10;
  protected static final int TARGETS = 300;

  /** Of a build by several threads, whose graphs differ from run to run. */
  protected static final int THREADS = 3;

  /**
   * Graphs that are built where recall is compared. One alone says little: it may miss most of a
   * group by chance, and then has .04 less than another one of the same vectors.
   */
  protected static final int ROUNDS = 5;

  /** How much less the mean recall of {@link #ROUNDS} graphs may be. */
  protected static final double MAX_LOSS = 0.03;

  private static float[] randomVector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return vector;
  }

  /** Vectors about centers, no two of which are equal but by chance. */
  protected static List<float[]> clusters(int count, int clusters) {
    List<float[]> centers = new ArrayList<>();
    for (int i = 0; i < clusters; i++) {
      centers.add(randomVector());
    }
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = randomVector();
      float[] center = centers.get(random().nextInt(clusters));
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = center[j] + 0.3f * vector[j];
      }
      vectors.add(vector);
    }
    return vectors;
  }

  /** Vectors in all directions, of lengths that differ by orders of magnitude. */
  protected static List<float[]> ofManyLengths(int count) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = randomVector();
      double length = Math.exp(random().nextGaussian());
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] *= (float) length;
      }
      vectors.add(vector);
    }
    return vectors;
  }

  protected static RandomVectorScorerSupplier scorers(List<float[]> vectors) throws IOException {
    return scorers(vectors, SIMILARITY);
  }

  protected static RandomVectorScorerSupplier scorers(
      List<float[]> vectors, VectorSimilarityFunction similarity) throws IOException {
    return DefaultFlatVectorScorer.INSTANCE.getRandomVectorScorerSupplier(
        similarity, FloatVectorValues.fromFloats(vectors, DIMENSION));
  }

  protected static RandomVectorScorer scorer(List<float[]> vectors, float[] target)
      throws IOException {
    return scorer(vectors, target, SIMILARITY);
  }

  private static RandomVectorScorer scorer(
      List<float[]> vectors, float[] target, VectorSimilarityFunction similarity)
      throws IOException {
    return DefaultFlatVectorScorer.INSTANCE.getRandomVectorScorer(
        similarity, FloatVectorValues.fromFloats(vectors, DIMENSION), target);
  }

  /** Counts the scores of another one. */
  protected static RandomVectorScorerSupplier counting(
      RandomVectorScorerSupplier in, AtomicInteger scored) {
    return new RandomVectorScorerSupplier() {
      @Override
      public UpdateableRandomVectorScorer scorer() throws IOException {
        UpdateableRandomVectorScorer scorer = in.scorer();
        return new UpdateableRandomVectorScorer() {
          @Override
          public void setScoringOrdinal(int node) throws IOException {
            scorer.setScoringOrdinal(node);
          }

          @Override
          public float score(int node) throws IOException {
            scored.incrementAndGet();
            return scorer.score(node);
          }

          @Override
          public int maxOrd() {
            return scorer.maxOrd();
          }
        };
      }

      @Override
      public RandomVectorScorerSupplier copy() throws IOException {
        return counting(in.copy(), scored);
      }
    };
  }

  protected static HeapGraph build(List<float[]> vectors, int threads) throws IOException {
    return build(vectors, threads, LinkMemory.onHeap());
  }

  protected static HeapGraph build(List<float[]> vectors, int threads, LinkMemory memory)
      throws IOException {
    return build(scorers(vectors), vectors.size(), threads, memory);
  }

  protected static HeapGraph build(
      RandomVectorScorerSupplier scorers, int size, int threads, LinkMemory memory)
      throws IOException {
    return build(scorers, size, threads, memory, SHAPE);
  }

  protected static HeapGraph build(
      RandomVectorScorerSupplier scorers,
      int size,
      int threads,
      LinkMemory memory,
      GraphShape shape)
      throws IOException {
    return GraphBuilder.build(
            size,
            () -> SourceGraphs.NONE,
            shape,
            scorers,
            memory,
            new WorkThreads(threads, Progress.NONE))
        .graph();
  }

  /** Links are within limits and lead to others of the level; level 0 can be reached. */
  protected static void checkWhole(HeapGraph graph, int size) {
    assertEquals(size, graph.size());
    SortedLinks links = new SortedLinks(graph);
    int[] unsorted = new int[2 * graph.maxConn()];
    for (int level = 0; level < graph.levelCount(); level++) {
      BitSet ofLevel = new BitSet();
      if (level == 0) {
        ofLevel.set(0, size);
      } else {
        Arrays.stream(graph.nodes(level)).forEach(ofLevel::set);
      }
      assertFalse("level " + level + " is empty", ofLevel.isEmpty());
      PrimitiveIterator.OfInt nodes = ofLevel.stream().iterator();
      while (nodes.hasNext()) {
        int node = nodes.nextInt();
        String message = "node " + node + " on level " + level;
        int max = level == 0 ? 2 * graph.maxConn() : graph.maxConn();
        assertTrue(message, graph.read(level, node, unsorted) <= max);
        int count = links.read(level, node);
        for (int i = 0; i < count; i++) {
          int neighbor = links.nodes()[i];
          assertTrue(message + " has " + neighbor, ofLevel.get(neighbor));
          assertTrue(message + " has itself", neighbor != node);
          assertTrue(message + " is out of order", i == 0 || links.nodes()[i - 1] < neighbor);
        }
      }
    }
    assertEquals("reachable", size, reachable(graph, graph.entryNode()));
  }

  /** How many nodes of level 0 can be reached from one of them. */
  protected static int reachable(HeapGraph graph, int entry) {
    Deque<Integer> todo = new ArrayDeque<>();
    BitSet reached = new BitSet();
    todo.add(entry);
    reached.set(entry);
    int[] neighbors = new int[2 * graph.maxConn()];
    while (todo.isEmpty() == false) {
      int count = graph.read(0, todo.remove(), neighbors);
      for (int i = 0; i < count; i++) {
        if (reached.get(neighbors[i]) == false) {
          reached.set(neighbors[i]);
          todo.add(neighbors[i]);
        }
      }
    }
    return reached.cardinality();
  }

  /** Nearest first. */
  protected static ScoreDoc[] searchByLucene(HnswGraph graph, RandomVectorScorer scorer, int k)
      throws IOException {
    TopKnnCollector collector = new TopKnnCollector(k, Integer.MAX_VALUE);
    HnswGraphSearcher.search(scorer, collector, graph, null);
    return collector.topDocs().scoreDocs;
  }

  /** The part of the nearest that Lucene's searcher finds by a graph, all targets together. */
  protected static double recall(
      HnswGraph graph, List<float[]> vectors, List<float[]> targets, int k) throws IOException {
    return recall(graph, vectors, targets, k, SIMILARITY);
  }

  protected static double recall(
      HnswGraph graph,
      List<float[]> vectors,
      List<float[]> targets,
      int k,
      VectorSimilarityFunction similarity)
      throws IOException {
    int found = 0;
    for (float[] target : targets) {
      float[] scores = new float[vectors.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = similarity.compare(target, vectors.get(i));
      }
      float[] sorted = scores.clone();
      Arrays.sort(sorted);
      for (ScoreDoc hit : searchByLucene(graph, scorer(vectors, target, similarity), k)) {
        found += scores[hit.doc] >= sorted[sorted.length - k] ? 1 : 0;
      }
    }
    return (double) found / (targets.size() * k);
  }

  /** A graph of ours in Lucene's eyes, as its reader of files shows it. */
  protected static HnswGraph asLucenes(HeapGraph graph) {
    SortedLinks links = new SortedLinks(graph);
    return new HnswGraph() {
      private int count;
      private int next;

      @Override
      public void seek(int level, int target) {
        count = links.read(level, target);
        next = 0;
      }

      @Override
      public int size() {
        return graph.size();
      }

      @Override
      public int nextNeighbor() {
        return next < count ? links.nodes()[next++] : Integer.MAX_VALUE;
      }

      @Override
      public int numLevels() {
        return graph.levelCount();
      }

      @Override
      public int maxConn() {
        return graph.maxConn();
      }

      @Override
      public int entryNode() {
        return graph.entryNode();
      }

      @Override
      public NodesIterator getNodesOnLevel(int level) {
        return level == 0
            ? new DenseNodesIterator(graph.size())
            : new ArrayNodesIterator(graph.nodes(level));
      }

      @Override
      public int neighborCount() {
        return count;
      }
    };
  }

  /** A level of a graph of Lucene's. */
  protected static Neighbors neighbors(HnswGraph graph, int level) {
    return (node, into) -> {
      graph.seek(level, node);
      int count = 0;
      for (int neighbor = graph.nextNeighbor();
          neighbor != Integer.MAX_VALUE;
          neighbor = graph.nextNeighbor()) {
        into[count++] = neighbor;
      }
      return count;
    };
  }
}
