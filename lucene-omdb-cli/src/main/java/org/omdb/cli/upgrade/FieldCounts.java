// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

/**
 * Counts and fingerprints of the vectors of one field in one segment, without those of hard-deleted
 * documents. They don't depend on the order of the vectors.
 *
 * @param format name of the vector format; null if there is none
 * @param vectors number of vectors
 * @param idsInTable number of vectors whose id is in the id table
 * @param idsElsewhere number of vectors whose id is only in another field, or was updated there
 * @param idBytes length of all ids, in bytes
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

  /** Whether these are the same vectors with the same ids, wherever the ids are kept. */
  boolean sameContent(FieldCounts other) {
    return vectors == other.vectors
        && idCount() == other.idCount()
        && ids == other.ids
        && vectorsWithIds == other.vectorsWithIds;
  }
}
