// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.graph.build.GraphTestCase;

/**
 * A walk finds what Lucene's searcher finds by the same graph, and scores as many nodes for it, but
 * where Lucene's gets stuck.
 */
public class TestGraphWalk extends GraphTestCase {

  private static final int SIZE = 2_000;
  private static final int SEARCHES = 150;

  private List<float[]> vectors;
  private List<float[]> targets;
  private HnswGraph graph;
  private final GraphWalk walk = new GraphWalk(); // used again for all searches
  private long upperVisits; // of the last walk, above level 0

  @Override
  public void setUp() throws Exception {
    super.setUp();
    List<float[]> all = clusters(SIZE + SEARCHES, 20);
    vectors = all.subList(0, SIZE);
    targets = all.subList(SIZE, SIZE + SEARCHES);
    graph =
        random().nextBoolean()
            ? asLucenes(build(vectors, 1))
            : HnswGraphBuilder.create(scorers(vectors), MAX_CONN, BEAM_WIDTH, 42).build(SIZE);
  }

  /**
   * Scores by rank: the nearer, the higher, and no two scores are equal. Scores that are equal by
   * chance would let Lucene's searcher and a walk rightly take different nodes.
   */
  private RandomVectorScorer ranks(float[] target) throws IOException {
    RandomVectorScorer scorer = scorer(vectors, target);
    int[] nodes = nearestFirst(scorer, IntStream.range(0, SIZE).toArray());
    float[] scores = new float[SIZE];
    for (int rank = 0; rank < SIZE; rank++) {
      scores[nodes[rank]] = SIZE - rank;
    }
    FloatVectorValues values = FloatVectorValues.fromFloats(vectors, DIMENSION);
    return new RandomVectorScorer.AbstractRandomVectorScorer(values) {
      @Override
      public float score(int node) {
        return scores[node];
      }
    };
  }

  /** Of visits alone. */
  private static KnnCollector limit(long visits) {
    return new TopKnnCollector(1, (int) Math.min(Integer.MAX_VALUE, visits));
  }

  private void descend(RandomVectorScorer scorer, long limit) throws IOException {
    walk.begin(scorer, graph.entryNode(), SIZE, MAX_NEIGHBORS, limit(limit));
    for (int level = graph.numLevels() - 1; level > 0; level--) {
      walk.descend(scorer, neighbors(graph, level));
    }
  }

  /** Nearest first, and of equal scores the lesser node first. */
  private int[] walk(RandomVectorScorer scorer, int k, long limit, Bits accepted)
      throws IOException {
    descend(scorer, limit);
    upperVisits = walk.visitedCount();
    walk.search(scorer, neighbors(graph, 0), k, accepted);
    return nearestFirst(scorer, nodes(walk.resultCount(), accepted));
  }

  /** The nearest of the nodes that the walk has met. */
  private int[] nodes(int count, Bits accepted) {
    long[] best = new long[count];
    int found = walk.copyBest(count, accepted, best);
    return Arrays.stream(best, 0, found).mapToInt(NodeHeap::node).toArray();
  }

