// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import org.apache.lucene.util.hnsw.HnswGraphSearcher;

/**
 * How a search of one field finds what it scores by float32 rows, and how much of that there is.
 * The way that takes least is taken. What a way takes is counted in components of a code that are
 * compared, 0.018 ns each where it was measured (AMD Zen 5, vectors of 512 bits), rows that come
 * from memory; elsewhere the ratios are about the same. Immutable.
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

  /**
   * A walk by codes looks for as many more vectors than are wanted, and keeps as many more of those
   * that it meets: what comes near by codes takes the place of what is a little nearer.
   */
  static final int WIDER = 4;

  /** What comparing a code takes, beside its components. */
  private static final int PER_CODE = 340;

  /** What comparing one of a list takes on top: pages of the codes that no other is in. */
  private static final int PER_LISTED = 1_100;

  /** Binary components that are compared in the time of one of a code. */
  private static final int BINARY = 11;

  /** What a walk takes for a node, beside comparing its code: links, visited nodes, heaps. */
  private static final int PER_NODE = 1_400;

  /** Nodes that a walk visits, of one that Lucene expects to be visited, and on its way there. */
  private static final double VISITED = 1.2;

  private static final int VISITED_FIRST = 100;

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
    if (hasCodes == false && meta.hasGraph()) {
      boolean isWalkLess = HnswGraphSearcher.expectedVisitedNodes(k, meta.count()) < accepted;
      return isWalkLess ? Way.WALK : Way.EXACT; // Lucene's rule
    }
    long list = accepted * (perCode() + PER_LISTED);
    long walk = meta.hasGraph() ? walk(k, accepted) : Long.MAX_VALUE;
    long scan = canScan ? scan(k, accepted) : Long.MAX_VALUE;
    if (scan < Math.min(list, walk)) {
      return Way.SCAN;
    }
    if (walk < list) {
      return Way.WALK;
    }
    return hasCodes ? Way.LIST : Way.EXACT;
  }

  private long perCode() {
    return meta.codes().dimension() + PER_CODE;
  }

  private long scan(int k, int accepted) {
    long rows = (long) meta.count() * meta.codes().dimension() / BINARY;
    return rows + wanted(k, accepted) * perCode();
  }

  /** A walk through all nodes meets as many times more of them as there are of one accepted. */
  private long walk(int k, int accepted) {
    double hits = (double) k * meta.count() / Math.max(1, accepted);
    double visited = VISITED_FIRST + VISITED * hits * Math.log(meta.count());
    return (long) (visited * (perCode() + PER_NODE));
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
    return WIDER / 2 + k / 4; // among many, codes put more of them in the wrong order
  }

  /**
   * How many vectors are scored of those that were compared by codes.
   *
   * @param isAll whether that was done with all accepted ones
   */
  long scored(int k, int accepted, boolean isAll) {
    long scored = k + WIDER + 2L * spares(k);
    return isAll || isThorough(accepted) ? THOROUGH * scored : scored;
  }
}
