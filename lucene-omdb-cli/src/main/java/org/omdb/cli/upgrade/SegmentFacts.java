// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.util.Map;

/**
 * A segment.
 *
 * @param documents those that are not hard-deleted
 * @param bytes of its files
 * @param fields its vector fields by name
 */
record SegmentFacts(
    String name,
    String luceneVersion,
    String codec,
    boolean compound,
    int documents,
    long bytes,
    Map<String, FieldCounts> fields) {

  /** A field's counts, nothing if the segment lacks it. */
  FieldCounts field(String field) {
    return fields.getOrDefault(field, new FieldCounts(null, 0, 0, 0, 0, 0, 0));
  }
}