  private static int[] nearestFirst(RandomVectorScorer scorer, int[] found) throws IOException {
    float[] scores = new float[SIZE];
    for (int node : found) {
      scores[node] = scorer.score(node);
    }
    return Arrays.stream(found)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(node -> -scores[node])
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private TopKnnCollector lucene(RandomVectorScorer scorer, int k, int limit, Bits accepted)
      throws IOException {
    TopKnnCollector collector =
        new TopKnnCollector(k, limit, new KnnSearchStrategy.Hnsw(0)); // goes through all nodes
    HnswGraphSearcher.search(
        scorer, collector, graph, accepted, accepted == null ? SIZE : cardinality(accepted));
    return collector;
  }

  private static int cardinality(Bits accepted) {
    return ((FixedBitSet) accepted).cardinality();
  }

  private static FixedBitSet randomBits(int oneIn) {
    FixedBitSet bits = new FixedBitSet(SIZE);
    for (int i = 0; i < SIZE; i++) {
      if (random().nextInt(oneIn) == 0) {
        bits.set(i);
      }
    }
    return bits;
  }

  private void checkLikeLucene(Bits accepted) throws IOException {
    for (float[] target : targets) {
      RandomVectorScorer scorer = ranks(target);
      int k = 1 + random().nextInt(100);
      TopKnnCollector collector = lucene(scorer, k, Integer.MAX_VALUE, accepted);
      int[] found = walk(scorer, k, Long.MAX_VALUE, accepted);
      ScoreDoc[] expected = collector.topDocs().scoreDocs;
      assertArrayEquals(Arrays.stream(expected).mapToInt(hit -> hit.doc).toArray(), found);
      // Lucene scores the node that it enters level 0 by again.
      assertEquals(collector.visitedCount() - 1, walk.visitedCount());
    }
  }

  public void testFindsWhatLuceneFinds() throws IOException {
    checkLikeLucene(null);
  }

  /** A score is the same whether a node is the entry or a neighbor: no node is scored alone. */
  public void testAllNodesAreScoredInBatches() throws IOException {
    RandomVectorScorer ranks = ranks(targets.get(0));
    RandomVectorScorer inBatches =
        new RandomVectorScorer.AbstractRandomVectorScorer(
            FloatVectorValues.fromFloats(vectors, DIMENSION)) {
          @Override
          public float score(int node) {
            throw new AssertionError("node " + node + " is scored alone");
          }

          @Override
          public float bulkScore(int[] nodes, float[] scores, int count) throws IOException {
            return ranks.bulkScore(nodes, scores, count);
          }
        };
    int[] expected = walk(ranks, 10, Long.MAX_VALUE, null);
    descend(inBatches, Long.MAX_VALUE);
    walk.search(inBatches, neighbors(graph, 0), 10, null);
    assertArrayEquals(expected, nearestFirst(ranks, nodes(walk.resultCount(), null)));
  }

  public void testFindsAcceptedNodesOnly() throws IOException {
    for (int oneIn : new int[] {2, 10}) {
      checkLikeLucene(randomBits(oneIn));
    }
  }

  public void testNothingIsAccepted() throws IOException {
    assertEquals(0, walk(ranks(targets.get(0)), 10, 500, new Bits.MatchNoBits(SIZE)).length);
    assertTrue(walk.visitedCount() <= 500);
  }

  /** All of them, nearest first. */
  public void testWiderThanGraph() throws IOException {
    graph = asLucenes(build(vectors, 1)); // in which each node can be reached
    RandomVectorScorer scorer = ranks(targets.get(0));
    int[] found = walk(scorer, 2 * SIZE, Long.MAX_VALUE, null);
    assertEquals(SIZE, found.length);
    for (int i = 1; i < SIZE; i++) {
      assertTrue(scorer.score(found[i - 1]) >= scorer.score(found[i]));
    }
    assertArrayEquals(IntStream.range(0, SIZE).toArray(), Arrays.stream(found).sorted().toArray());
  }

  /** Ends in time, with the nearest of those that it has seen. */
  public void testVisitLimit() throws IOException {
    for (float[] target : targets) {
      RandomVectorScorer scorer = ranks(target);
      int k = 1 + random().nextInt(50);
      int[] all = walk(scorer, k, Long.MAX_VALUE, null);
      long needed = walk.visitedCount();
      assertArrayEquals("a limit that is not reached", all, walk(scorer, k, needed + 1, null));
      int limit = 100 + random().nextInt(300); // the upper levels may take some hundred
      int[] found = walk(scorer, k, limit, null);
      if (walk.visitedCount() < limit) {
        assertEquals(needed, walk.visitedCount());
        assertArrayEquals(all, found);
      } else {
        assertTrue("as soon as it may", walk.visitedCount() <= Math.max(limit, upperVisits));
        // Lucene scores one node twice.
        assertTrue(lucene(scorer, k, limit - 1, null).earlyTerminated());
      }
      assertEquals(found.length, Arrays.stream(found).distinct().count());
    }
  }

  /** A thousand equal vectors, and a walk among them that ends. */
  public void testTies() throws IOException {
    for (int i = 0; i < SIZE; i += 2) {
      vectors.set(i, vectors.get(0));
    }
    graph = asLucenes(build(vectors, 1));
    RandomVectorScorer scorer = scorer(vectors, vectors.get(0));
    int[] found = walk(scorer, 20, Long.MAX_VALUE, null);
    assertEquals(20, Arrays.stream(found).distinct().count());
    for (int node : found) {
      assertEquals(SIMILARITY.compare(vectors.get(0), vectors.get(0)), scorer.score(node), 0f);
    }
  }

  /** Where all nodes are equal, and each leads to lesser ones, a walk leaves most of them out. */
  public void testPlateau() throws IOException {
    Collections.fill(vectors, vectors.get(0));
    RandomVectorScorer scorer = scorer(vectors, vectors.get(0));
    walk.begin(scorer, SIZE - 1, SIZE, 8, null);
    walk.search(
        scorer,
        (node, into) -> {
          int count = Math.min(8, node);
          for (int i = 0; i < count; i++) {
            into[i] = node - 1 - i;
          }
          return count;
        },
        20,
        null);
    assertEquals(20, walk.resultCount());
    assertTrue("scored " + walk.visitedCount(), walk.visitedCount() <= 20 + 3 * 8);
    walk.end();
  }

  /** Of three equal nodes, one leads to the nearest, and it is not the worst of the results. */
  public void testTieLeadsOn() throws IOException {
    for (int node = 0; node < 3; node++) {
      vectors.set(node, targets.get(0));
    }
    vectors.set(3, targets.get(1));
    RandomVectorScorer scorer = scorer(vectors, targets.get(1));
    int[][] links = {{3}, {}, {1, 0}, {}};
    walk.begin(scorer, 2, SIZE, 2, null);
    walk.search(
        scorer,
        (node, into) -> {
          System.arraycopy(links[node], 0, into, 0, links[node].length);
          return links[node].length;
        },
        2,
        null);
    assertArrayEquals(new int[] {0, 3}, sortedNodes());
    walk.end();
  }

  /**
   * From some nodes of level 0, some of them named twice, instead of from the upper levels: finds
   * what Lucene finds from the same seeds.
   */
  public void testSeveralEntries() throws IOException {
    graph = asLucenes(build(vectors, 1)); // in which each node can be reached from the entry node
    for (float[] target : targets) {
      RandomVectorScorer scorer = ranks(target);
      int k = 1 + random().nextInt(100);
      int[] entries = new int[random().nextInt(9)];
      int first = graph.entryNode();
      Arrays.setAll(entries, i -> i % 3 == 2 ? first : random().nextInt(SIZE));
      walk.begin(scorer, first, SIZE, MAX_NEIGHBORS, null);
      walk.addEntries(scorer, entries, entries.length);
      FixedBitSet seeds = new FixedBitSet(SIZE);
      seeds.set(first);
      Arrays.stream(entries).forEach(seeds::set);
      assertEquals("once each", seeds.cardinality(), walk.visitedCount());
      walk.search(scorer, neighbors(graph, 0), k, null);
      int[] found = nodes(walk.resultCount(), null);
      TopKnnCollector collector = lucene(scorer, k, seeds);
      ScoreDoc[] expected = collector.topDocs().scoreDocs;
      assertArrayEquals(
          Arrays.stream(expected).mapToInt(hit -> hit.doc).toArray(), nearestFirst(scorer, found));
      assertEquals(collector.visitedCount(), walk.visitedCount());
    }
    RandomVectorScorer scorer = ranks(targets.get(0));
    walk.begin(scorer, graph.entryNode(), SIZE, MAX_NEIGHBORS, limit(5_000));
    walk.addEntries(scorer, new int[] {0, 1, 2}, 3);
    walk.search(scorer, neighbors(graph, 0), SIZE, null);
    assertEquals("each node can be reached", SIZE, walk.resultCount());
  }

  private TopKnnCollector lucene(RandomVectorScorer scorer, int k, FixedBitSet seeds)
      throws IOException {
    int count = seeds.cardinality();
    KnnSearchStrategy strategy =
        new KnnSearchStrategy.Seeded(
            new BitSetIterator(seeds, count), count, new KnnSearchStrategy.Hnsw(0));
    TopKnnCollector collector = new TopKnnCollector(k, Integer.MAX_VALUE, strategy);
    HnswGraphSearcher.search(scorer, collector, graph, null, SIZE);
    return collector;
  }

  /** What a walk has met besides the nearest are the next nearest of the nodes that it visits. */
  public void testNextNearest() throws IOException {
    for (float[] target : targets) {
      RandomVectorScorer scorer = ranks(target);
      int k = 1 + random().nextInt(20);
      int more = random().nextInt(20);
      int[] plain = walk(scorer, k, Long.MAX_VALUE, null);
      long seen = walk.visitedCount() - upperVisits + 1; // on level 0
      int[] found = nodes(k + more, null);
      assertEquals(Math.min(k + more, seen), Arrays.stream(found).distinct().count());
      assertEquals("once each", found.length, Arrays.stream(found).distinct().count());
      int[] sorted = nearestFirst(scorer, found);
      assertArrayEquals(plain, Arrays.copyOf(sorted, k));
      int[] all = nearestFirst(scorer, nodes(SIZE, null));
      assertEquals(seen, all.length);
      assertArrayEquals(Arrays.copyOf(all, sorted.length), sorted);
    }
  }

  /** A search that goes on is as if it had been wide from the beginning, at no more cost. */
  private void checkWidened(Bits accepted) throws IOException {
    for (float[] target : targets) {
      RandomVectorScorer scorer = ranks(target);
      int k = 1 + random().nextInt(20);
      walk(scorer, k, Long.MAX_VALUE, accepted);
      for (int times = 1 + random().nextInt(3); times > 0; times--) {
        k += 1 + random().nextInt(2 * k);
        walk.widen(scorer, neighbors(graph, 0), k, accepted);
      }
      int[] found = nearestFirst(scorer, nodes(walk.resultCount(), accepted));
      long visits = walk.visitedCount();
      int[] more = nearestFirst(scorer, nodes(2 * k, accepted));
      assertArrayEquals(walk(scorer, k, Long.MAX_VALUE, accepted), found);
      assertEquals("no node is scored twice", walk.visitedCount(), visits);
      assertArrayEquals(nearestFirst(scorer, nodes(2 * k, accepted)), more);
      assertEquals("once each", more.length, Arrays.stream(more).distinct().count());
    }
  }

  public void testWidenedFindsWhatWideFinds() throws IOException {
    checkWidened(null);
  }

  public void testWidenedFindsAcceptedNodesOnly() throws IOException {
    for (int oneIn : new int[] {2, 10}) {
      FixedBitSet accepted = randomBits(oneIn);
      checkWidened(accepted);
      for (int node : nodes(walk.resultCount(), accepted)) {
        assertTrue(accepted.get(node));
      }
    }
    walk(ranks(targets.get(0)), 10, 500, new Bits.MatchNoBits(SIZE));
    walk.widen(ranks(targets.get(0)), neighbors(graph, 0), 20, new Bits.MatchNoBits(SIZE));
    assertEquals(0, walk.resultCount());
  }

  /** Until nothing is left: of all nodes none is found twice. */
  public void testWidenedToAllNodes() throws IOException {
    graph = asLucenes(build(vectors, 1)); // in which each node can be reached
    for (float[] target : targets.subList(0, 10)) {
      RandomVectorScorer scorer = ranks(target);
      walk(scorer, 10, Long.MAX_VALUE, null);
      for (int width = 20; width < 2 * SIZE; width *= 2) {
        walk.widen(scorer, neighbors(graph, 0), width, null);
        int[] found = nodes(width, null);
        assertEquals(Math.min(width, SIZE), found.length);
        assertEquals("once each", found.length, Arrays.stream(found).distinct().count());
      }
      assertEquals(upperVisits - 1 + SIZE, walk.visitedCount());
    }
  }

  /** Those of the collector that the search began with, which gets to know of all visits. */
  public void testWidenedWithinLimits() throws IOException {
    for (float[] target : targets) {
      RandomVectorScorer scorer = ranks(target);
      int limit = 50 + random().nextInt(1_000);
      KnnCollector limits = limit(limit);
      walk.begin(scorer, graph.entryNode(), SIZE, MAX_NEIGHBORS, limits);
      walk.addEntries(scorer, new int[] {random().nextInt(SIZE), random().nextInt(SIZE)}, 2);
      walk.search(scorer, neighbors(graph, 0), 5, null);
      int before = walk.resultCount();
      for (int width = 10; width <= SIZE; width *= 2) {
        walk.widen(scorer, neighbors(graph, 0), width, null);
        assertTrue("with what was found", walk.resultCount() >= before);
        before = walk.resultCount();
        assertEquals(walk.visitedCount(), limits.visitedCount());
        assertTrue(limits.visitedCount() + " of " + limit, limits.visitedCount() <= limit);
        int[] found = nodes(width, null);
        assertEquals("once each", found.length, Arrays.stream(found).distinct().count());
      }
      assertTrue(limits.earlyTerminated());
      assertEquals("all that it may", limit, limits.visitedCount());
    }
  }

  /** Of a thousand equal nodes, each is one hit. */
  public void testWidenedAmongTies() throws IOException {
    for (int i = 0; i < SIZE; i += 2) {
      vectors.set(i, vectors.get(0));
    }
    graph = asLucenes(build(vectors, 1));
    RandomVectorScorer scorer = scorer(vectors, vectors.get(0));
    walk(scorer, 20, Long.MAX_VALUE, null);
    for (int width = 40; width <= 640; width *= 2) {
      walk.widen(scorer, neighbors(graph, 0), width, null);
      int[] found = nodes(width, null);
      assertEquals(width, Arrays.stream(found).distinct().count());
      for (int node : found) {
        assertEquals(1, scorer.score(node), 0f);
      }
    }
  }

  /** Nodes 8 and 9, the best, lead to each other only, and the level above leads to 9. */
  private static int readPocket(int node, int[] into) {
    int[] links =
        switch (node) {
          case 0 -> new int[] {1, 2, 3, 4, 5, 6, 7};
          case 7 -> new int[] {0, 8};
          case 8 -> new int[] {9};
          case 9 -> new int[] {8};
          default -> new int[] {0};
        };
    System.arraycopy(links, 0, into, 0, links.length);
    return links.length;
  }

  private int[] searchPocket(RandomVectorScorer scorer, int width, Bits accepted)
      throws IOException {
    walk.begin(scorer, 0, 10, 10, null);
    walk.descend(
        scorer,
        (node, into) -> {
          into[0] = node == 0 ? 9 : 0;
          return 1;
        });
    walk.search(scorer, TestGraphWalk::readPocket, width, accepted);
    return sortedNodes();
  }

  private int[] sortedNodes() {
    return Arrays.stream(walk.sortedResults(), 0, walk.resultCount())
        .mapToInt(NodeHeap::node)
        .sorted()
        .toArray();
  }

  /** A walk that is led to where it finds too little goes on from where it began. */
  public void testGetsOutOfPocket() throws IOException {
    RandomVectorScorer scorer =
        new RandomVectorScorer.AbstractRandomVectorScorer(
            FloatVectorValues.fromFloats(vectors.subList(0, 10), DIMENSION)) {
          @Override
          public float score(int node) {
            return node + 1;
          }
        };
    assertArrayEquals(new int[] {8, 9}, searchPocket(scorer, 2, null));
    assertEquals("0, 9 above, and 8", 3, walk.visitedCount());
    walk.widen(scorer, TestGraphWalk::readPocket, 5, null);
    assertArrayEquals(new int[] {5, 6, 7, 8, 9}, sortedNodes());
    assertArrayEquals(new int[] {5, 6, 7, 8, 9}, searchPocket(scorer, 5, null));
    assertEquals("none twice", 10, walk.visitedCount());
    assertEquals(10, searchPocket(scorer, 20, null).length);
    FixedBitSet accepted = new FixedBitSet(10);
    accepted.set(3);
    accepted.set(9);
    assertArrayEquals(new int[] {3, 9}, searchPocket(scorer, 2, accepted));
    walk.begin(scorer, 0, 10, 10, new TopKnnCollector(5, 2));
    walk.addEntries(scorer, new int[] {9}, 1);
    walk.search(scorer, TestGraphWalk::readPocket, 5, null);
    assertArrayEquals("a limit holds", new int[] {0, 9}, sortedNodes());
  }

  /** By how many more than the results, it shows what a filter rejects. */
  public void testBetterCount() throws IOException {
    int k = 20;
    for (float[] target : targets) {
      RandomVectorScorer ranks = ranks(target);
      int[] all = walk(ranks, k, Integer.MAX_VALUE, null);
      assertEquals("all that are better are results", all.length - 1, walk.betterCount());
      FixedBitSet withoutNearest = new FixedBitSet(SIZE);
      int worst = 3 * k;
      for (int node = 0; node < SIZE; node++) {
        if (ranks.score(node) <= SIZE - worst) {
          withoutNearest.set(node);
        }
      }
      int[] far = walk(ranks, k, Integer.MAX_VALUE, withoutNearest);
      int better = walk.betterCount();
      assertTrue(better + " better", better >= far.length - 1 + worst / 2);
      assertTrue(better + " better", better < SIZE - ranks.score(far[far.length - 1]) + 1);
    }
  }
}
