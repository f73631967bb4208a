// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.Sorter;

/**
 * What the merges in progress that reorder documents are made of. Lucene hands such a merge one
 * composite reader that hides its sources. The merge policy, which sees both, registers the sources
 * here, and the vector writer looks them up by the very {@link FieldInfos} instance of the
 * composite. Safe for any number of threads.
 */
public final class ReorderRegistry {

  private final Map<FieldInfos, Reordering> merges =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** Knows of no merge. */
  public ReorderRegistry() {}

  /**
   * A merge that reorders documents.
   *
   * @param sources in the order in which they are merged
   * @param docMap the new order of all their documents, deleted ones included
   */
  record Reordering(List<CodecReader> sources, Sorter.DocMap docMap) {}

  /** Registers the sources of a merge, until {@link #remove}. */
  void add(FieldInfos composite, List<CodecReader> sources, Sorter.DocMap docMap) {
    merges.put(composite, new Reordering(List.copyOf(sources), docMap));
  }

  /** Forgets a merge. */
  void remove(FieldInfos composite) {
    merges.remove(composite);
  }

  /** The merge whose composite reader has these field infos; null if there is none. */
  Reordering get(FieldInfos composite) {
    return merges.get(composite);
  }

  /**
   * The number of merges in progress that reorder, for tests: each must be forgotten when it ends.
   *
   * @return 0 or more
   */
  public int size() {
    return merges.size();
  }
}
