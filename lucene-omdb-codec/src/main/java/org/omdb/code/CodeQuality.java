// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/**
 * How good the codes of a field are in a segment: how many of the vectors that codes rank first
 * have to be scored exactly so that the true {@value #HITS} nearest are among them. For 97 % of the
 * true nearest they are. {@link QualitySample} measures it when the segment is written. Immutable.
 *
 * @param candidates for 3-bit codes, {@value #HITS} or more; 0 if there are no codes
 * @param binaryCandidates for binary codes, likewise; 0 unless there are binary codes of all
 *     vectors
 * @param alarms percentage of targets for which a search would not trust its first candidates and
 *     would look at more, see {@link MissEstimate}
 */
public record CodeQuality(int candidates, int binaryCandidates, int alarms) {

  /** Number of nearest vectors that is measured with. */
  public static final int HITS = 10;

  /** No codes. */
  public static final CodeQuality NONE = new CodeQuality(0, 0, 0);

  /**
   * If 3-bit codes need more candidates than this, they are not used: comparing rows takes no more
   * time if most rows are in the processor's caches, and graphs built by rows are better.
   */
  private static final int MAX_CANDIDATES = 16;

  /** The same for rows in memory, which take several times as long. */
  private static final int MAX_CANDIDATES_BEYOND_CACHES = 32;

  /**
   * The same for large segments, which may be larger than memory. There codes spare most of the
   * reads from disk, and a merge by codes takes three quarters of the time. A search with all in
   * memory compares rows if that is cheaper.
   */
  private static final int MAX_CANDIDATES_IF_LARGE = 64;

  /** In bytes: if all rows take at most this, most of them are in the processor's caches. */
  public static final long MAX_CACHED_BYTES = 32 << 20;

  /** In bytes: a segment is large if its rows take more than this. */
  private static final long MIN_LARGE_BYTES = 128 << 20;

  /** With more alarms than this, in percent, 3-bit codes are not used. */
  private static final int MAX_ALARMS = 30;

  /** The same for large segments. */
  private static final int MAX_ALARMS_IF_LARGE = 60;

  /**
   * If binary codes need more candidates than this, a walk is faster than a scan, whose time is
   * that of looking at its candidates.
   */
  private static final int MAX_BINARY_CANDIDATES = 64;

  /** Candidates beyond the hits in any case. */
  private static final int SPARE = 4;

  /**
   * Candidates added by measurement are at least this many, and one for every {@value
   * #HITS_PER_SPARE} hits.
   */
  private static final int MIN_MEASURED = 2;

  private static final int HITS_PER_SPARE = 4;

  /** Binary candidates added per hit beyond {@value #HITS}, where nothing was measured. */
  private static final int BINARY_PER_HIT = 5;

  /** Checks the ranges. */
  public CodeQuality {
    if (candidates < 0 || binaryCandidates < 0 || alarms < 0 || alarms > 100) {
      throw new IllegalArgumentException(
          candidates + " and " + binaryCandidates + " candidates, " + alarms + " % alarms");
    }
  }

  /**
   * Whether 3-bit codes are good enough to search and build by.
   *
   * @param rowBytes bytes of all float32 rows together
   * @return false if searches and builds are better off with rows
   */
  public boolean isGood(long rowBytes) {
    if (rowBytes > MIN_LARGE_BYTES) {
      return needsAtMost(MAX_CANDIDATES_IF_LARGE, MAX_ALARMS_IF_LARGE);
    }
    boolean isCached = rowBytes <= MAX_CACHED_BYTES;
    return needsAtMost(isCached ? MAX_CANDIDATES : MAX_CANDIDATES_BEYOND_CACHES, MAX_ALARMS);
  }

  private boolean needsAtMost(int maxCandidates, int maxAlarms) {
    return candidates > 0 && candidates <= maxCandidates && alarms <= maxAlarms;
  }

  /**
   * Whether a scan of binary codes may be faster than a walk through a graph.
   *
   * @return false if binary codes need too many candidates, or there are none of all vectors
   */
  public boolean isGoodForScan() {
    return binaryCandidates > 0 && binaryCandidates <= MAX_BINARY_CANDIDATES;
  }

  /**
   * How many candidates a search by 3-bit codes begins with. With {@code m} the measured candidates
   * beyond {@value #HITS}, it is
   *
   * <pre>hits + 4 + max(1.5 * m * (hits + 10) / 20, 2 + hits / 4)</pre>
   *
   * <p>At {@value #HITS} hits these are 4 and 1.5 times the measured ones. {@code benchmarks/run
   * --scenario zoo} checks that recall holds with them.
   *
   * @param hits number of nearest vectors that are wanted
   * @return more than {@code hits}
   */
  public long candidatesFor(int hits) {
    long measured = 3L * (candidates - HITS) * (hits + (long) HITS) / (4 * HITS);
    return hits + SPARE + Math.max(measured, MIN_MEASURED + hits / HITS_PER_SPARE);
  }

  /**
   * How many hits a number of candidates is for, about: the inverse of {@link #candidatesFor} where
   * it is least, {@code hits * 5 / 4 + 6}.
   *
   * @param candidates number of candidates
   * @return 1 or more
   */
  public static int hitsFor(int candidates) {
    long spare = SPARE + MIN_MEASURED;
    return (int) Math.max(1, (candidates - spare) * HITS_PER_SPARE / (HITS_PER_SPARE + 1));
  }

  /**
   * How many candidates a scan of binary codes begins with. At {@value #HITS} hits it is twice the
   * measured number, since 3 % of the true nearest needed more than that:
   *
   * <pre>2 * binaryCandidates * (hits + 10) / 20 + 5 * max(0, hits - 10)</pre>
   *
   * @param hits number of nearest vectors that are wanted
   * @return {@code hits} or more
   */
  public long binaryCandidatesFor(int hits) {
    long enough = 2L * binaryCandidates;
    long scaled = (enough * (hits + (long) HITS) + 2 * HITS - 1) / (2 * HITS); // rounded up
    return Math.max(hits, scaled + BINARY_PER_HIT * Math.max(0L, hits - HITS));
  }
}
