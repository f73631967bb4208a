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
 * Takes candidates from a strategy and hands them with their exact scores to the collector, more
 * and more of them, until the collector wants no more of what may come. Good for any collector: it
 * asks for more while there is none that the collector would not take, or while codes may have
 * missed some that it would. For one thread.
 */
final class CandidateSearch {

  /** With as many times the candidates of the first try, codes are given up for this target. */
  private static final int MAX_WIDENING = 4;

  /** Candidates to begin with for a collector by score, whose hits nobody knows the number of. */
  private static final long FIRST_BY_SCORE = 64;

  /** It is to miss a smaller part of its hits than one for a number of them. */
  private static final int STRICTER_BY_SCORE = 16;

  private final SearchScratch scratch;
  private final MissEstimate misses = new MissEstimate();

  // For collectors by score: vectors that are hits, and the best score of one that is none.
  private int taken;
  private float bestRefused;

  CandidateSearch(SearchScratch scratch) {
    this.scratch = scratch;
  }

  /**
   * Searches by codes.
   *
   * @param first candidates to begin with
   * @param target the codes are compared with
   * @return false if codes fail for this target: what was collected is right, but may not be all
   */
  boolean byCodes(SearchStrategy strategy, SearchRequest request, CodeTarget target, long first)
      throws IOException {
    misses.clear();
    taken = 0;
    bestRefused = Float.NEGATIVE_INFINITY;
    strategy.begin(request);
    boolean isByScore = isByScore(request.collector());
    long firstWanted = isByScore ? Math.max(first, FIRST_BY_SCORE) : first;
    boolean isDone = untilEnough(strategy, request, target, firstWanted, isByScore);
    strategy.end(); // not after an exception: nobody knows what that has left
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
      if (mayBeMore == false || collector.earlyTerminated()) {
        return true;
      }
      float needed = collector.minCompetitiveSimilarity();
      if (isByScore) {
        needed = bestRefused; // what it calls competitive sinks with what it is shown
      }
      boolean isFull = needed > 0; // as all scores are
      if (isFull) {
        int hits = isByScore ? Math.max(1, taken) : request.k();
        double missed = misses.expected(target.estimateOf(needed));
        if (MissEstimate.isTolerable(isByScore ? STRICTER_BY_SCORE * missed : missed, hits)) {
          return true;
        }
        if (MissEstimate.isHopeless(missed, hits)
            || wanted >= MAX_WIDENING * Math.max(first, hits)) {
          return false;
        }
      }
    }
  }

  /**
   * Whether a collector takes all vectors above a score, however many they are. Before it has seen
   * any, Lucene's has a least competitive score, which others don't have.
   */
  private static boolean isByScore(KnnCollector collector) {
    return collector.minCompetitiveSimilarity() > Float.NEGATIVE_INFINITY;
  }

  /** Scores candidates that were not scored before. */
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
      // One by score says that what is competitive has changed, which is where it refuses a vector.
      if (request.collector().collect(request.rows().ordToDoc(scratch.ordinals[i]), score)) {
        bestRefused = Math.max(bestRefused, score);
      } else {
        taken++;
      }
    }
  }

  /**
   * Searches by rows: candidates come with their exact scores.
   *
   * @param first candidates to begin with
   */
  void byRows(SearchStrategy strategy, SearchRequest request, long first) throws IOException {
    KnnCollector collector = request.collector();
    strategy.begin(request);
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

  /** The best last. Only some collectors care who comes first. */
  private void sortFor(KnnCollector collector) {
    if (collector.getClass() != TopKnnCollector.class) {
      Arrays.sort(scratch.candidates, 0, scratch.candidateCount);
    }
  }
}
