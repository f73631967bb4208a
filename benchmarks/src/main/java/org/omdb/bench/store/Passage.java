// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import java.util.Map;
import org.omdb.bench.data.RowSample;

/**
 * A document of the application.
 *
 * @param id of the document
 * @param vector of its text
 * @param text of the document
 * @param metadata for filters
 */
record Passage(String id, float[] vector, String text, Map<String, String> metadata) {

  private static final String NAME = "name";
  private static final String CHOSEN = "chosen";

  /** The rows that {@link #CHOSEN_ONES} finds. */
  static final RowSample SAMPLE = new RowSample("filter-10%", 10);

  /** A filter that matches one document in ten. */
  static final Condition CHOSEN_ONES = new Condition(CHOSEN, "yes");

  /**
   * A filter.
   *
   * @param key of the metadata
   * @param value that it has to have
   */
  record Condition(String key, String value) {}

  /** The document of a row. */
  static Passage ofRow(int row, String id, float[] vector) {
    return new Passage(
        id,
        vector,
        "document " + row + ", which has the id " + id + " and is about something else",
        Map.of(NAME, id, CHOSEN, SAMPLE.test(row) ? "yes" : "no"));
  }

  /** A filter that matches this document alone. */
  Condition itself() {
    return new Condition(NAME, id);
  }
}
