// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Compares documents, with messages that a person can read. */
final class DocumentAssert {

  private DocumentAssert() {}

  /** Fails with the first id that has two documents, or one only. */
  static void assertEqual(Map<String, OmdbDocument> expected, Map<String, OmdbDocument> actual) {
    TreeSet<String> ids = new TreeSet<>(expected.keySet());
    ids.addAll(actual.keySet());
    for (String id : ids) {
      if (Objects.equals(expected.get(id), actual.get(id)) == false) {
        throw new AssertionError(
            "expected " + expected.get(id) + ", found " + actual.get(id) + ", of " + ids.size());
      }
    }
  }
}
