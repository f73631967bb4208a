// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import java.io.IOException;
import java.util.function.IntPredicate;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOConsumer;
import org.apache.lucene.util.LongValues;
import org.apache.lucene.util.packed.DirectMonotonicReader;
import org.apache.lucene.util.packed.DirectReader;
import org.omdb.image.OmdbIdTable;
import org.omdb.image.Utf8;

/**
 * Reads ids from the id table of a segment. The id of an ordinal is found through the positions in
 * the table, the ordinal of an id by binary search in the ordinals that are sorted by id.
 *
 * <p>Keeps nothing per id on the heap. A call allocates nothing, unless the array of the {@link
 * BytesRef} is too short. For one thread; {@link VectorIdsProvider} makes as many as needed.
 */
public final class IdTableReader implements VectorIds {

  /** Ids that are checked between two reports of progress. */
  private static final int PROGRESS_BATCH = 1 << 12;

  private final int size;
  private final int idCount;
  private final long fingerprint;
  private final OmdbIdTable table;
  private final LongValues positions;
  private final IdIndexEntry entry;
  private final IndexInput index;
  private final IdProvenance provenance;
  private LongValues sorted; // opened when an id is looked for

  private final BytesRef spare = new BytesRef();

  /**
   * Opens the ids of one field.
   *
   * @param size number of vectors
   * @param table the image's id table, null without ids
   * @param entry where the indexes are; the caller has to check that this is within the file
   * @param index the {@code omdi} file
   * @param provenance what the field infos say of the ids
   * @throws CorruptIndexException if the positions can't be decoded as the entry says
   * @throws IOException if reading fails
   */
  public IdTableReader(
      int size, OmdbIdTable table, IdIndexEntry entry, IndexInput index, IdProvenance provenance)
      throws IOException {
    this.size = size;
    this.idCount = entry.count();
    this.fingerprint = entry.fingerprint();
    this.table = table;
    this.entry = entry;
    this.index = index;
    this.provenance = provenance;
    this.positions = idCount == 0 ? LongValues.ZEROES : openPositions(entry, index);
  }

  private static LongValues openPositions(IdIndexEntry entry, IndexInput index) throws IOException {
    RandomAccessInput slice =
        index.randomAccessSlice(entry.positionsOffset(), entry.positionsLength());
    try {
      return DirectMonotonicReader.getInstance(entry.positions(), slice);
    } catch (IllegalArgumentException e) { // Lucene keeps the number of bits to itself
      throw new CorruptIndexException(
          "positions of ids have a number of bits that can't be read", index, e);
    }
  }

  private LongValues sorted() throws IOException {
    if (sorted == null) {
      sorted =
          DirectReader.getInstance(
              index.randomAccessSlice(entry.sortedOffset(), entry.sortedLength()),
              entry.sortedBits());
    }
    return sorted;
  }

  /**
   * What the field infos say of the ids.
   *
   * @return as it was when the segment was opened
   */
  public IdProvenance provenance() {
    return provenance;
  }

