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

  /** A collector by score wants to see so many vectors below it before it has enough. */
  private static final long FIRST_BY_SCORE = 160;

  private final SearchScratch scratch;
  private final MissEstimate misses = new MissEstimate();

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
      boolean isFull = needed > 0; // as all scores are
      if (isFull && isByScore) {
        if (misses.isReached(target.estimateOf(needed))) {
          return true;
        }
      } else if (isFull) {
        double missed = misses.expected(target.estimateOf(needed));
        if (MissEstimate.isTolerable(missed, request.k())) {
          return true;
        }
        if (MissEstimate.isHopeless(missed, request.k()) || wanted >= MAX_WIDENING * first) {
          return false;
        }
      }
    }
  }

  /**
   * Whether a collector takes all vectors above a score, however many they are. Before it has seen
   * any, Lucene's has a least competitive score, which others don't have; it sinks with what it is
   * shown.
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
      request.collector().collect(request.rows().ordToDoc(scratch.ordinals[i]), scratch.scores[i]);
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
