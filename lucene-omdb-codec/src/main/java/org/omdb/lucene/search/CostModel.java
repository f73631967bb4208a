// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.code.CodeQuality;

/**
 * Says which way of searching a field is the cheapest. Costs are in nanoseconds as they were
 * measured on an AMD EPYC with vectors of 512 bits ({@code benchmarks/run jmh
 * 'DistanceKernels|GraphWalk'}); elsewhere their ratios are about the same. Immutable.
 */
final class CostModel {

  /** What a search does. */
  enum Way {
    /** {@link ListSearch}. */
    LIST,

    /** {@link ScanSearch}. */
    SCAN,

    /** {@link WalkSearch} by codes. */
    WALK_BY_CODES,

    /** {@link WalkSearch} by float32 rows, or by bytes. */
    WALK_BY_ROWS,

    /** {@link ExactSearch}. */
    EXACT
  }

  private static final double PER_COMPONENT = 0.018;

  /** Of comparing a code, beside its components. */
  private static final double PER_CODE = 6;

  /** Of a code that no other is near to in memory. */
  private static final double PER_LISTED = 20;

  /** Of a search by codes, whatever it finds: the target is rotated and cut into codes first. */
  private static final double CODES_FIRST = 2_500;

  /** Of a scan, likewise. */
  private static final double SCAN_FIRST = 1_500;

  /** Of a candidate of a scan: what finds and sorts it, beside its code. */
  private static final double PER_SCANNED = 45;

  /**
   * Candidates of a scan for more hits than were measured, of those that it begins with: half of
   * such searches look at as many again.
   */
  private static final double SCANNED_BEYOND_MEASURED = 1.5;

  /** Of a component of a binary code. */
  private static final double PER_BIT = 0.003;

  /** Of a node that a walk visits, beside comparing it: links, visited nodes, heaps. */
  private static final double PER_NODE = 35;

  /** Of comparing a row, beside its bytes. */
  private static final double PER_ROW = 4;

  /** Of a component of a row that is compared by the cosine: its length is computed each time. */
  private static final double PER_COSINE_COMPONENT = 0.12;

  /** Of a row of many that are scored one after the other, for it goes to the collector too. */
  private static final double PER_COLLECTED = 24;

  private static final double PER_CACHED_BYTE = 0.011;
  private static final double PER_STREAMED_BYTE = 0.03;
  private static final double PER_FETCHED_BYTE = 0.083;

  /** Rows that take less are in the caches for the most part. */
  private static final long MAX_CACHED_BYTES = 32 << 20;

  /** Of a walk, whatever it finds: the first nodes are in no cache. */
  private static final double WALK_FIRST = 3_000;

  /** Nodes that a walk visits, of one that Lucene expects to be visited, and on its way there. */
  private static final double VISITED = 1.2;

  private static final int VISITED_FIRST = 100;

  /**
   * The part of what rows cost that codes may, if no search looks at more candidates than it begins
   * with. For each percent of searches that do, it is a percent less.
   */
  private static final double MAX_PART = 0.9;

  private final SearchedField field;
  private final double code;
  private final double row;
  private final double streamedRow;

  CostModel(SearchedField field) {
    this.field = field;
    this.code = PER_CODE + PER_COMPONENT * field.dimension();
    int bytes = field.dimension() * field.bytesPerComponent();
    boolean isCached = (long) bytes * field.count() <= MAX_CACHED_BYTES;
    boolean isCosine = field.similarity() == VectorSimilarityFunction.COSINE;
    double compare = isCosine ? PER_COSINE_COMPONENT * field.dimension() : 0;
    this.row = PER_ROW + compare + bytes * (isCached ? PER_CACHED_BYTE : PER_FETCHED_BYTE);
    this.streamedRow =
        PER_COLLECTED + compare + bytes * (isCached ? PER_CACHED_BYTE : PER_STREAMED_BYTE);
  }

  /**
   * The way to take.
   *
   * @param k how many hits are wanted
   * @param accepted how many vectors count
   * @param byCodes whether codes may be used: they are there, and compared fast
   * @param canScan whether there are binary codes of all vectors, compared fast too
   */
  Way way(int k, int accepted, boolean byCodes, boolean canScan) {
    double exact = accepted * streamedRow;
    double byRows = field.hasGraph() ? walk(k, accepted, row) : Double.POSITIVE_INFINITY;
    Way best = k < accepted && byRows < exact ? Way.WALK_BY_ROWS : Way.EXACT;
    if (byCodes == false || k >= accepted) {
      return best;
    }
    double least = (MAX_PART - field.quality().alarms() / 100.0) * Math.min(byRows, exact);
    long candidates = field.quality().candidatesFor(k);
    double rows = CODES_FIRST + candidates * row;
    double list = accepted * (code + PER_LISTED) + rows;
    if (list < least) {
      least = list;
      best = Way.LIST;
    }
    boolean isScanGood = field.quality().isGoodForScan() || field.hasGraph() == false;
    double scan = canScan && isScanGood ? scan(k, accepted) + rows : Double.POSITIVE_INFINITY;
    if (scan < least) {
      least = scan;
      best = Way.SCAN;
    }
    if (field.hasGraph() && walk(k + (candidates - k) / 2, accepted, code) + rows < least) {
      best = Way.WALK_BY_CODES;
    }
    return best;
  }

  /** Infinite if it would find nearly all. */
  private double scan(int k, int accepted) {
    double wanted = field.quality().binaryCandidatesFor(k) * ((double) field.count() / accepted);
    wanted *= k > CodeQuality.HITS ? SCANNED_BEYOND_MEASURED : 1;
    return 2 * wanted > field.count()
        ? Double.POSITIVE_INFINITY
        : SCAN_FIRST + PER_BIT * field.dimension() * field.count() + wanted * (code + PER_SCANNED);
  }

  /** Infinite if Lucene would look at all accepted vectors before such a walk ends. */
  private double walk(long width, int accepted, double compare) {
    long wide = field.isDraft() ? 2 * width : width;
    double hits = (double) wide * field.count() / accepted;
    double visited = VISITED_FIRST + VISITED * hits * Math.log(field.count());
    return visited >= accepted
        ? Double.POSITIVE_INFINITY
        : WALK_FIRST + visited * (compare + PER_NODE);
  }
}
