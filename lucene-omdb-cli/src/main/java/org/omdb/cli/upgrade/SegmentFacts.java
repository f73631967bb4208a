// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.util.Map;

/**
 * What a survey found in a segment.
 *
 * @param compound whether its files are in a compound file
 * @param documents number of documents that are not hard-deleted
 * @param bytes size of its files
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

  /** The counts of a field; all are zero if the segment lacks it. */
  FieldCounts field(String field) {
    return fields.getOrDefault(field, new FieldCounts(null, 0, 0, 0, 0, 0, 0));
  }
}
