// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.omdb.graph.NodeHeap;

/**
 * One search of one field of one segment: it takes the cheapest way, and another one where that
 * does not find all hits.
 *
 * <ul>
 *   <li>Where codes fail for the target, or a filter rejects what is near to it: a walk by rows
 *       from the best candidates, or, after a list, without a graph, or where it is cheaper, a
 *       comparison of all accepted vectors that have not been compared.
 *   <li>Where a walk by rows visits too many vectors that the filter rejects: the same comparison.
 *       It does not count as visited, since limits of collectors are there to end a walk for just
 *       that.
 * </ul>
 *
 * <p>For one thread.
 */
final class SegmentSearch {

  /**
   * Where codes fail, a walk by rows starts from the best candidates that they found, at most from
   * this many.
   */
  private static final int MAX_ENTRIES = 8;

  private final SearchedField field;
  private final SearchRequest request;
  private final float[] target;
  private final SearchScratch scratch;
  private final CodeSearches codes;
  private final CostModel costs;

  /** {@link BinarySample#acceptedNear}. */
  private int near;

  /**
   * @param field the field
   * @param request the search
   * @param target null for bytes
   * @param scratch working memory, of which nothing has been collected
   * @param codes null if they are not used
   * @param costs tells which way is the cheapest
   */
  SegmentSearch(
      SearchedField field,
      SearchRequest request,
      float[] target,
      SearchScratch scratch,
      CodeSearches codes,
      CostModel costs) {
    this.field = field;
    this.request = request;
    this.target = target;
    this.scratch = scratch;
    this.codes = codes;
    this.costs = costs;
    this.near = request.acceptedCount();
  }

  void run() throws IOException {
    CostModel.Way way = way();
    SegmentSearcher.Watcher.tell(request.collector(), way.name().toLowerCase(Locale.ROOT));
    switch (way) {
      case LIST -> byList();
      case SCAN -> byScan();
      case WALK_BY_CODES -> byWalk();
      case WALK_BY_ROWS -> walkByRows(0);
      case EXACT -> searchExactly();
    }
  }

  /** The cheapest way, also if the filter rejects what is near, where a sample shows that. */
  private CostModel.Way way() throws IOException {
    int accepted = request.acceptedCount();
    boolean canScan = codes != null && codes.canScan();
    CostModel.Way way = costs.way(request.k(), accepted, codes != null, canScan);
    if (way == CostModel.Way.EXACT || way == CostModel.Way.WALK_BY_ROWS) {
      return way;
    }
    codes.setTarget(target);
    // A scan sees by itself whether the filter rejects what is near.
    return way != CostModel.Way.SCAN && isRejecting()
        ? costs.wayByRows(request.k(), accepted, near)
        : way;
  }

  /** Asks a sample whether the filter rejects what is near. */
  private boolean isRejecting() throws IOException {
    if (request.mayGoByRows() && codes.sample != null) {
      near = codes.sample.acceptedNear(request);
    }
    return near < request.acceptedCount();
  }

  private void searchExactly() throws IOException {
    if (near < request.acceptedCount()) {
      scoreRest();
    } else {
      ExactSearch.search(request.rows(), request.collector(), request.accepted(), ordinal -> true);
    }
  }

  private void byList() throws IOException {
    if (byCodes(codes.list) == false) {
      scoreRest();
    }
  }

  private void byScan() throws IOException {
    if (byCodes(codes.scan)) {
      return;
    }
    CostModel.Way rest = scratch.walk == null ? CostModel.Way.EXACT : CostModel.Way.WALK_BY_ROWS;
    if (isRejecting()) {
      rest = costs.wayByRows(request.k(), request.acceptedCount(), near);
    }
    if (rest == CostModel.Way.WALK_BY_ROWS) {
      walkByRows(bestCandidates());
    } else {
      scoreRest();
    }
  }

  private void byWalk() throws IOException {
    if (byCodes(walkByCodes()) == false) {
      walkByRows(bestCandidates());
    }
  }

  /**
   * Searches by codes.
   *
   * @return false if these fail for the target or the filter
   */
  private boolean byCodes(SearchStrategy strategy) throws IOException {
    long first = field.quality().candidatesFor(request.k());
    return scratch.search.byCodes(strategy, request, codes.target, first);
  }

  /** Puts the best candidates into the scratch, for a walk to start from. */
  private int bestCandidates() {
    Arrays.sort(scratch.candidates, 0, scratch.candidateCount);
    int size = Math.min(MAX_ENTRIES, scratch.candidateCount);
    for (int i = 0; i < size; i++) {
      scratch.ordinals[i] = NodeHeap.node(scratch.candidates[scratch.candidateCount - 1 - i]);
    }
    return size;
  }

  private WalkSearch walkByCodes() {
    WalkSearch walk = scratch.walk.by(codes);
    return request.mayGoByRows()
        ? walk.upTo(width -> costs.maxVisitedByCodes(width, request.acceptedCount()))
        : walk;
  }

  /** Walks by rows, and compares all accepted vectors if the walk visits too many others. */
  private void walkByRows(int entries) throws IOException {
    long allowed = request.collector().visitLimit() - request.collector().visitedCount();
    if (request.mayGoByRows() && allowed <= entries + 1L) { // with the node that walks begin with
      scoreRest();
      return;
    }
    WalkSearch walk = scratch.walk.by(request.rows());
    if (request.mayGoByRows()) {
      walk.upTo(width -> costs.maxVisitedByRows(width, request.acceptedCount(), near));
    }
    walk.addEntries(scratch.ordinals, entries);
    scratch.search.byRows(walk, request, request.k());
    if (walk.isGivenUp()) {
      scoreRest();
    }
  }

  /** Scores all accepted vectors that have not been collected yet. */
  private void scoreRest() throws IOException {
    SearchRequest rest = request.mayGoByRows() ? request.uncounted() : request;
    ExactSearch.search(
        rest.rows(),
        rest.collector(),
        rest.accepted(),
        ordinal -> scratch.collected.add(ordinal) == 1);
  }
}
