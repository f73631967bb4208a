// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.stream.IntStream;
import org.omdb.bench.data.RowSample;
import org.omdb.bench.data.VectorSet;

/**
 * The rows of an index that a search may return. Recall is relative to the exact neighbors among
 * them.
 *
 * @param name of the scenario in results
 * @param filter rows that pass the query's filter; null without a filter
 * @param deleted rows that are deleted; null if none are
 */
record View(String name, RowSample filter, RowSample deleted) {

  /** All rows. */
  static View ofAll(String name) {
    return new View(name, null, null);
  }

  /** The rows of a set that are in this view. */
  VectorSet of(VectorSet set) {
    if (filter == null && deleted == null) {
      return set;
    }
    return set.only(IntStream.range(0, set.size()).filter(this::includes).toArray());
  }

  private boolean includes(int row) {
    return (filter == null || filter.test(row)) && (deleted == null || deleted.test(row) == false);
  }
}
