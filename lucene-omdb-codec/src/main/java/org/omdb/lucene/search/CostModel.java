// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.code.CodeQuality;

/**
 * Computes which way of searching a field is the cheapest. Immutable.
 *
 * <p>With n vectors of d components, k hits, a accepted vectors and c candidates, the costs are
 *
 * <pre>
 * EXACT          a * streamed row
 * WALK_BY_ROWS   walk(k, row)
 * LIST           a * code                                  + codes
 * SCAN           n * d * bit + found * code                + codes
 * WALK_BY_CODES  walk(k + (c - k) / 2, code)               + codes
 *
 * walk(w, x)     (100 + 1.2 * (w * n / a) * ln(n)) * (x + node)
 * codes          preparing the target, sorting c candidates, and scoring their rows
 * </pre>
 *
 * <p>As in Lucene, a walk is expected to visit some {@code k * ln(n)} nodes, and none is tried that
 * would visit as many nodes as there are accepted vectors. It visits far more where a filter
 * rejects what is near to the target. {@link BinarySample#acceptedNear} may show that before, else
 * the scan or the walk itself does: {@link SearchStrategy#rejectionRatio}.
 *
 * <p>All constants without another unit are nanoseconds, measured on an AMD EPYC with SIMD
 * registers of 512 bits: of what is compared by {@code benchmarks/run jmh
 * 'DistanceKernels|GraphWalk'}, and of the rest by the times of whole searches, of 3,000 x 64 to
 * 20,000 x 768 vectors, each in every way. Elsewhere their ratios are about the same. Whether they
 * are right shows where a time of {@code benchmarks/run --scenario zoo} is more than Lucene's.
 */
final class CostModel {

  /** A way of searching. */
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

  /** Comparing a 3-bit code, beside its components. */
  private static final double PER_CODE = 6;

  private static final double PER_CODE_COMPONENT = 0.018;

  /** Added per code of a list: accepted codes are far from each other in memory. */
  private static final double PER_LISTED_CODE = 30;

  private static final double PER_BINARY_COMPONENT = 0.003;

  /**
   * Of each candidate, besides comparing its row: sorting it, and estimating misses. It is why a
   * small segment is searched exactly for many hits.
   */
  private static final double PER_CANDIDATE = 60;

  /** Preparing a target for codes: rotating it and rounding it to integers. */
  private static final double CODE_TARGET = 2_500;

  /** A scan, beside what it compares. */
  private static final double SCAN_SETUP = 1_500;

  /** A candidate of a scan, beside comparing its code: finding and sorting it. */
  private static final double PER_SCAN_CANDIDATE = 45;

  /**
   * For more hits than were measured, a scan looks at this many times its first number of
   * candidates on average: half of such searches double it.
   */
  private static final double SCAN_WIDENING_BEYOND_MEASURED = 1.5;

  /** Visiting a node in a walk, beside comparing it: links, visited nodes, heaps. */
  private static final double PER_NODE = 35;

  /** A walk, beside the nodes it visits: the first of these are in no cache. */
  private static final double WALK_SETUP = 3_000;

  /** Nodes that a walk visits, relative to the estimate {@code w * ln(n)}. */
  private static final double VISITED_RATIO = 1.2;

  /** Nodes that a walk visits before it is near the target. */
  private static final int VISITED_ON_ENTRY = 100;

  /** Comparing a row, beside its bytes. */
  private static final double PER_ROW = 4;

  /** Comparing a row of an exact search, beside its bytes: each row goes to the collector. */
  private static final double PER_COLLECTED_ROW = 24;

  /** Added per component of a row for COSINE, which computes the row's length each time. */
  private static final double PER_COSINE_COMPONENT = 0.12;

  /**
   * Rows of a segment are taken to be in the processor's caches up to so many bytes, a part of
   * those caches: a search goes through all segments of an index, and needs their links and codes
   * too.
   */
  private static final long MAX_CACHED_ROWS = 8 << 20;

  /** A byte of a row that is in the processor's caches. */
  private static final double PER_CACHED_BYTE = 0.011;

  /** A byte of a row that is read from memory in order. */
  private static final double PER_STREAMED_BYTE = 0.03;

  /** A byte of a row that is read from memory in no order. */
  private static final double PER_FETCHED_BYTE = 0.083;

  /** Reading a row from disk, several at a time. Disks differ; each is slower than all the rest. */
  private static final double PER_ROW_ON_DISK = 20_000;

  /**
   * A walk by rows with a filter is given up after this many times the expected number of nodes,
   * but not before it has taken {@value #MIN_WALK_COST_RATIO} of what comparing all accepted
   * vectors takes.
   */
  private static final double MAX_VISITED_RATIO = 2;

  private static final double MIN_WALK_COST_RATIO = 0.5;

  /**
   * Codes are used if they cost at most this part of what rows cost, less one percent for each
   * percent of {@link CodeQuality#alarms}: some searches need more candidates than computed here.
   */
  private static final double MAX_CODE_COST_RATIO = 0.9;

  private final SearchedField field;
  private final double code;
  private final double row;
  private final double streamedRow;

