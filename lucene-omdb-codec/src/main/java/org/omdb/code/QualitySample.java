// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.graph.NodeHeap;
import org.omdb.graph.Progress;

/**
 * Measures {@link CodeQuality} on a sample of targets when a segment is written. For each target,
 * the true nearest vectors are found by float32 rows. Then it counts how many vectors codes rank
 * before each of these.
 *
 * <p>Half of the targets are vectors of the segment, a quarter lie between two vectors, and a
 * quarter near a vector, moved by the difference of two others. The choice depends on the vectors
 * alone. For one thread.
 */
public final class QualitySample {

  private static final int TARGETS = 32;

  /** For segments of at most {@link #MAX_SMALL}, since each flush has to wait for this. */
  private static final int TARGETS_IF_SMALL = 16;

  private static final int MAX_SMALL = 20_000;

  /** The part of the true nearest vectors that has to be among the candidates. */
  private static final float RECALL = 0.97f;

  /** How far other targets lie from a vector, relative to the difference of two vectors. */
  private static final float MOVE = 0.25f;

  /**
   * If searches would begin with this many candidates or more, alarms are not counted: such codes
   * are too coarse to be used in any case, see {@link CodeQuality#isGood}.
   */
  private static final int MAX_CANDIDATES = 128;

  private static final long SEED = 42;
  private static final int BATCH = 256;

  private final float[][] targets;

  /** Compares rows with each target. */
  private final RandomVectorScorer[] rows;

  /** The ordinal of each target that is a vector of the segment, else -1. */
  private final int[] ordinals;

  /** The ordinals of the true nearest vectors of each target, but for the target itself. */
  private final int[][] nearest;

  /** Makes scorers that compare float32 rows with a target. */
  @FunctionalInterface
  public interface RowScorers {
    /**
     * Makes a scorer for one thread.
     *
     * @param target has the field's dimension
     * @return scores vectors by the field's similarity
     * @throws IOException if vectors can't be read
     */
    RandomVectorScorer of(float[] target) throws IOException;
  }

