// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import org.apache.lucene.util.hnsw.HnswGraphSearcher;

/**
 * How a search of one field finds what it scores by float32 rows, and how much of that there is.
 * The way that takes least is taken; what it takes is said in codes that are compared, about, as it
 * was measured on x86 with vectors of 512 bits. Immutable.
 */
final class SearchPlan {

  /** What a search does. */
  enum Way {
    /** Compares all accepted vectors by their codes. */
    LIST,

    /**
     * Looks at the binary codes of all vectors, and then at longer ones of what is near by them.
     */
    SCAN,

    /** Walks through the graph. */
    WALK,

    /** Scores all accepted vectors, which is Lucene's to do. */
    EXACT
  }

  /** A search by codes finds as many more vectors than it is asked for, and again as many more. */
  static final int WIDER = 4;

  /** Vectors whose binary codes are looked at in the time of comparing a code. */
  private static final int ROWS_PER_CODE = 16;

  /** Codes that are compared in the time of scoring a vector. */
  private static final int CODES_PER_VECTOR = 4;

  /** What a walk takes for each node that Lucene expects to be visited. */
  private static final int CODES_PER_NODE = 4;

  /** What a walk takes at least, codes of a sample and descending among it. */
  private static final int CODES_PER_WALK = 500;

  /**
   * Where so few are accepted, 1 of as many, Lucene's searches score most of them, and find all
   * that are near: other ways have to be thorough then.
   */
  private static final int FEW = 4;

  /** Vectors that a thorough scan finds of one that it would find otherwise. */
  private static final int THOROUGH_SCAN = 4;

  /** Vectors that are scored then, of one that would be otherwise. */
  private static final int THOROUGH = 2;

  private final SearchFieldMeta meta;
  private final boolean hasCodes;
  private final boolean canScan;

  /**
   * @param hasCodes whether there are codes that are compared faster than vectors
   * @param canScan whether there are binary codes of all vectors, and a look at them is fast or
   *     there is no graph
   */
  SearchPlan(SearchFieldMeta meta, boolean hasCodes, boolean canScan) {
    this.meta = meta;
    this.hasCodes = hasCodes;
    this.canScan = canScan;
  }

  /**
   * The way to take.
   *
   * @param k how many hits are wanted
   * @param accepted how many vectors count
   */
  Way way(int k, int accepted) {
    long expected = HnswGraphSearcher.expectedVisitedNodes(k, meta.count());
    int perCode = hasCodes ? 1 : CODES_PER_VECTOR;
    long list = (long) perCode * accepted;
    Way way = hasCodes ? Way.LIST : Way.EXACT;
    long least = list;
    if (meta.hasGraph()) {
      // Without codes Lucene's rule.
      long walk = hasCodes ? CODES_PER_NODE * expected + CODES_PER_WALK : perCode * expected;
      if (walk < least) {
        way = Way.WALK;
        least = walk;
      }
    }
    if (canScan && meta.count() / ROWS_PER_CODE + perCode * wanted(k, accepted) < least) {
      way = Way.SCAN;
    }
    return way;
  }

  private boolean isThorough(int accepted) {
    return accepted < meta.count() / FEW;
  }

  /** How many vectors a scan has to find. */
  long wanted(int k, int accepted) {
    long wanted = ScanWidth.forHits(meta.scanWidth(), k);
    return isThorough(accepted) ? THOROUGH_SCAN * wanted : wanted;
  }

  /** How many more vectors than a walk looks for are scored, of those that it meets. */
  static int spares(int k) {
    return WIDER + k / 16;
  }

  /**
   * How many vectors are scored of those that were compared by codes.
   *
   * @param isAll whether that was done with all accepted ones
   */
  long scored(int k, int accepted, boolean isAll) {
    long scored = (long) k + WIDER + spares(k);
    return isAll || isThorough(accepted) ? THOROUGH * scored : scored;
  }
}
