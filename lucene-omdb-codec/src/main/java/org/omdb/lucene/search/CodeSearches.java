// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.code.CodeScorer;
import org.omdb.code.CodeTarget;

/** The codes of one field, opened for one thread, and the strategies that need nothing else. */
final class CodeSearches {

  final CodeTarget target;
  final CodeScorer scorer;
  final ListSearch list;

  /** Null unless there are binary codes of all vectors, and SIMD to compare them with. */
  final ScanSearch scan;

  /** Null without SIMD: comparing a sample would then take longer than descending the graph. */
  final BinarySample sample;

  private final BinaryQuery binaryQuery;

  CodeSearches(SearchedField field, SearchFiles files) throws IOException {
    target = new CodeTarget(field.codes().coder());
    scorer =
        field.codes().openScorer(files.codes(), files.vectors().getFloatVectorValues(field.name()));
    binaryQuery = new BinaryQuery(field.dimension());
    BinaryRows rows = field.codes().openBinaryRows(files.codes());
    sample =
        rows.isFast()
            ? new BinarySample(rows, binaryQuery, field.codes().binaryCount(), field.count())
            : null;
    list = new ListSearch(scorer, sample);
    boolean isOfAll = field.codes().isBinaryOfAll();
    scan =
        isOfAll && rows.isFast()
            ? new ScanSearch(
                new BinaryScan(rows, binaryQuery, field.count()), scorer, field.quality())
            : null;
  }

  /** Sets the target of the next search. */
  void setTarget(float[] vector) {
    target.set(vector);
    scorer.setTarget(target);
    binaryQuery.set(target);
  }

  boolean canScan() {
    return scan != null;
  }
}
