// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.graph.NodeHeap;

/**
 * Measures {@link CodeQuality}: some targets are searched exactly, by float32 rows, and what codes
 * say of the true nearest is compared with what they say of all others. Half of the targets are
 * vectors of the segment, the others lie between and around vectors. Which ones depends on the
 * vectors alone. For one thread.
 */
public final class QualitySample {

  private static final int TARGETS = 32;
  private static final int TARGETS_OF_SMALL = 16;

  /** Vectors of a segment that is small: every flush of a few thousand has to pay for this. */
  private static final int SMALL = 20_000;

  /** The part of the nearest vectors that has to be among the candidates. */
  private static final float RECALL = 0.97f;

  /**
   * How far targets that are no vectors lie from one, on the way to or by the way between others.
   */
  private static final float STEP = 0.25f;

  /** More candidates than those of a first try are not needed to judge it. */
  private static final int MOST_CANDIDATES = 128;

  private static final long SEED = 42;
  private static final int BATCH = 256;

  private final float[][] targets;

  /** Of each target. */
  private final RandomVectorScorer[] rows;

  /** Which vector a target is; -1 for none. */
  private final int[] ordinals;

  /** The true nearest of each target. */
  private final int[][] nearest;

  /** Scorers of targets that compare float32 rows. */
  @FunctionalInterface
  public interface RowScorers {
    /**
     * A scorer for one thread.
     *
     * @param target of the field's dimension
     * @return scores vectors as the similarity does
     * @throws IOException if vectors can't be read
     */
    RandomVectorScorer of(float[] target) throws IOException;
  }

  /**
   * Draws targets, and searches them exactly.
   *
   * @param vectors two or more
   * @param scorers compare them
   * @param abortCheck throws if the result is not wanted any more; called now and then
   * @throws IOException if vectors can't be read, or what the check throws
   */
  public QualitySample(FloatVectorValues vectors, RowScorers scorers, IORunnable abortCheck)
      throws IOException {
    int count = vectors.size();
    int size = Math.min(count, count <= SMALL ? TARGETS_OF_SMALL : TARGETS);
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
    search(count, abortCheck);
  }

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
        float moved = target[j] + STEP * (to[j] - from[j]);
        target[j] = Float.isFinite(moved) ? moved : target[j];
      }
    }
    targets[i] = target;
  }

  private void search(int count, IORunnable abortCheck) throws IOException {
    NodeHeap[] heaps = new NodeHeap[targets.length];
    for (int i = 0; i < targets.length; i++) {
      heaps[i] = new NodeHeap();
    }
    int[] batch = new int[BATCH];
    float[] scores = new float[BATCH];
    for (int start = 0; start < count; start += BATCH) {
      abortCheck.run();
      int size = fill(batch, start, count);
      for (int i = 0; i < targets.length; i++) { // while the rows are in the cache
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
   * Measures codes of 3 bits.
   *
   * @param coder of the vectors
   * @param codes of all vectors
   * @param abortCheck as in the constructor
   * @return with no binary candidates
   * @throws IOException if codes can't be read, or what the check throws
   */
  CodeQuality measure(VectorCoder coder, CodeScorer codes, IORunnable abortCheck)
      throws IOException {
    int count = codes.maxOrd();
    int[] batch = new int[BATCH];
    float[] estimates = new float[BATCH];
    Ranks ranks = new Ranks(targets.length);
    NodeHeap[] best = new NodeHeap[targets.length];
    CodeTarget target = new CodeTarget(coder);
    for (int i = 0; i < targets.length; i++) {
      abortCheck.run();
      target.set(targets[i]);
      codes.setTarget(target);
      float[] ofNearest = new float[nearest[i].length];
      codes.bulkScore(nearest[i], ofNearest, ofNearest.length);
      ranks.start(ofNearest);
      best[i] = new NodeHeap();
      for (int start = 0; start < count; start += BATCH) {
        int size = fill(batch, start, count);
        codes.bulkScore(batch, estimates, size);
        if (ordinals[i] >= start && ordinals[i] < start + size) {
          estimates[ordinals[i] - start] = Float.NEGATIVE_INFINITY;
        }
        ranks.count(estimates, size, false);
        for (int j = 0; j < size; j++) {
          best[i].keepBest(NodeHeap.encode(start + j, estimates[j]), MOST_CANDIDATES);
        }
      }
      ranks.end();
    }
    int candidates = ranks.candidates();
    int alarms = 0;
    int first = (int) new CodeQuality(candidates, 0, 0).candidatesFor(CodeQuality.HITS);
    for (int i = 0; i < targets.length && first < Math.min(MOST_CANDIDATES, count); i++) {
      target.set(targets[i]);
      alarms += isAlarm(target, rows[i], best[i], first) ? 1 : 0;
    }
    return new CodeQuality(candidates, 0, 100 * alarms / Math.max(1, targets.length));
  }

  /** Whether a search would not trust the first candidates. */
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
   * How many candidates binary codes need.
   *
   * @param coder of the vectors
   * @param rows of all vectors
   * @param count how many these are
   * @return {@value CodeQuality#HITS} or more, or the number of vectors if that is less; those that
   *     binary codes say are as near as a true nearest one count too, for a scan looks at them
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

  /** Counts, per true nearest vector, the others that codes put before it. */
  private static final class Ranks {

    private final int[] all;
    private int size;
    private float[] thresholds;
    private float least;

    Ranks(int targets) {
      all = new int[targets * CodeQuality.HITS];
    }

    /** Begins with the estimates of the nearest vectors of a target. */
    void start(float[] ofNearest) {
      thresholds = ofNearest;
      least = Float.POSITIVE_INFINITY;
      for (float threshold : ofNearest) {
        least = Math.min(least, threshold);
      }
    }

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

    void end() {
      size += thresholds.length;
    }

    int candidates() {
      if (size == 0) {
        return CodeQuality.HITS;
      }
      Arrays.sort(all, 0, size);
      return Math.max(CodeQuality.HITS, all[(int) (RECALL * (size - 1))] + 1);
    }
  }
}
