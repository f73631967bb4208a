// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/**
 * How good codes are at telling vectors apart, as {@link QualitySample} measured it with the truth:
 * of the vectors that codes say are nearest, how many have to be looked at for the true {@value
 * #HITS} nearest to be among them in 97 % of cases. Immutable.
 *
 * @param candidates by codes of 3 bits, {@value #HITS} or more; 0 if there are no codes
 * @param binaryCandidates by codes of 1 bit, likewise; 0 if there are none of all vectors
 * @param alarms in how many percent of cases a search would not trust its candidates, as {@link
 *     MissEstimate} says, and look at more
 */
public record CodeQuality(int candidates, int binaryCandidates, int alarms) {

  /** Nearest vectors that are looked for. */
  public static final int HITS = 10;

  /** With no codes. */
  public static final CodeQuality NONE = new CodeQuality(0, 0, 0);

  /**
   * With more candidates than this, comparing float32 rows is as fast, if these are in the caches
   * for the most part; and graphs are better that are built by them.
   */
  private static final int MAX_CANDIDATES = 16;

  /** And if rows come from memory, which takes several times as long. */
  private static final int MAX_CANDIDATES_BEYOND_CACHES = 32;

  /** Rows that are in the caches for the most part: they take no more bytes. */
  private static final long MAX_CACHED_BYTES = 32 << 20;

  private static final int MAX_ALARMS = 20;

  /** Candidates beyond those that are wanted, at least. */
  private static final long SPARE = 4;

  /** Binary codes need so many candidates more for each hit beyond {@value #HITS}. */
  private static final int BINARY_PER_HIT = 5;

  /**
   * With more candidates than this, a walk is faster than a scan, whose time is that of looking at
   * them.
   */
  private static final int MAX_BINARY_CANDIDATES = 64;

  /** Checks the ranges. */
  public CodeQuality {
    if (candidates < 0 || binaryCandidates < 0 || alarms < 0 || alarms > 100) {
      throw new IllegalArgumentException(
          candidates + " and " + binaryCandidates + " candidates, " + alarms + " % alarms");
    }
  }

  /**
   * Whether the codes of 3 bits tell vectors apart.
   *
   * @param rowBytes that all float32 rows take
   * @return false if searches and builds are better off with float32 rows
   */
  public boolean isGood(long rowBytes) {
    int most = rowBytes <= MAX_CACHED_BYTES ? MAX_CANDIDATES : MAX_CANDIDATES_BEYOND_CACHES;
    return candidates > 0 && candidates <= most && alarms <= MAX_ALARMS;
  }

  /**
   * Whether a scan of binary codes may be faster than a walk through a graph.
   *
   * @return whether there are binary codes of all vectors, and these tell them apart
   */
  public boolean isGoodForScan() {
    return binaryCandidates > 0 && binaryCandidates <= MAX_BINARY_CANDIDATES;
  }

  /**
   * How many candidates codes of 3 bits need.
   *
   * @param hits nearest vectors that are wanted
   * @return more than {@code hits}
   */
  public long candidatesFor(int hits) {
    long measured = 3L * (candidates - HITS) * (hits + (long) HITS) / (4 * HITS);
    return hits + SPARE + Math.max(measured, SPARE / 2 + hits / 4);
  }

  /**
   * How many candidates binary codes need. Half of them grow with the hits.
   *
   * @param hits nearest vectors that are wanted
   * @return {@code hits} or more
   */
  public long binaryCandidatesFor(int hits) {
    long enough = 2L * binaryCandidates; // of what is measured 3 % are beyond
    long part = (enough * (hits + (long) HITS) + 2 * HITS - 1) / (2 * HITS);
    return Math.max(hits, part + BINARY_PER_HIT * Math.max(0L, hits - HITS));
  }
}
