// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.omdb.code.CodeQuality;
import org.omdb.code.CodeScorer;
import org.omdb.code.MissEstimate;
import org.omdb.graph.NodeHeap;

/**
 * Looks at the binary codes of all vectors, and then at longer codes of what is near by them. Takes
 * no account of a graph.
 */
final class ScanSearch implements SearchStrategy {

  private static final int MAX_WIDENING = 4;

  /**
   * Expected misses of binary codes for one that a search by longer codes lives with: what is usual
   * is in the segment's metadata, and this is for targets that are not.
   */
  private static final int TOLERANCE = 3;

  /** Candidates by whose errors binary codes are judged. */
  private static final int MAX_SAMPLED = 64;

  private final BinaryScan scan;
  private final CodeScorer scorer;
  private final CodeQuality quality;
  private final int vectorCount;
  private final NodeHeap nearest = new NodeHeap();

  /** The estimates by 3 bits of as many as there are hits. */
  private final NodeHeap hits = new NodeHeap();

  private final MissEstimate misses = new MissEstimate();
  private SearchRequest request;

  /** By how much binary codes are worse for this target than the segment's metadata says. */
  private int widening;

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
  }

  @Override
  public boolean find(int count, SearchScratch scratch) throws IOException {
    while (true) {
      long wanted = Math.max(count, widening * quality.binaryCandidatesFor(hitsOf(count)));
      int min = (int) Math.min(wanted, vectorCount);
      long[] found = scan.nearest(min, request.accepted(), request.acceptedCount());
      if (found.length > counted) {
        request.collector().incVisitedCount(found.length - counted);
        counted = found.length;
      }
      rank(found, count, scratch);
      if (found.length < min || min == vectorCount) {
        return found.length > count;
      }
      double missed = misses.expected(NodeHeap.score(hits.top())) / TOLERANCE;
      if (widening == MAX_WIDENING
          || request.collector().earlyTerminated()
          || MissEstimate.isTolerable(missed, hitsOf(count))) {
        return true;
      }
      widening *= 2;
    }
  }

  /** How many hits so many candidates are for, about: see {@link CodeQuality#candidatesFor}. */
  private static int hitsOf(int count) {
    return Math.max(1, (count - 6) * 4 / 5);
  }

  /** Puts the best of what was found into the scratch, by the codes of 3 bits. */
  private void rank(long[] found, int count, SearchScratch scratch) throws IOException {
    scratch.ensureCapacity(found.length);
    for (int i = 0; i < found.length; i++) {
      scratch.ordinals[i] = NodeHeap.node(found[i]);
    }
    scorer.bulkScore(scratch.ordinals, scratch.scores, found.length);
    misses.clear();
    nearest.clear();
    hits.clear();
    int step = Math.max(1, found.length / MAX_SAMPLED);
    for (int i = 0; i < found.length; i += step) {
      misses.addError(NodeHeap.score(found[i]), scratch.scores[i]);
    }
    for (int i = 0; i < found.length; i++) {
      misses.addCandidate(NodeHeap.score(found[i]));
      long encoded = NodeHeap.encode(scratch.ordinals[i], scratch.scores[i]);
      nearest.keepBest(encoded, count);
      hits.keepBest(encoded, hitsOf(count));
    }
    scratch.candidateCount = nearest.copyTo(scratch.candidates);
  }
}
