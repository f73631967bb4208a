// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

/**
 * The vectors of one field in one segment, those of hard-deleted documents aside, in numbers that
 * don't depend on their order.
 *
 * @param format name of the vector format
 * @param vectors number of vectors
 * @param idsInTable number of ids that the id table has, as they are
 * @param idsElsewhere number of ids that are in other fields only, or newer there
 * @param idBytes length of all ids
 * @param ids sum of the hashes of the ids
 * @param vectorsWithIds sum of the hashes of each vector together with its id
 */
record FieldCounts(
    String format,
    int vectors,
    int idsInTable,
    int idsElsewhere,
    long idBytes,
    long ids,
    long vectorsWithIds) {

  int idCount() {
    return idsInTable + idsElsewhere;
  }

  int withoutId() {
    return vectors - idCount();
  }

  /** Whether these are the same vectors with the same ids, wherever they are. */
  boolean sameContent(FieldCounts other) {
    return vectors == other.vectors
        && idCount() == other.idCount()
        && ids == other.ids
        && vectorsWithIds == other.vectorsWithIds;
  }
}