  /**
   * Draws targets, and finds their true nearest vectors.
   *
   * @param vectors two or more vectors
   * @param scorers compare rows with targets
   * @param progress is told of the stage "true neighbors"
   * @throws IOException if vectors can't be read, or if thrown by {@code progress}
   */
  public QualitySample(FloatVectorValues vectors, RowScorers scorers, Progress progress)
      throws IOException {
    int count = vectors.size();
    int size = Math.min(count, count <= MAX_SMALL ? TARGETS_IF_SMALL : TARGETS);
    targets = new float[size][];
    ordinals = new int[size];
    nearest = new int[size][];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < size; i++) {
      draw(i, vectors, random);
    }
    rows = new RandomVectorScorer[size];
    for (int i = 0; i < size; i++) {
      rows[i] = scorers.of(targets[i]);
    }
    search(count, progress);
  }

  /** Draws the target {@code i}. */
  private void draw(int i, FloatVectorValues vectors, SplittableRandom random) throws IOException {
    int count = vectors.size();
    int ordinal = BinaryRows.sampled(i, targets.length, count);
    float[] target = vectors.vectorValue(ordinal).clone();
    ordinals[i] = i % 2 == 0 ? ordinal : -1;
    if (i % 2 == 1) {
      boolean isBetween = i % 4 == 1;
      float[] from = (isBetween ? target : vectors.vectorValue(random.nextInt(count))).clone();
      float[] to = vectors.vectorValue(random.nextInt(count));
      for (int j = 0; j < target.length; j++) {
        float moved = target[j] + MOVE * (to[j] - from[j]);
        target[j] = Float.isFinite(moved) ? moved : target[j];
      }
    }
    targets[i] = target;
  }

  private void search(int count, Progress progress) throws IOException {
    NodeHeap[] heaps = new NodeHeap[targets.length];
    for (int i = 0; i < targets.length; i++) {
      heaps[i] = new NodeHeap();
    }
    int[] batch = new int[BATCH];
    float[] scores = new float[BATCH];
    for (int start = 0; start < count; start += BATCH) {
      progress.done("true neighbors", start, count);
      int size = fill(batch, start, count);
      for (int i = 0; i < targets.length; i++) { // for all targets while the rows are in the cache
        rows[i].bulkScore(batch, scores, size);
        for (int j = 0; j < size; j++) {
          if (start + j != ordinals[i]) {
            heaps[i].keepBest(NodeHeap.encode(start + j, scores[j]), CodeQuality.HITS);
          }
        }
      }
    }
    for (int i = 0; i < targets.length; i++) {
      nearest[i] = new int[heaps[i].size()];
      heaps[i].copyNodes(nearest[i], 0);
    }
  }

  private static int fill(int[] batch, int start, int count) {
    int size = Math.min(BATCH, count - start);
    for (int j = 0; j < size; j++) {
      batch[j] = start + j;
    }
    return size;
  }

  /**
   * Measures 3-bit codes.
   *
   * @param coder what made the codes
   * @param codes scores all vectors by codes
   * @param progress is told of the stage "quality", which has a part per target
   * @return their quality, with 0 binary candidates
   * @throws IOException if codes can't be read, or if thrown by {@code progress}
   */
  CodeQuality measure(VectorCoder coder, CodeScorer codes, Progress progress) throws IOException {
    int count = codes.maxOrd();
    int[] batch = new int[BATCH];
    float[] estimates = new float[BATCH];
    Ranks ranks = new Ranks(targets.length);
    NodeHeap[] best = new NodeHeap[targets.length];
    CodeTarget target = new CodeTarget(coder);
    for (int i = 0; i < targets.length; i++) {
      target.set(targets[i]);
      codes.setTarget(target);
      float[] ofNearest = new float[nearest[i].length];
      codes.bulkScore(nearest[i], ofNearest, ofNearest.length);
      ranks.start(ofNearest);
      best[i] = new NodeHeap();
      for (int start = 0; start < count; start += BATCH) {
        progress.done("quality", i, targets.length);
        int size = fill(batch, start, count);
        codes.bulkScore(batch, estimates, size);
        if (ordinals[i] >= start && ordinals[i] < start + size) {
          estimates[ordinals[i] - start] = Float.NEGATIVE_INFINITY;
        }
        ranks.count(estimates, size, false);
        for (int j = 0; j < size; j++) {
          best[i].keepBest(NodeHeap.encode(start + j, estimates[j]), MAX_CANDIDATES);
        }
      }
      ranks.end();
    }
    int candidates = ranks.candidates();
    int alarms = 0;
    int first = (int) new CodeQuality(candidates, 0, 0).candidatesFor(CodeQuality.HITS);
    for (int i = 0; i < targets.length && first < Math.min(MAX_CANDIDATES, count); i++) {
      target.set(targets[i]);
      alarms += isAlarm(target, rows[i], best[i], first) ? 1 : 0;
    }
    return new CodeQuality(candidates, 0, 100 * alarms / Math.max(1, targets.length));
  }

  /** Whether a search would not trust its first candidates and look at more. */
  private static boolean isAlarm(
      CodeTarget target, RandomVectorScorer rows, NodeHeap best, int first) throws IOException {
    MissEstimate misses = new MissEstimate();
    misses.clear();
    NodeHeap hits = new NodeHeap();
    long[] candidates = new long[best.size()];
    best.copyTo(candidates);
    Arrays.sort(candidates);
    for (int i = candidates.length - 1; i >= Math.max(0, candidates.length - first); i--) {
      int node = NodeHeap.node(candidates[i]);
      float estimate = NodeHeap.score(candidates[i]);
      float score = rows.score(node);
      misses.addCandidate(estimate);
      misses.addError(estimate, target.estimateOf(score));
      hits.keepBest(NodeHeap.encode(node, score), CodeQuality.HITS);
    }
    double needed = target.estimateOf(NodeHeap.score(hits.top()));
    return MissEstimate.isTolerable(misses.expected(needed), CodeQuality.HITS) == false;
  }

  /**
   * Measures how many candidates binary codes need. Ties count as ranked before, since a scan looks
   * at them.
   *
   * @param coder what made the codes
   * @param rows binary codes of all vectors
   * @param count number of vectors
   * @return number of candidates, {@value CodeQuality#HITS} or more
   * @throws IOException if codes can't be read
   */
  int binaryCandidates(VectorCoder coder, BinaryRows rows, int count) throws IOException {
    CodeTarget target = new CodeTarget(coder);
    BinaryQuery query = new BinaryQuery(coder.center().length);
    int blocks = BinaryRows.blocks(count);
    float[] estimates = new float[blocks * BinaryRows.BLOCK];
    Ranks ranks = new Ranks(targets.length);
    for (int i = 0; i < targets.length; i++) {
      target.set(targets[i]);
      query.set(target);
      rows.estimate(query, 0, blocks, estimates);
      float[] ofNearest = new float[nearest[i].length];
      for (int j = 0; j < ofNearest.length; j++) {
        ofNearest[j] = estimates[nearest[i][j]];
      }
      if (ordinals[i] >= 0) {
        estimates[ordinals[i]] = Float.NEGATIVE_INFINITY;
      }
      ranks.start(ofNearest);
      ranks.count(estimates, count, true);
      ranks.end();
    }
    return ranks.candidates();
  }

  /** Counts how many vectors codes rank before each of the true nearest ones. */
  private static final class Ranks {

    /** One count for each target and true nearest vector; those of ended targets come first. */
    private final int[] all;

    private int size;
    private float[] thresholds;
    private float least;

    Ranks(int targets) {
      all = new int[targets * CodeQuality.HITS];
    }

    /** Begins a target with the estimates of its true nearest vectors. */
    void start(float[] ofNearest) {
      thresholds = ofNearest;
      least = Float.POSITIVE_INFINITY;
      for (float threshold : ofNearest) {
        least = Math.min(least, threshold);
      }
    }

    /** Counts a batch of other vectors. */
    void count(float[] estimates, int count, boolean withEqual) {
      for (int i = 0; i < count; i++) {
        if (estimates[i] >= least) {
          for (int j = 0; j < thresholds.length; j++) {
            boolean isBefore =
                estimates[i] > thresholds[j] || (withEqual && estimates[i] == thresholds[j]);
            all[size + j] += isBefore ? 1 : 0;
          }
        }
      }
    }

    /** Ends a target. */
    void end() {
      size += thresholds.length;
    }

    /** Candidates that are enough for {@link #RECALL}. */
    int candidates() {
      if (size == 0) {
        return CodeQuality.HITS;
      }
      Arrays.sort(all, 0, size);
      return Math.max(CodeQuality.HITS, all[(int) (RECALL * (size - 1))] + 1);
    }
  }
}
