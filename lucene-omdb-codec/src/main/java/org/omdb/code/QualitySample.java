// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.IOSupplier;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.graph.NodeHeap;
import org.omdb.work.Progress;
import org.omdb.work.WorkThreads;

/**
 * Measures {@link CodeQuality} on a sample of targets when a segment is written. For each target,
 * the true nearest vectors are found by float32 rows. Then it counts how many vectors codes rank
 * before each of these. The result depends on the vectors alone.
 */
public final class QualitySample {

  /** The part of the true nearest vectors that has to be among the candidates. */
  private static final float RECALL = 0.97f;

  /**
   * If searches would begin with this many candidates or more, alarms are not counted: such codes
   * are too coarse to be used in any case, see {@link CodeQuality#isGood}.
   */
  private static final int MAX_CANDIDATES = 128;

  /** Vectors that are compared at a time. */
  private static final int BATCH = 256;

  /** Comparisons of codes that take longer than a thread to start. */
  private static final int COMPARED_PER_HELPER = 1 << 14;

  private final SampleTargets targets;
  private final int count;
  private final WorkThreads.Stage perTarget;

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
   * @param threads do it; their progress is told of the stage "true neighbors"
   * @throws IOException if vectors can't be read, or if thrown by the progress
   */
  public QualitySample(FloatVectorValues vectors, RowScorers scorers, WorkThreads threads)
      throws IOException {
    this.targets = new SampleTargets(vectors, scorers, threads);
    this.count = vectors.size();
    int targetsPerHelper = Math.max(1, COMPARED_PER_HELPER / count);
    this.perTarget = new WorkThreads.Stage("quality", targets.size(), 1, targetsPerHelper);
  }

  /**
   * Measures 3-bit codes.
   *
   * @param coder what made the codes
   * @param codes makes scorers of all vectors by codes
   * @param threads do it; their progress is told of the stage "quality", which has an item per
   *     target
   * @return their quality, with 0 binary candidates
   * @throws IOException if codes can't be read, or if thrown by the progress
   */
  CodeQuality measure(VectorCoder coder, IOSupplier<CodeScorer> codes, WorkThreads threads)
      throws IOException {
    Ranks[] ranks = new Ranks[targets.size()];
    NodeHeap[] best = new NodeHeap[targets.size()];
    threads.forEach(
        perTarget,
        () -> {
          CodeScorer scorer = codes.get();
          CodeTarget target = new CodeTarget(coder);
          return (first, end) -> {
            for (int i = first; i < end; i++) {
              target.set(targets.target(i));
              scorer.setTarget(target);
              best[i] = new NodeHeap();
              ranks[i] = rank(i, scorer, best[i], threads.progress());
            }
          };
        });
    int candidates = Ranks.candidates(ranks);
    int alarms = 0;
    int first = (int) new CodeQuality(candidates, 0, 0).candidatesFor(CodeQuality.HITS);
    CodeTarget target = new CodeTarget(coder);
    for (int i = 0; i < targets.size() && first < Math.min(MAX_CANDIDATES, count); i++) {
      target.set(targets.target(i));
      alarms += isAlarm(target, targets.rows(i), best[i], first) ? 1 : 0;
    }
    return new CodeQuality(candidates, 0, 100 * alarms / Math.max(1, targets.size()));
  }

  /**
   * Ranks all vectors by codes.
   *
   * @param i the target, which is that of the scorer too
   * @param best receives the best candidates
   */
  private Ranks rank(int i, CodeScorer codes, NodeHeap best, Progress progress) throws IOException {
    int[] batch = new int[BATCH];
    float[] estimates = new float[BATCH];
    int[] nearest = targets.nearest(i);
    float[] ofNearest = new float[nearest.length];
    codes.bulkScore(nearest, ofNearest, nearest.length);
    Ranks ranks = new Ranks(ofNearest);
    for (int start = 0; start < count; start += BATCH) {
      progress.done(perTarget.name(), i, targets.size());
      int size = fill(batch, start);
      codes.bulkScore(batch, estimates, size);
      int ordinal = targets.ordinal(i);
      if (ordinal >= start && ordinal < start + size) {
        estimates[ordinal - start] = Float.NEGATIVE_INFINITY;
      }
      ranks.count(estimates, size, false);
      for (int j = 0; j < size; j++) {
        best.keepBest(NodeHeap.encode(start + j, estimates[j]), MAX_CANDIDATES);
      }
    }
    return ranks;
  }

  private int fill(int[] batch, int start) {
    int size = Math.min(BATCH, count - start);
    for (int j = 0; j < size; j++) {
      batch[j] = start + j;
    }
    return size;
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
   * @param rows opens the binary codes of all vectors
   * @param threads do it
   * @return number of candidates, {@value CodeQuality#HITS} or more
   * @throws IOException if codes can't be read, or if thrown by the progress
   */
  int binaryCandidates(VectorCoder coder, IOSupplier<BinaryRows> rows, WorkThreads threads)
      throws IOException {
    Ranks[] ranks = new Ranks[targets.size()];
    threads.forEach(
        perTarget,
        () -> {
          BinaryRows opened = rows.get();
          CodeTarget target = new CodeTarget(coder);
          BinaryQuery query = new BinaryQuery(coder.center().length);
          int blocks = BinaryRows.blocks(count);
          float[] estimates = new float[blocks * BinaryRows.BLOCK];
          return (first, end) -> {
            for (int i = first; i < end; i++) {
              target.set(targets.target(i));
              query.set(target);
              opened.estimate(query, 0, blocks, estimates);
              ranks[i] = rank(i, estimates);
            }
          };
        });
    return Ranks.candidates(ranks);
  }

  private Ranks rank(int i, float[] estimates) {
    int[] nearest = targets.nearest(i);
    float[] ofNearest = new float[nearest.length];
    for (int j = 0; j < nearest.length; j++) {
      ofNearest[j] = estimates[nearest[j]];
    }
    if (targets.ordinal(i) >= 0) {
      estimates[targets.ordinal(i)] = Float.NEGATIVE_INFINITY;
    }
    Ranks ranks = new Ranks(ofNearest);
    ranks.count(estimates, count, true);
    return ranks;
  }

  /** Counts how many vectors codes rank before each of the true nearest ones of a target. */
  private static final class Ranks {

    private final float[] ofNearest;
    private final int[] before;
    private final float least;

    /**
     * @param ofNearest estimates of the true nearest vectors
     */
    Ranks(float[] ofNearest) {
      this.ofNearest = ofNearest;
      this.before = new int[ofNearest.length];
      float min = Float.POSITIVE_INFINITY;
      for (float estimate : ofNearest) {
        min = Math.min(min, estimate);
      }
      this.least = min;
    }

    /** Counts a batch of other vectors. */
    void count(float[] estimates, int size, boolean withEqual) {
      for (int i = 0; i < size; i++) {
        if (estimates[i] >= least) {
          for (int j = 0; j < before.length; j++) {
            boolean isBefore =
                estimates[i] > ofNearest[j] || (withEqual && estimates[i] == ofNearest[j]);
            before[j] += isBefore ? 1 : 0;
          }
        }
      }
    }

    /** Candidates that are enough for {@link #RECALL} of the nearest vectors of all targets. */
    static int candidates(Ranks[] ofTargets) {
      int[] all =
          Arrays.stream(ofTargets).flatMapToInt(ranks -> Arrays.stream(ranks.before)).toArray();
      if (all.length == 0) {
        return CodeQuality.HITS;
      }
      Arrays.sort(all);
      return Math.max(CodeQuality.HITS, all[(int) (RECALL * (all.length - 1))] + 1);
    }
  }
}
