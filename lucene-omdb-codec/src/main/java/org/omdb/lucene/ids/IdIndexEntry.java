// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.packed.DirectMonotonicReader;
import org.apache.lucene.util.packed.DirectWriter;

/**
 * Where the two indexes into the id table of a field are in the {@code omdi} file; {@link
 * org.omdb.lucene.format.OmdbFlatVectorsFormat} describes the layout.
 *
 * @param count number of ids
 * @param fingerprint hash of all ids, see {@link IdFingerprint#hash}
 * @param positionsOffset where the positions start, in bytes from the start of the file
 * @param positionsLength their length in bytes
 * @param positions how to decode them; null without ids
 * @param sortedOffset where the sorted ordinals start, in bytes from the start of the file
 * @param sortedLength their length in bytes
 * @param sortedBits bits per sorted ordinal
 */
public record IdIndexEntry(
    int count,
    long fingerprint,
    long positionsOffset,
    long positionsLength,
    DirectMonotonicReader.Meta positions,
    long sortedOffset,
    long sortedLength,
    int sortedBits) {

  static final int POSITIONS_BLOCK_SHIFT = 16;

  private static final IdIndexEntry EMPTY = new IdIndexEntry(0, 0, 0, 0, null, 0, 0, 0);

  /**
   * Reads the entry of a field.
   *
   * @param meta the {@code omdm} file, where the entry starts
   * @param vectorCount number of vectors of the field
   * @return the entry
   * @throws CorruptIndexException if it contradicts itself
   * @throws IOException if reading fails
   */
  public static IdIndexEntry read(IndexInput meta, int vectorCount) throws IOException {
    int count = meta.readVInt();
    if (count < 0 || count > vectorCount) {
      throw new CorruptIndexException(
          "id count is " + count + ", expected 0 to " + vectorCount, meta);
    }
    if (count == 0) {
      return EMPTY;
    }
    long fingerprint = meta.readLong();
    long positionsOffset = meta.readVLong();
    DirectMonotonicReader.Meta positions =
        DirectMonotonicReader.loadMeta(meta, vectorCount + 1L, POSITIONS_BLOCK_SHIFT);
    long positionsLength = meta.readVLong();
    int sortedBits = meta.readByte();
    long sortedOffset = meta.readVLong();
    long sortedLength = meta.readVLong();
    if (isReadable(sortedBits) == false
        || sortedLength != DirectWriter.bytesRequired(count, sortedBits)) {
      throw new CorruptIndexException(
          "sorted ordinals of "
              + count
              + " ids take "
              + sortedLength
              + " bytes of "
              + sortedBits
              + " bits each, which does not add up",
          meta);
    }
    return new IdIndexEntry(
        count,
        fingerprint,
        positionsOffset,
        positionsLength,
        positions,
        sortedOffset,
        sortedLength,
        sortedBits);
  }

  /** Whether there is a reader of ordinals with so many bits. Lucene rounds others up to these. */
  private static boolean isReadable(int bits) {
    return bits >= 1
        && bits <= Integer.SIZE
        && bits == DirectWriter.unsignedBitsRequired((1L << bits) - 1);
  }
}
