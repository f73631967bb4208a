// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import java.util.List;

/**
 * Where in a JSON document the rows are.
 *
 * @param isColumns whether the document has an array per column, rather than a record per row
 * @param steps from the root to a record, or to the object with the columns: the name of a member,
 *     or {@link #EACH}
 * @param vector path of the vector within a record, or of the column of vectors
 * @param offset where the first record begins, in bytes from where the search began
 */
record JsonLayout(boolean isColumns, List<String> steps, String vector, long offset) {

  /** A step to every element of an array, or to every member of an object. */
  static final String EACH = null;

  /** Whether each value at the root is a record. */
  boolean isRecordAtRoot() {
    return isColumns == false && steps.isEmpty();
  }
}
