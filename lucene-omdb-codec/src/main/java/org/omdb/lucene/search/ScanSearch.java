// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.omdb.code.CodeQuality;
import org.omdb.code.CodeScorer;
import org.omdb.code.MissEstimate;
import org.omdb.graph.NodeHeap;

/**
 * Compares the binary codes of all vectors with the target, and then the 3-bit codes of the best of
 * them. Does not use the graph.
 *
 * <p>The scan begins with {@link CodeQuality#binaryCandidatesFor} candidates. It doubles them, at
 * most to {@value #MAX_WIDENING} times that number, while {@link MissEstimate} expects more misses
 * than are tolerable. It ends early where a filter rejects so much of what is near that rows are
 * better ({@link SearchRequest#maxRejectionRatio}).
 */
final class ScanSearch implements SearchStrategy {

  private static final int MAX_WIDENING = 4;

  /**
   * Expected misses count so many times: those of binary codes come on top of those of 3-bit codes,
   * and more candidates of a scan cost little.
   */
  private static final double MISS_WEIGHT = 2.5;

  /** The error of binary codes is estimated from about this many candidates. */
  private static final int ERROR_SAMPLE = 64;

  private final BinaryScan scan;
  private final CodeScorer scorer;
  private final CodeQuality quality;
  private final int vectorCount;
  private final NodeHeap nearest = new NodeHeap();

  /** The best vectors by 3-bit codes, as many as the search wants hits. */
  private final NodeHeap hits = new NodeHeap();

  private final MissEstimate misses = new MissEstimate();
  private SearchRequest request;

  /** How many times the measured number of binary candidates this target needs. */
  private int widening;

  /** Candidates that the collector knows as visited. */
  private int counted;

  ScanSearch(BinaryScan scan, CodeScorer scorer, CodeQuality quality) {
    this.scan = scan;
    this.scorer = scorer;
    this.quality = quality;
    this.vectorCount = scorer.maxOrd();
  }

  @Override
  public void begin(SearchRequest newRequest) throws IOException {
    request = newRequest;
    widening = 1;
    counted = 0;
    scan.begin();
  }

  @Override
  public void end() {
    scan.end();
    request = null;
  }

  @Override
  public double rejectionRatio() {
    return scan.rejectionRatio();
  }

  @Override
  public boolean find(int count, SearchScratch scratch) throws IOException {
    while (true) {
      long wanted =
          Math.max(count, widening * quality.binaryCandidatesFor(CodeQuality.hitsFor(count)));
      int min = (int) Math.min(wanted, vectorCount);
      long[] found =
          scan.nearest(
              min, request.accepted(), request.acceptedCount(), request.maxRejectionRatio());
      if (found.length > counted) {
        request.collector().incVisitedCount(found.length - counted);
        counted = found.length;
      }
      rank(found, count, scratch);
      if (found.length < min || min == vectorCount) {
        return found.length > count;
      }
      int weight = CandidateSearch.missWeight(this, request);
      double missed = weight * MISS_WEIGHT * misses.expected(NodeHeap.score(hits.top()));
      if (widening == MAX_WIDENING
          || request.collector().earlyTerminated()
          || MissEstimate.isTolerable(missed, CodeQuality.hitsFor(count))) {
        return true;
      }
      widening *= 2;
    }
  }

  /** Ranks what the scan found by 3-bit codes, and puts the best into the scratch. */
  private void rank(long[] found, int count, SearchScratch scratch) throws IOException {
    scratch.ensureCapacity(found.length);
    for (int i = 0; i < found.length; i++) {
      scratch.ordinals[i] = NodeHeap.node(found[i]);
    }
    scorer.bulkScore(scratch.ordinals, scratch.scores, found.length);
    misses.clear();
    nearest.clear();
    hits.clear();
    int step = Math.max(1, found.length / ERROR_SAMPLE);
    for (int i = 0; i < found.length; i += step) {
      misses.addError(NodeHeap.score(found[i]), scratch.scores[i]);
    }
    int hitCount = CodeQuality.hitsFor(count);
    for (int i = 0; i < found.length; i++) {
      misses.addCandidate(NodeHeap.score(found[i]));
      long encoded = NodeHeap.encode(scratch.ordinals[i], scratch.scores[i]);
      nearest.keepBest(encoded, count);
      hits.keepBest(encoded, hitCount);
    }
    scratch.candidateCount = nearest.copyTo(scratch.candidates);
  }
}
