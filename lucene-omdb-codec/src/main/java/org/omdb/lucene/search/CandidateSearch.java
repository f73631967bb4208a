// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.TopKnnCollector;
import org.omdb.code.CodeTarget;
import org.omdb.code.MissEstimate;
import org.omdb.graph.NodeHeap;

/**
 * Takes candidates from a strategy, scores them exactly, and hands them to the collector. Then it
 * asks for twice as many, again and again, until one of these holds:
 *
 * <ul>
 *   <li>The strategy has no more candidates, or the collector has terminated early.
 *   <li>By rows: the collector takes only vectors that are better than the worst candidate. What
 *       would follow is worse still.
 *   <li>By codes: the collector is full, and {@link MissEstimate} expects a tolerable number of
 *       misses, which are vectors that the collector would take and that are no candidates.
 *   <li>By codes: the collector is full, and {@link MissEstimate} expects more misses than hits, or
 *       too many misses at {@value #MAX_WIDENING} times the first number of candidates. Then codes
 *       have failed, and the caller has to go on by rows.
 *   <li>By codes: a filter rejects what is near, so that the hits are among many vectors that are
 *       about as far, which codes can hardly tell from each other. The caller has to go on by rows.
 * </ul>
 *
 * <p>That works for any collector. For one thread.
 */
final class CandidateSearch {

  /**
   * Codes are given up for a target if they still miss too many hits among this many times the
   * first number of candidates (or the number of hits, if that is larger).
   */
  private static final int MAX_WIDENING = 4;

  /**
   * The first number of candidates for a collector by score, at least: nobody knows how many hits
   * it has.
   */
  private static final long MIN_FIRST_BY_SCORE = 64;

  /**
   * A collector by score has to find all hits. Expected misses count this many times, so that it
   * misses a smaller part than a search for k hits may. So do they if a filter rejects what is
   * near: the hits are then among many vectors that are about as far, and codes alone would miss
   * some.
   */
  private static final int MISS_WEIGHT_STRICT = 16;

  /**
   * From this {@link SearchStrategy#rejectionRatio} on, a filter is taken to reject what is near.
   */
  static final double MIN_REJECTION_RATIO = 1.5;

  /** From this one on, codes are given up. */
  static final double MAX_REJECTION_RATIO = 8;

  private final SearchScratch scratch;
  private final MissEstimate misses = new MissEstimate();

  // For collectors by score: how many vectors they took, and the best score that they refused.
  private int taken;
  private float bestRefused;

  CandidateSearch(SearchScratch scratch) {
    this.scratch = scratch;
  }

  /**
   * Searches by codes.
   *
   * @param strategy proposes candidates
   * @param request the search
   * @param target what codes are compared with
   * @param first how many candidates to begin with
   * @return false if codes fail for this target: the collected scores are right, but hits may be
   *     missing
   */
  boolean byCodes(SearchStrategy strategy, SearchRequest request, CodeTarget target, long first)
      throws IOException {
    misses.clear();
    taken = 0;
    bestRefused = Float.NEGATIVE_INFINITY;
    strategy.begin(request);
    boolean isByScore = isByScore(request.collector());
    long firstWanted = isByScore ? Math.max(first, MIN_FIRST_BY_SCORE) : first;
    boolean isDone = untilEnough(strategy, request, target, firstWanted, isByScore);
    strategy.end();
    return isDone;
  }