  /**
   * @param areRowsOnDisk whether rows have to be read from disk
   */
  CostModel(SearchedField field, boolean areRowsOnDisk) {
    this.field = field;
    this.code = PER_CODE + PER_CODE_COMPONENT * field.dimension();
    int bytes = field.dimension() * field.bytesPerComponent();
    boolean isCached = (long) bytes * field.count() <= MAX_CACHED_ROWS;
    boolean isCosine = field.similarity() == VectorSimilarityFunction.COSINE;
    double compare = isCosine ? PER_COSINE_COMPONENT * field.dimension() : 0;
    double read = areRowsOnDisk ? PER_ROW_ON_DISK : 0;
    this.row = read + PER_ROW + compare + bytes * (isCached ? PER_CACHED_BYTE : PER_FETCHED_BYTE);
    this.streamedRow =
        read
            + PER_COLLECTED_ROW
            + compare
            + bytes * (isCached ? PER_CACHED_BYTE : PER_STREAMED_BYTE);
  }

  /**
   * The cheapest way.
   *
   * @param k how many hits are wanted
   * @param accepted how many vectors may be hits
   * @param canUseCodes whether there are codes, and kernels that compare them fast
   * @param canScan whether there are also binary codes of all vectors
   */
  Way way(int k, int accepted, boolean canUseCodes, boolean canScan) {
    double exact = exact(accepted);
    double byRows = field.hasGraph() ? walk(k, accepted, accepted, row) : Double.POSITIVE_INFINITY;
    Way best = k < accepted && byRows < exact ? Way.WALK_BY_ROWS : Way.EXACT;
    if (canUseCodes == false || k >= accepted) {
      return best;
    }
    double maxRatio = MAX_CODE_COST_RATIO - field.quality().alarms() / 100.0;
    double lowest = maxRatio * Math.min(byRows, exact);
    long candidates = field.quality().candidatesFor(k);
    double codes = CODE_TARGET + candidates * (row + PER_CANDIDATE);
    double list = accepted * (code + PER_LISTED_CODE) + codes;
    if (list < lowest) {
      lowest = list;
      best = Way.LIST;
    }
    boolean isScanGood = field.quality().isGoodForScan() || field.hasGraph() == false;
    double scan = canScan && isScanGood ? scan(k, accepted) + codes : Double.POSITIVE_INFINITY;
    if (scan < lowest) {
      lowest = scan;
      best = Way.SCAN;
    }
    if (field.hasGraph()
        && walk(k + (candidates - k) / 2, accepted, accepted, code) + codes < lowest) {
      best = Way.WALK_BY_CODES;
    }
    return best;
  }

  /**
   * The cheaper way by rows if a filter rejects what is near to the target. Codes can hardly tell
   * the hits then from the many vectors that are about as far.
   *
   * @param k as in {@link #way}
   * @param accepted as in {@link #way}
   * @param near how many vectors a filter that accepts vectors at random would accept, if as many
   *     of all were nearer than the hits
   */
  Way wayByRows(int k, int accepted, int near) {
    return field.hasGraph() && walk(k, accepted, near, row) < exact(accepted)
        ? Way.WALK_BY_ROWS
        : Way.EXACT;
  }

  /**
   * After how many visited nodes a walk by codes with a filter is given up for one by rows.
   *
   * @param width of the walk
   * @param accepted as in {@link #way}
   */
  long maxVisitedByCodes(int width, int accepted) {
    return (long) (CandidateSearch.MAX_REJECTION_RATIO * visited(width, accepted));
  }

  /**
   * After how many visited nodes a walk by rows with a filter is given up for a comparison of all
   * accepted vectors.
   *
   * @param width of the walk
   * @param accepted as in {@link #way}
   * @param near as in {@link #wayByRows}
   */
  long maxVisitedByRows(int width, int accepted, int near) {
    double expected = MAX_VISITED_RATIO * visited(width, near);
    return (long) Math.max(expected, MIN_WALK_COST_RATIO * exact(accepted) / (row + PER_NODE));
  }

  private double exact(int accepted) {
    return accepted * streamedRow;
  }

  /** The cost of a scan; infinite if it would find half of all vectors. */
  private double scan(int k, int accepted) {
    double found = field.quality().binaryCandidatesFor(k) * ((double) field.count() / accepted);
    found *= k > CodeQuality.HITS ? SCAN_WIDENING_BEYOND_MEASURED : 1;
    return 2 * found > field.count()
        ? Double.POSITIVE_INFINITY
        : SCAN_SETUP
            + PER_BINARY_COMPONENT * field.dimension() * field.count()
            + found * (code + PER_SCAN_CANDIDATE);
  }

  /** The cost of a walk; infinite if it would visit as many nodes as are accepted. */
  private double walk(long width, int accepted, int near, double compare) {
    double visited = visited(width, near);
    return visited >= accepted
        ? Double.POSITIVE_INFINITY
        : WALK_SETUP + visited * (compare + PER_NODE);
  }

  private double visited(long width, int near) {
    long draftWidth = field.isDraft() ? 2 * width : width;
    double unfiltered = (double) draftWidth * field.count() / near;
    return VISITED_ON_ENTRY + VISITED_RATIO * unfiltered * Math.log(field.count());
  }
}
