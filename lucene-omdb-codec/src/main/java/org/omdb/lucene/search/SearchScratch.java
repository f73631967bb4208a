// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.omdb.graph.VisitedNodes;

/**
 * Working memory and open files of a search of one field of one segment. Between searches, {@link
 * IdleObjects} in {@link SegmentSearcher} keeps it for the next search of that field. For one
 * thread at a time.
 */
final class SearchScratch {

  /** Null if there is no graph. */
  final WalkSearch walk;

  final CandidateSearch search = new CandidateSearch(this);

  /**
   * Candidates that a strategy found, encoded by {@link org.omdb.graph.NodeHeap#encode}; in no
   * order.
   */
  long[] candidates = new long[64];

  int candidateCount;

  /** Ordinals that the collector has received. */
  final VisitedNodes collected = new VisitedNodes();

  // Batches for scorers, of the length of `candidates`.
  int[] ordinals = new int[64];
  float[] scores = new float[64];
  float[] estimates = new float[64];

  private final SearchedField field;
  private final SearchFiles files;

  /** Null until needed: opening it loads classes that the first searches do without. */
  private CodeSearches codes;

  SearchScratch(SearchedField field, SearchFiles files) throws IOException {
    this.field = field;
    this.files = files;
    walk =
        field.hasGraph()
            ? new WalkSearch(files.level0().get(), files.graphs().getGraph(field.name()), field)
            : null;
  }

  /** The codes, opened at the first call. Only for fields that have codes. */
  CodeSearches codes() throws IOException {
    if (codes == null) {
      codes = new CodeSearches(field, files);
    }
    return codes;
  }

  void ensureCapacity(int size) {
    if (candidates.length < size) {
      candidates = new long[ArrayUtil.oversize(size, Long.BYTES)];
      ordinals = new int[candidates.length];
      scores = new float[candidates.length];
      estimates = new float[candidates.length];
    }
  }
}
