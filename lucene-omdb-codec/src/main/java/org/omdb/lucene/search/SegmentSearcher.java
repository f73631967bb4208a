// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.code.CodeScorer;
import org.omdb.graph.NodeHeap;

/**
 * Searches one field of one segment for what is near a target, for any collector. Which vectors may
 * be near it finds by their codes, where these are good and that is the cheapest way; the scores
 * that collectors get are those of the vectors themselves. Safe for any number of threads.
 */
public final class SegmentSearcher {

  /** Bytes that idle working memory of one graph may take. */
  private static final long MAX_IDLE_BYTES = 64 << 20;

  /** A search for more gives its working memory to the garbage collector. */
  private static final int MAX_IDLE_CANDIDATES = 20_000;

  /** Rows that a walk by rows starts from, of those that codes found. */
  private static final int MAX_ENTRIES = 8;

  private final SearchedField field;
  private final SearchFiles files;
  private final boolean canUseCodes;

  /** Working memory of searches that are over, for the next ones. */
  private final IdleObjects<SearchScratch> idle;

  /**
   * A searcher.
   *
   * @param field what is known of the field
   * @param files where it is read
   */
  public SegmentSearcher(SearchedField field, SearchFiles files) {
    this.field = field;
    this.files = files;
    long scratchBytes = Math.max(1, field.count() / Byte.SIZE); // most of it
    int cores = Runtime.getRuntime().availableProcessors();
    this.idle =
        new IdleObjects<>((int) Math.max(1, Math.min(cores, MAX_IDLE_BYTES / scratchBytes)));
    this.canUseCodes = field.codes() != null && CodeScorer.isFast();
  }

  /**
   * Searches for what is near a target of float32.
   *
   * @param target of the field's dimension
   * @param collector takes what is found
   * @param acceptDocs which documents count
   * @throws IOException if files can't be read
   */
  public void search(float[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    if (collector.k() > 0) {
      search(
          target,
          files.vectors().getRandomVectorScorer(field.name(), target),
          collector,
          acceptDocs);
    }
  }

  /**
   * Searches for what is near a target of bytes.
   *
   * @param target of the field's dimension
   * @param collector takes what is found
   * @param acceptDocs which documents count
   * @throws IOException if files can't be read
   */
  public void search(byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    if (collector.k() > 0) {
      search(
          null, files.vectors().getRandomVectorScorer(field.name(), target), collector, acceptDocs);
    }
  }

  /**
   * @param target null if there are no codes that it could be compared with
   */
  private void search(
      float[] target, RandomVectorScorer rows, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    int accepted = Math.clamp(acceptDocs.cost(), 1, field.count()); // an estimate
    SearchRequest request =
        new SearchRequest(collector, rows.getAcceptOrds(acceptDocs.bits()), accepted, rows);
    SearchScratch scratch = takeScratch();
    scratch.collected.reset(field.count());
    CodeSearches codes =
        canUseCodes && target != null && WarmUp.isOver(field, files) ? scratch.codes() : null;
    boolean canScan = codes != null && codes.canScan();
    CostModel.Way way = scratch.costs.way(collector.k(), accepted, codes != null, canScan);
    switch (way) {
      case LIST, SCAN, WALK_BY_CODES -> searchByCodes(way, target, request, scratch);
      case WALK_BY_ROWS -> scratch.search.byRows(scratch.walk.by(rows), request, request.k());
      case EXACT -> ExactSearch.search(rows, collector, request.accepted(), ordinal -> true);
    }
    giveBack(scratch);
  }

  private void searchByCodes(
      CostModel.Way way, float[] target, SearchRequest request, SearchScratch scratch)
      throws IOException {
    CodeSearches codes = scratch.codes();
    codes.setTarget(target);
    SearchStrategy strategy =
        switch (way) {
          case LIST -> codes.list;
          case SCAN -> codes.scan;
          default -> scratch.walk.by(codes);
        };
    long first = field.quality().candidatesFor(request.k());
    boolean isDone = scratch.search.byCodes(strategy, request, codes.target, first);
    if (isDone == false) {
      searchRest(request, scratch, way != CostModel.Way.LIST && scratch.walk != null);
    }
  }

  /** Codes fail for the target: goes on by rows, from what they found. */
  private void searchRest(SearchRequest request, SearchScratch scratch, boolean byWalk)
      throws IOException {
    if (byWalk == false) {
      ExactSearch.search(
          request.rows(),
          request.collector(),
          request.accepted(),
          ordinal -> scratch.collected.add(ordinal) == 1);
      return;
    }
    Arrays.sort(scratch.candidates, 0, scratch.candidateCount);
    int size = Math.min(MAX_ENTRIES, scratch.candidateCount);
    for (int i = 0; i < size; i++) {
      scratch.ordinals[i] = NodeHeap.node(scratch.candidates[scratch.candidateCount - 1 - i]);
    }
    scratch.walk.by(request.rows()).addEntries(scratch.ordinals, size);
    scratch.search.byRows(scratch.walk, request, request.k());
  }

  private SearchScratch takeScratch() throws IOException {
    SearchScratch scratch = idle.take();
    return scratch == null ? new SearchScratch(field, files) : scratch;
  }

  /** Not after an exception: nobody knows what it has left. */
  private void giveBack(SearchScratch scratch) {
    if (scratch.candidates.length <= MAX_IDLE_CANDIDATES) {
      idle.give(scratch);
    }
  }
}
