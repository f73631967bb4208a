// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.omdb.work.Progress;
import org.omdb.work.WorkThreads;

/** Graphs that are built with those of a merge's sources are as good as others. */
public class TestReusedGraphs extends GraphTestCase {

  /**
   * Vectors of a graph that is reused and new ones in any order, and some of the graph's deleted.
   *
   * @param all vectors of the graph, new ones and the targets of searches
   * @param oldCount how many the graph is of
   * @param deleted nodes of the old graph that are not in the new one
   * @param isStrong whether paths have to lead from each node to all others
   * @return how much recall is lost against a graph built without the old one
   */
  private static double checkReuse(
      List<float[]> all, int oldCount, BitSet deleted, int threads, boolean isStrong)
      throws IOException {
    List<float[]> old = all.subList(0, oldCount);
    int newCount = all.size() - oldCount - TARGETS;
    List<float[]> more = all.subList(oldCount, all.size());
    HeapGraph source = build(old, 1);
    int size = old.size() - deleted.cardinality() + newCount;
    List<Integer> places = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(places, random());
    float[][] merged = new float[size][];
    int[] newOrdinals = new int[old.size()];
    int next = 0;
    for (int i = 0; i < old.size(); i++) {
      newOrdinals[i] = deleted.get(i) ? -1 : places.get(next++);
      if (newOrdinals[i] >= 0) {
        merged[newOrdinals[i]] = old.get(i);
      }
    }
    for (int i = 0; i < newCount; i++) {
      merged[places.get(next++)] = more.get(i);
    }
    List<float[]> vectors = List.of(merged);
    GraphBuilder.Built built =
        GraphBuilder.build(
            size,
            () ->
                new SourceGraphs(new SourceGraph(() -> asLucenes(source), newOrdinals), List.of()),
            SHAPE,
            scorers(vectors),
            LinkMemory.onHeap(),
            new WorkThreads(threads, Progress.NONE));
    assertEquals(size - newCount, built.copiedNodes());
    assertTrue(built.threads() >= 1 && built.threads() <= threads);
    HeapGraph reused = built.graph();
    checkWhole(reused, size);
    for (int node = 0; isStrong && node < size; node += 10) {
      assertEquals("from " + node, size, reachable(reused, node));
    }
    List<float[]> targets = more.subList(newCount, more.size());
    double fresh = recall(asLucenes(build(vectors, 1)), vectors, targets, K);
    double recall = recall(asLucenes(reused), vectors, targets, K);
    return fresh - recall;
  }

  public void testReuse() throws IOException {
    List<Double> losses = new ArrayList<>();
    for (int threads : new int[] {1, THREADS}) {
      BitSet deleted = new BitSet();
      losses.add(checkReuse(clusters(1_500 + TARGETS, 20), 1_500, deleted, threads, false));
      losses.add(checkReuse(clusters(2_500 + TARGETS, 20), 1_500, deleted, threads, false));
      for (int i = 0; i < 150; i++) {
        deleted.set(random().nextInt(1_500));
      }
      losses.add(checkReuse(clusters(1_500 + TARGETS, 20), 1_500, deleted, threads, false));
      losses.add(checkReuse(clusters(2_500 + TARGETS, 20), 1_500, deleted, threads, false));
    }
    assertMeanIsAtMost(MAX_LOSS, losses);
  }

  /** All nodes of the upper levels are deleted, those of the highest, or all but one. */
  public void testReuseWithoutUpperLevels() throws IOException {
    List<Double> losses = new ArrayList<>();
    List<float[]> all = clusters(1_000 + K + random().nextInt(300) + TARGETS, 20);
    HeapGraph graph = build(all.subList(0, 1_000), 1);
    for (int level = 1; level < graph.levelCount(); level++) {
      BitSet deleted = new BitSet();
      Arrays.stream(graph.nodes(level)).forEach(deleted::set);
      losses.add(checkReuse(all, 1_000, deleted, THREADS, false));
    }
    BitSet deleted = new BitSet();
    deleted.set(0, 1_000);
    deleted.clear(random().nextInt(1_000));
    losses.add(checkReuse(all, 1_000, deleted, THREADS, false));
    assertMeanIsAtMost(MAX_LOSS, losses);
  }

  private static void assertMeanIsAtMost(double max, List<Double> losses) {
    double mean = losses.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertTrue("lost: " + losses, mean <= max);
  }

