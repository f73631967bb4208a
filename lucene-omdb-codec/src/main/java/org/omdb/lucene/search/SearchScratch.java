// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.omdb.code.CodeScorer;
import org.omdb.code.CodeTarget;
import org.omdb.graph.VisitedNodes;

/** What a search of one field needs, used again by the next one. For one thread at a time. */
final class SearchScratch {

  final CostModel costs;

  /** Null if there is no graph. */
  final WalkSearch walk;

  // Null if there are no good codes, or they are not compared fast.
  final CodeTarget target;
  final CodeScorer codes;
  final BinaryScan binary;
  final ListSearch list;

  /** Null likewise, or if there are no binary codes of all vectors. */
  final ScanSearch scan;

  final CandidateSearch search = new CandidateSearch(this);

  /** What a strategy found, as {@link org.omdb.graph.NodeHeap} encodes it. */
  long[] candidates = new long[64];

  int candidateCount;

  /** Ordinals that the collector has been given. */
  final VisitedNodes collected = new VisitedNodes();

  int[] ordinals = new int[64];
  float[] scores = new float[64];
  float[] estimates = new float[64];

  SearchScratch(SearchedField field, SearchFiles files) throws IOException {
    boolean hasCodes = field.codes() != null && CodeScorer.isFast();
    if (hasCodes) {
      target = new CodeTarget(field.codes().coder());
      codes =
          field
              .codes()
              .openScorer(files.codes(), files.vectors().getFloatVectorValues(field.name()));
      binary =
          new BinaryScan(
              field.codes().openBinaryRows(files.codes()),
              field.dimension(),
              field.codes().binaryCount(),
              field.count());
      list = new ListSearch(codes);
      scan = field.hasAllBinaryCodes() ? new ScanSearch(binary, codes, field.quality()) : null;
    } else {
      target = null;
      codes = null;
      binary = null;
      list = null;
      scan = null;
    }
    walk =
        field.hasGraph()
            ? new WalkSearch(
                files.level0().get(),
                files.graphs().getGraph(field.name()),
                field,
                binary == null || binary.isSlow() ? null : binary)
            : null;
    boolean canScan =
        scan != null
            && binary.isSlow() == false
            && (field.quality().isGoodForScan() || field.hasGraph() == false);
    costs = new CostModel(field, canScan);
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