  /**
   * The id table of a segment.
   *
   * @param reader of the segment's vectors, may be null
   * @param field name of a vector field of it
   * @return null if the reader is not ours, or a wrapper hides it
   * @throws IOException if reading fails
   */
  public static IdTableReader of(KnnVectorsReader reader, String field) throws IOException {
    KnnVectorsReader ofField =
        reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField
            ? perField.getFieldReader(field)
            : reader;
    return ofField instanceof VectorIdsProvider provider ? provider.getVectorIds(field) : null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int idCount() {
    return idCount;
  }

  /**
   * Order-independent hash of all ids, as it was computed from the ids' source when the segment was
   * written: the sum of the first halves of their MurmurHash3 x64 128.
   *
   * @return the hash, 0 without ids
   */
  public long fingerprint() {
    return fingerprint;
  }

  @Override
  public boolean read(int ordinal, BytesRef id) throws IOException {
    if (ordinal < 0 || ordinal >= size) {
      throw new IndexOutOfBoundsException("ordinal " + ordinal + " of " + size + " vectors");
    }
    if (idCount == 0) {
      return false;
    }
    long position = get(positions, ordinal);
    long end = get(positions, ordinal + 1L);
    if (idCount != size && end == position) {
      return false;
    }
    table.readEntry(position, ordinal, id);
    checkEnd(ordinal, position, id.length, end);
    if (Utf8.isWellFormed(id) == false) {
      throw new CorruptIndexException(
          "id of ordinal " + ordinal + " is not UTF-8: " + id, String.valueOf(index));
    }
    return true;
  }

  @Override
  public int find(BytesRef id, IntPredicate wanted) throws IOException {
    if (spare.bytes.length < id.length) {
      spare.bytes = new byte[ArrayUtil.oversize(id.length, Byte.BYTES)];
    }
    int low = 0;
    int high = idCount;
    while (low < high) { // the first rank whose id is greater
      int middle = (low + high) >>> 1;
      if (compare(id, middle) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    for (int rank = low - 1; rank >= 0 && compare(id, rank) == 0; rank--) {
      int ordinal = ordinal(rank);
      checkEnd(ordinal, get(positions, ordinal), id.length, get(positions, ordinal + 1L));
      if (wanted.test(ordinal)) {
        return ordinal;
      }
    }
    return -1;
  }

  private int compare(BytesRef id, int rank) throws IOException {
    int ordinal = ordinal(rank);
    return table.compareToEntry(id, get(positions, ordinal), ordinal, spare.bytes);
  }

  /** Lucene's packed readers wrap the exception of a file; callers expect it unwrapped. */
  private static long get(LongValues values, long i) throws IOException {
    try {
      return values.get(i);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private int ordinal(int rank) throws IOException {
    long ordinal = get(sorted(), rank);
    if (ordinal >= size) {
      throw new CorruptIndexException(
          "sorted ordinal of rank " + rank + " is " + ordinal + ", expected less than " + size,
          String.valueOf(index));
    }
    return (int) ordinal;
  }

  /**
   * Reads and checks everything. Each entry must be where its position says and belong to its
   * vector. The sorted ordinals must be in the order of their ids, one per id. Count and
   * fingerprint must be those that the ids had when they were written.
   *
   * @param progress is told now and then how many ids are checked, in each of two passes
   * @throws CorruptIndexException if anything differs
   * @throws IOException if reading fails, or if thrown by {@code progress}
   */
  public void verify(IOConsumer<Integer> progress) throws IOException {
    IdFingerprint found = new IdFingerprint();
    BytesRef id = new BytesRef();
    for (int ordinal = 0; ordinal < size; ordinal++) {
      if (ordinal % PROGRESS_BATCH == 0) {
        progress.accept(ordinal);
      }
      if (read(ordinal, id)) {
        found.add(id);
      }
    }
    check("number of ids", found.count(), idCount);
    check("fingerprint of the ids", found.hash(), fingerprint);
    if (idCount > 0) {
      check("end of the id table", get(positions, size), table.length());
      check("entries of the id table", table.declaredEntries(), idCount);
    }
    BytesRef previous = new BytesRef();
    int previousOrdinal = -1;
    for (int rank = 0; rank < idCount; rank++) {
      if (rank % PROGRESS_BATCH == 0) {
        progress.accept(rank);
      }
      int ordinal = ordinal(rank);
      if (read(ordinal, id) == false) {
        throw new CorruptIndexException(
            "sorted ordinal " + ordinal + " of rank " + rank + " has no id", String.valueOf(index));
      }
      int order = rank == 0 ? -1 : previous.compareTo(id);
      if (order > 0 || (order == 0 && previousOrdinal >= ordinal)) {
        throw new CorruptIndexException(
            "sorted ordinals are out of order at rank " + rank + ": " + ordinal,
            String.valueOf(index));
      }
      BytesRef swap = previous;
      previous = id;
      id = swap;
      previousOrdinal = ordinal;
    }
  }

  /** Finds a damaged length, by which an id would come out cut off or too long. */
  private void checkEnd(int ordinal, long position, int length, long end)
      throws CorruptIndexException {
    long expected = position + OmdbIdTable.ENTRY_HEADER_BYTES + length;
    if (end != expected) { // no message is made on the hot path
      check("end of the id entry of ordinal " + ordinal, end, expected);
    }
  }

  private void check(String what, long found, long expected) throws CorruptIndexException {
    if (found != expected) {
      throw new CorruptIndexException(
          what + " is " + found + ", expected " + expected, String.valueOf(index));
    }
  }
}