  /** Vectors that differ in one component. Each has just two diverse neighbors. */
  private static List<float[]> line(int count) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[DIMENSION];
      vector[0] = random().nextFloat();
      vectors.add(vector);
    }
    return vectors;
  }

  /**
   * A deleted node may be all that links two parts of a graph. The parts stay linked, in both
   * directions if not many deleted nodes lie next to each other.
   */
  public void testReuseOfLine() throws IOException {
    List<Double> losses = new ArrayList<>();
    for (int threads : new int[] {1, THREADS}) {
      for (int run : new int[] {1, 2, 20}) { // deleted nodes next to each other
        List<float[]> all = line(1_500 + TARGETS);
        all.subList(0, 1_500).sort((a, b) -> Float.compare(a[0], b[0]));
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 1_500).boxed().toList());
        Collections.shuffle(shuffled, random());
        List<float[]> vectors = new ArrayList<>(all);
        BitSet deleted = new BitSet();
        for (int i = 0; i < 1_500; i++) {
          int place = shuffled.get(i);
          vectors.set(place, all.get(i));
          deleted.set(place, i / run % 15 == 7);
        }
        losses.add(checkReuse(vectors, 1_500, deleted, threads, run <= 2));
      }
    }
    assertMeanIsAtMost(0.01, losses);
  }

  /** A part of the vectors of a merge, with a graph of its own. */
  private static SourceGraph part(List<float[]> vectors, int[] newOrdinals) throws IOException {
    HeapGraph graph = build(vectors, 1);
    return new SourceGraph(() -> asLucenes(graph), newOrdinals);
  }

  /**
   * Several graphs, some of whose nodes are deleted, are merged in any order.
   *
   * @param isCopied whether the links of one of them are copied
   * @param compared receives how many vectors were compared, and how many if the graphs are not
   *     used
   * @return how much recall is lost if the graphs are used
   */
  private static double checkGuided(
      List<float[]> all, int parts, int threads, boolean isCopied, int[] compared)
      throws IOException {
    List<float[]> targets = all.subList(0, TARGETS);
    List<float[]> rest = all.subList(TARGETS, all.size());
    List<Integer> live = new ArrayList<>();
    for (int i = 0; i < rest.size(); i++) {
      if (random().nextInt(12) > 0) {
        live.add(i);
      }
    }
    Collections.shuffle(live, random());
    int[] newOrdinals = new int[rest.size()];
    Arrays.fill(newOrdinals, -1);
    List<float[]> merged = new ArrayList<>();
    for (int old : live) {
      newOrdinals[old] = merged.size();
      merged.add(rest.get(old));
    }
    List<SourceGraph> sources = new ArrayList<>();
    int each = rest.size() / parts;
    for (int part = 0; part < parts; part++) {
      int from = part * each;
      int to = from + each;
      sources.add(part(rest.subList(from, to), Arrays.copyOfRange(newOrdinals, from, to)));
    }
    SourceGraphs graphs =
        isCopied
            ? new SourceGraphs(sources.get(0), sources.subList(1, parts))
            : new SourceGraphs(null, sources);
    SourceGraphs unguided = new SourceGraphs(graphs.copied(), List.of());
    GraphBuilder.Built built = build(merged, graphs, threads, compared, 0);
    checkWhole(built.graph(), merged.size());
    int others = graphs.others().size() * each;
    assertTrue(
        built.guidedNodes() + " of " + others,
        built.guidedNodes() > 0 && built.guidedNodes() < others);
    HeapGraph fresh = build(merged, unguided, threads, compared, 1).graph();
    return recall(asLucenes(fresh), merged, targets, K)
        - recall(asLucenes(built.graph()), merged, targets, K);
  }

  private static GraphBuilder.Built build(
      List<float[]> vectors, SourceGraphs sources, int threads, int[] compared, int which)
      throws IOException {
    AtomicInteger scored = new AtomicInteger();
    GraphBuilder.Built built =
        GraphBuilder.build(
            vectors.size(),
            () -> sources,
            SHAPE,
            counting(scorers(vectors), scored),
            LinkMemory.onHeap(),
            new WorkThreads(threads, Progress.NONE));
    compared[which] += scored.get();
    return built;
  }

  /**
   * Where links of the sources tell where to search, fewer vectors are compared. How many fewer
   * depends on the number of sources and on whether one is copied, which spares as much in both
   * builds; so each case is held against a figure of its own.
   */
  public void testGuided() throws IOException {
    List<Double> losses = new ArrayList<>();
    int[] compared = new int[2];
    int[] comparedBesideCopied = new int[2];
    for (int threads : new int[] {1, THREADS}) {
      List<float[]> vectors = clusters(4_000 + TARGETS, 20);
      losses.add(checkGuided(vectors, 4, threads, false, compared));
      int parts = 2 + random().nextInt(4);
      losses.add(checkGuided(vectors, parts, threads, true, comparedBesideCopied));
    }
    assertMeanIsAtMost(MAX_LOSS, losses);
    assertPart(0.85, compared); // .832 to .840 in ten builds
    assertPart(0.9, comparedBesideCopied); // .851 to .881 in sixty
  }

  private static void assertPart(double max, int[] compared) {
    assertTrue(compared[0] + " of " + compared[1], compared[0] < max * compared[1]);
  }

  /** Links among copies lead nowhere else, so that vectors must not be found by them alone. */
  public void testGuidedByCopies() throws IOException {
    for (int copies : new int[] {3, 2 * MAX_NEIGHBORS}) {
      List<float[]> different = clusters(4_000 / copies + TARGETS, 20);
      List<float[]> all = new ArrayList<>(different.subList(0, TARGETS));
      for (int i = 0; i < copies; i++) {
        all.addAll(different.subList(TARGETS, different.size()));
      }
      Collections.shuffle(all.subList(TARGETS, all.size()), random());
      double loss = checkGuided(all, 3, 1, true, new int[2]);
      assertTrue(copies + " copies, lost " + loss, loss <= MAX_LOSS);
    }
  }
}
