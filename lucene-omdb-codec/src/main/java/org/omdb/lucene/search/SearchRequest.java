// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * One search of one field.
 *
 * @param collector receives documents and exact scores, and may end the search early
 * @param accepted ordinals that may be hits; null for all
 * @param acceptedCount their number or an estimate of it, from 1 to the number of vectors
 * @param isCountExact whether it is their number
 * @param rows scores vectors exactly
 * @param areRowsOnDisk whether that has to read most of them from disk
 */
record SearchRequest(
    KnnCollector collector,
    Bits accepted,
    int acceptedCount,
    boolean isCountExact,
    RandomVectorScorer rows,
    boolean areRowsOnDisk) {

  /** Vectors that are asked for; the estimate is off by 4 % of all vectors on average, or less. */
  private static final int SAMPLED = 128;

  /** A cost below this part of all vectors is as good as a sample: one that finds a single one. */
  private static final int MIN_COST_FRACTION = SAMPLED;

  /** An estimate of the number of accepted vectors may be so many times the truth. */
  private static final double MAX_COUNT_ERROR = 2;

  /**
   * Makes a request.
   *
   * @param collector receives documents and exact scores
   * @param acceptDocs documents that may be hits
   * @param rows scores all vectors, 1 or more
   * @param areRowsOnDisk whether that has to read most of them from disk
   */
  static SearchRequest of(
      KnnCollector collector, AcceptDocs acceptDocs, RandomVectorScorer rows, boolean areRowsOnDisk)
      throws IOException {
    Bits accepted = rows.getAcceptOrds(acceptDocs.bits());
    int cost = acceptDocs.cost();
    return new SearchRequest(
        collector,
        accepted,
        countAccepted(accepted, cost, rows),
        isExact(cost, rows),
        rows,
        areRowsOnDisk);
  }

  /**
   * Estimates how many vectors may be hits. Lucene's {@code AcceptDocs.cost()} is in documents, of
   * which not all may have a vector. Where only deletions count, it is the number of all documents,
   * however many are deleted.
   *
   * @param accepted ordinals that may be hits; null for all
   * @param cost what Lucene expects, in documents
   * @param vectors all vectors, 1 or more
   * @return from 1 to the number of vectors
   */
  static int countAccepted(Bits accepted, int cost, RandomVectorScorer vectors) {
    int count = vectors.maxOrd();
    if (accepted == null) {
      return count;
    }
    if (isExact(cost, vectors) || cost < count / MIN_COST_FRACTION) {
      return Math.max(1, cost);
    }
    int found = 0;
    for (int i = 0; i < SAMPLED; i++) {
      int ordinal = (int) ((mix(i) * count) >>> Integer.SIZE);
      found += accepted.get(ordinal) ? 1 : 0;
    }
    // If none was found, the most likely number is below that of one found: half of it.
    long estimate = (long) (count * Math.max(found, 0.5) / SAMPLED);
    return Math.clamp(estimate, 1, Math.max(1, Math.min(cost, count)));
  }

  /** Whether all documents have a vector, and not all of them may be hits. */
  private static boolean isExact(int cost, RandomVectorScorer vectors) {
    int count = vectors.maxOrd();
    return cost < count && vectors.ordToDoc(count - 1) == count - 1;
  }

  /**
   * Scatters numbers, so that what is asked for follows no period of what is deleted: the end of
   * MurmurHash3.
   *
   * @return from 0 to 2^32 - 1
   */
  private static long mix(int i) {
    int hash = (i + 1) * 0x9E3779B9;
    hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
    hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
    return Integer.toUnsignedLong(hash ^ hash >>> 16);
  }

  /**
   * Whether all accepted vectors may be compared by rows if the filter rejects what is near. Not if
   * the collector does not allow to look at so many: a walk is all that there is then. And not if
   * rows are on disk: many more codes take less.
   */
  boolean mayGoByRows() {
    return accepted != null && areRowsOnDisk == false && collector.visitLimit() >= acceptedCount;
  }

  /** The {@link SearchStrategy#rejectionRatio} from which on codes are given up for rows. */
  double maxRejectionRatio() {
    return mayGoByRows() ? CandidateSearch.MAX_REJECTION_RATIO : Double.POSITIVE_INFINITY;
  }

  /** {@link SearchStrategy#rejectionRatio} where nothing shows it: high enough for caution. */
  double unknownRejectionRatio() {
    return CandidateSearch.MIN_REJECTION_RATIO * countError();
  }

  /** How many times the truth the number of accepted vectors may be. */
  double countError() {
    return isCountExact ? 1 : MAX_COUNT_ERROR;
  }

  int k() {
    return collector.k();
  }

  /**
   * The same search without a count of what it visits. For where a search by graph is given up for
   * one of all accepted vectors: a limit of visited vectors is there to end it for just that.
   */
  SearchRequest uncounted() {
    return new SearchRequest(
        new Uncounted(collector), accepted, acceptedCount, isCountExact, rows, areRowsOnDisk);
  }

  private static final class Uncounted extends KnnCollector.Decorator {

    Uncounted(KnnCollector collector) {
      super(collector);
    }

    @Override
    public void incVisitedCount(int count) {}
  }
}