  private boolean untilEnough(
      SearchStrategy strategy,
      SearchRequest request,
      CodeTarget target,
      long first,
      boolean isByScore)
      throws IOException {
    KnnCollector collector = request.collector();
    for (long wanted = first; ; wanted *= 2) {
      boolean mayBeMore = strategy.find((int) Math.min(wanted, Integer.MAX_VALUE), scratch);
      score(request, target);
      if (collector.earlyTerminated()) {
        return true;
      }
      if (strategy.rejectionRatio() >= request.maxRejectionRatio()) {
        return false;
      }
      if (mayBeMore == false) {
        return true;
      }
      float needed = collector.minCompetitiveSimilarity();
      if (isByScore) {
        // Not its competitive score, which sinks with each vector that it refuses.
        needed = bestRefused;
      }
      // Scores are above 0. A collector that takes any vector has a competitive score below that.
      boolean isFull = needed > 0;
      if (isFull) {
        int hits = isByScore ? Math.max(1, taken) : request.k();
        double missed = misses.expected(target.estimateOf(needed));
        int weight = isByScore ? MISS_WEIGHT_STRICT : missWeight(strategy, request);
        if (MissEstimate.isTolerable(weight * missed, hits)) {
          return true;
        }
        if (MissEstimate.isHopeless(missed, hits)
            || wanted >= MAX_WIDENING * Math.max(first, hits)) {
          return false;
        }
      }
    }
  }

  /** How many times an expected miss counts, by what a strategy has seen of the filter. */
  static int missWeight(SearchStrategy strategy, SearchRequest request) {
    double least = strategy.rejectionRatio() / request.countError();
    return least >= MIN_REJECTION_RATIO ? MISS_WEIGHT_STRICT : 1;
  }

  /**
   * Whether a collector takes all vectors above a score, however many there are. Lucene's has a
   * competitive score before it has seen any vector; a collector of k hits has none.
   */
  private static boolean isByScore(KnnCollector collector) {
    return collector.minCompetitiveSimilarity() > Float.NEGATIVE_INFINITY;
  }

  /** Scores the candidates that were not collected before, and collects them. */
  private void score(SearchRequest request, CodeTarget target) throws IOException {
    sortFor(request.collector());
    misses.clearCandidates();
    int fresh = 0;
    for (int i = scratch.candidateCount - 1; i >= 0; i--) {
      long candidate = scratch.candidates[i];
      misses.addCandidate(NodeHeap.score(candidate));
      if (scratch.collected.add(NodeHeap.node(candidate)) == 1) {
        scratch.ordinals[fresh] = NodeHeap.node(candidate);
        scratch.estimates[fresh++] = NodeHeap.score(candidate);
      }
    }
    request.rows().bulkScore(scratch.ordinals, scratch.scores, fresh);
    for (int i = 0; i < fresh; i++) {
      misses.addError(scratch.estimates[i], target.estimateOf(scratch.scores[i]));
      float score = scratch.scores[i];
      // A collector by score returns true where it refused a vector: its competitive score changed.
      if (request.collector().collect(request.rows().ordToDoc(scratch.ordinals[i]), score)) {
        bestRefused = Math.max(bestRefused, score);
      } else {
        taken++;
      }
    }
  }

  /**
   * Searches by rows: the strategy's scores are exact already.
   *
   * @param strategy proposes candidates
   * @param request the search
   * @param first how many candidates to begin with
   */
  void byRows(SearchStrategy strategy, SearchRequest request, long first) throws IOException {
    strategy.begin(request);
    collectAll(strategy, request, first);
    strategy.end();
  }

  private void collectAll(SearchStrategy strategy, SearchRequest request, long first)
      throws IOException {
    KnnCollector collector = request.collector();
    for (long wanted = first; ; wanted *= 2) {
      boolean mayBeMore = strategy.find((int) Math.min(wanted, Integer.MAX_VALUE), scratch);
      sortFor(collector);
      float least = Float.POSITIVE_INFINITY;
      for (int i = scratch.candidateCount - 1; i >= 0; i--) {
        int node = NodeHeap.node(scratch.candidates[i]);
        float score = NodeHeap.score(scratch.candidates[i]);
        least = Math.min(least, score);
        if (scratch.collected.add(node) == 1) {
          collector.collect(request.rows().ordToDoc(node), score);
        }
      }
      if (mayBeMore == false
          || collector.earlyTerminated()
          || collector.minCompetitiveSimilarity() >= least) {
        return;
      }
    }
  }

  /** Sorts candidates, the best last. The order is all the same to Lucene's top-k collector. */
  private void sortFor(KnnCollector collector) {
    if (collector.getClass() != TopKnnCollector.class) {
      Arrays.sort(scratch.candidates, 0, scratch.candidateCount);
    }
  }
}
