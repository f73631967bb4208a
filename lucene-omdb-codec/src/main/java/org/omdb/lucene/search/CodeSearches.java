// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.omdb.code.CodeScorer;
import org.omdb.code.CodeTarget;

/**
 * What searches by codes compare with, and the strategies that need nothing else. For one thread.
 */
final class CodeSearches {

  final CodeTarget target;
  final CodeScorer scorer;
  final BinaryScan binary;
  final ListSearch list;

  /** Null unless there are binary codes of all vectors. */
  final ScanSearch scan;

  CodeSearches(SearchedField field, SearchFiles files) throws IOException {
    target = new CodeTarget(field.codes().coder());
    scorer =
        field.codes().openScorer(files.codes(), files.vectors().getFloatVectorValues(field.name()));
    binary =
        new BinaryScan(
            field.codes().openBinaryRows(files.codes()),
            field.dimension(),
            field.codes().binaryCount(),
            field.count());
    list = new ListSearch(scorer);
    scan = field.codes().isBinaryOfAll() ? new ScanSearch(binary, scorer, field.quality()) : null;
  }

  /** Makes a vector the target of all of them. */
  void setTarget(float[] vector) {
    target.set(vector);
    scorer.setTarget(target);
    binary.setTarget(target);
  }

  /** Whether all binary codes can be compared in no time. */
  boolean canScan() {
    return scan != null && binary.isSlow() == false;
  }
}
