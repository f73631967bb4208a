// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.graph.NodeHeap;
import org.omdb.work.WorkThreads;

/**
 * Targets that codes are measured with, and the true nearest vectors of each, found by float32
 * rows.
 *
 * <p>Half of the targets are vectors of the segment, a quarter lie between two vectors, and a
 * quarter near a vector, moved by the difference of two others. The choice depends on the vectors
 * alone.
 */
final class SampleTargets {

  private static final int TARGETS = 32;

  /** For segments of at most {@link #MAX_SMALL}, since each flush has to wait for this. */
  private static final int TARGETS_IF_SMALL = 16;

  private static final int MAX_SMALL = 20_000;

  /** How far other targets lie from a vector, relative to the difference of two vectors. */
  private static final float MOVE = 0.25f;

  private static final long SEED = 42;

  /** Vectors that are compared with all targets while they are in the cache. */
  private static final int BATCH = 256;

  private static final int VECTORS_PER_HELPER = 1 << 11;

  private final int count;
  private final QualitySample.RowScorers scorers;
  private final float[][] targets;
  private final int[] ordinals;
  private final int[][] nearest;

  /**
   * Draws targets, and finds their true nearest vectors.
   *
   * @param vectors two or more vectors
   * @param scorers compare rows with targets
   * @param threads do it; their progress is told of the stage "true neighbors"
   */
  SampleTargets(FloatVectorValues vectors, QualitySample.RowScorers scorers, WorkThreads threads)
      throws IOException {
    this.count = vectors.size();
    this.scorers = scorers;
    int size = Math.min(count, count <= MAX_SMALL ? TARGETS_IF_SMALL : TARGETS);
    targets = new float[size][];
    ordinals = new int[size];
    nearest = new int[size][];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < size; i++) {
      draw(i, vectors, random);
    }
    search(threads);
  }

  /** The number of targets. */
  int size() {
    return targets.length;
  }

  /** A target; not to be changed. */
  float[] target(int i) {
    return targets[i];
  }

  /** The ordinal of a target that is a vector of the segment, else -1. */
  int ordinal(int i) {
    return ordinals[i];
  }

  /** The ordinals of the true nearest vectors of a target, but for itself; not to be changed. */
  int[] nearest(int i) {
    return nearest[i];
  }

  /** Makes a scorer that compares rows with a target. */
  RandomVectorScorer rows(int i) throws IOException {
    return scorers.of(targets[i]);
  }

  /** Draws the target {@code i}. */
  private void draw(int i, FloatVectorValues vectors, SplittableRandom random) throws IOException {
    int ordinal = BinaryRows.sampled(i, targets.length, count);
    float[] target = vectors.vectorValue(ordinal).clone();
    ordinals[i] = i % 2 == 0 ? ordinal : -1;
    if (i % 2 == 1) {
      boolean isBetween = i % 4 == 1;
      int first = isBetween ? ordinal : random.nextInt(count);
      int second = random.nextInt(count);
      float[] from = vectors.vectorValue(first).clone();
      // Moved in any case, if there is more than one vector.
      float[] to = vectors.vectorValue(second == first ? (second + 1) % count : second);
      for (int j = 0; j < target.length; j++) {
        float moved = target[j] + MOVE * (to[j] - from[j]);
        target[j] = Float.isFinite(moved) ? moved : target[j];
      }
    }
    targets[i] = target;
  }

  private void search(WorkThreads threads) throws IOException {
    List<NodeHeap[]> found = Collections.synchronizedList(new ArrayList<>());
    threads.forEach(
        new WorkThreads.Stage("true neighbors", count, BATCH, VECTORS_PER_HELPER),
        () -> {
          TrueNeighbors neighbors = new TrueNeighbors();
          found.add(neighbors.heaps);
          return neighbors;
        });
    for (int i = 0; i < targets.length; i++) {
      NodeHeap best = new NodeHeap();
      for (NodeHeap[] heaps : found) {
        for (int j = 0; j < heaps[i].size(); j++) {
          best.keepBest(heaps[i].get(j), CodeQuality.HITS);
        }
      }
      nearest[i] = new int[best.size()];
      best.copyNodes(nearest[i], 0);
    }
  }

  /** What one thread finds. */
  private final class TrueNeighbors implements WorkThreads.Worker {

    private final RandomVectorScorer[] scorersOfTargets = new RandomVectorScorer[targets.length];
    private final NodeHeap[] heaps = new NodeHeap[targets.length];
    private final int[] batch = new int[BATCH];
    private final float[] scores = new float[BATCH];

    TrueNeighbors() throws IOException {
      for (int i = 0; i < targets.length; i++) {
        scorersOfTargets[i] = rows(i);
        heaps[i] = new NodeHeap();
      }
    }

    @Override
    public void run(int first, int end) throws IOException {
      int size = end - first;
      for (int j = 0; j < size; j++) {
        batch[j] = first + j;
      }
      for (int i = 0; i < targets.length; i++) {
        scorersOfTargets[i].bulkScore(batch, scores, size);
        for (int j = 0; j < size; j++) {
          if (first + j != ordinals[i]) {
            heaps[i].keepBest(NodeHeap.encode(first + j, scores[j]), CodeQuality.HITS);
          }
        }
      }
    }
  }
}
