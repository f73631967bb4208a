// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.apache.lucene.util.BytesRefComparator;
import org.apache.lucene.util.IOConsumer;
import org.apache.lucene.util.StringSorter;
import org.apache.lucene.util.packed.DirectMonotonicWriter;
import org.apache.lucene.util.packed.DirectWriter;
import org.apache.lucene.util.packed.PackedInts;
import org.apache.lucene.util.packed.PackedLongValues;
import org.omdb.image.OmdbIdTable;
import org.omdb.image.OmdbImageReader;

/**
 * Writes the two indexes that point into the id table of one field: positions by ordinal, and
 * ordinals in the order of their ids. The table itself is written by {@link
 * org.omdb.image.OmdbImageWriter#writeId}, whose caller tells this class the position of each id.
 *
 * <p>The ids are not kept on the heap. To sort them, they are read back from the complete image.
 * That takes 4 bytes of heap per id; the positions take a few bits each. For one thread.
 */
public final class IdTableWriter {

  /** Ids that are read between two reports of progress. */
  private static final int PROGRESS_BATCH = 1 << 12;

  private final PackedLongValues.Builder positions =
      PackedLongValues.monotonicBuilder(PackedInts.COMPACT);
  private final IdFingerprint fingerprint = new IdFingerprint();

  /** Begins the indexes of a table without ids. */
  public IdTableWriter() {}

  /**
   * Tells that the id of the next ordinal was written.
   *
   * @param position of its entry, in bytes from the start of the table
   * @param id the id; not kept
   */
  public void add(long position, BytesRef id) {
    positions.add(position);
    fingerprint.add(id);
  }

  /**
   * Tells that the next ordinal has no id.
   *
   * @param nextPosition where the next entry starts, in bytes from the start of the table
   */
  public void addMissing(long nextPosition) {
    positions.add(nextPosition);
  }

  /**
   * Ends the positions.
   *
   * @param tableLength length of the table in bytes
   */
  public void end(long tableLength) {
    positions.add(tableLength);
  }

  /**
   * The number of ids written.
   *
   * @return 0 or more
   */
  public int count() {
    return fingerprint.count();
  }

  /**
   * Writes the indexes, and the entry that says where they are.
   *
   * @param meta gets what {@link IdIndexEntry#read} reads
   * @param index gets the indexes
   * @param image the complete image with the id table
   * @param progress is told now and then how many ids are in order; 0 while they are sorted
   * @throws IOException if reading or writing fails, or if thrown by {@code progress}
   */
  public void write(
      IndexOutput meta, IndexOutput index, IndexInput image, IOConsumer<Integer> progress)
      throws IOException {
    meta.writeVInt(count());
    if (count() == 0) {
      return;
    }
    PackedLongValues byOrdinal = positions.build();
    meta.writeLong(fingerprint.hash());
    long positionsOffset = index.getFilePointer();
    meta.writeVLong(positionsOffset);
    DirectMonotonicWriter writer =
        DirectMonotonicWriter.getInstance(
            meta, index, byOrdinal.size(), IdIndexEntry.POSITIONS_BLOCK_SHIFT);
    for (PackedLongValues.Iterator i = byOrdinal.iterator(); i.hasNext(); ) {
      writer.add(i.next());
    }
    writer.finish();
    meta.writeVLong(index.getFilePointer() - positionsOffset);

    long lastOrdinal = byOrdinal.size() - 2; // behind it is the position of the table's end
    int bits = DirectWriter.unsignedBitsRequired(lastOrdinal);
    long sortedOffset = index.getFilePointer();
    DirectWriter sorted = DirectWriter.getInstance(index, count(), bits);
    for (int ordinal : sortedOrdinals(byOrdinal, new OmdbImageReader(image).idTable(), progress)) {
      sorted.add(ordinal);
    }
    sorted.finish();
    meta.writeByte((byte) bits);
    meta.writeVLong(sortedOffset);
    meta.writeVLong(index.getFilePointer() - sortedOffset);
  }

  /** Ordinals that have an id, ordered by id; those of one id in increasing order. */
  private int[] sortedOrdinals(
      PackedLongValues byOrdinal, OmdbIdTable table, IOConsumer<Integer> progress)
      throws IOException {
    int[] ordinals = new int[count()];
    for (int ordinal = 0, i = 0; ordinal < byOrdinal.size() - 1; ordinal++) {
      if (byOrdinal.get(ordinal) != byOrdinal.get(ordinal + 1)) {
        ordinals[i++] = ordinal;
      }
    }
    try {
      new OrdinalSorter(ordinals, byOrdinal, table, progress).sort(0, ordinals.length);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    sortRunsOfEqualIds(ordinals, byOrdinal, table, progress);
    return ordinals;
  }

  private static void sortRunsOfEqualIds(
      int[] ordinals, PackedLongValues byOrdinal, OmdbIdTable table, IOConsumer<Integer> progress)
      throws IOException {
    BytesRef first = new BytesRef();
    byte[] scratch = BytesRef.EMPTY_BYTES;
    int told = 0;
    for (int start = 0, end; start < ordinals.length; start = end) {
      if (start >= told) {
        progress.accept(start);
        told = start + PROGRESS_BATCH;
      }
      table.readEntry(byOrdinal.get(ordinals[start]), ordinals[start], first);
      if (scratch.length < first.length) {
        scratch = new byte[first.bytes.length];
      }
      end = start + 1;
      while (end < ordinals.length
          && table.compareToEntry(first, byOrdinal.get(ordinals[end]), ordinals[end], scratch)
              == 0) {
        end++;
      }
      Arrays.sort(ordinals, start, end);
    }
  }

  /** Sorts ordinals by the ids that the table has for them. */
  private static final class OrdinalSorter extends StringSorter {

    private final int[] ordinals;
    private final PackedLongValues positions;
    private final OmdbIdTable table;
    private final IOConsumer<Integer> progress;
    private int reads;

    OrdinalSorter(
        int[] ordinals,
        PackedLongValues positions,
        OmdbIdTable table,
        IOConsumer<Integer> progress) {
      super(BytesRefComparator.NATURAL);
      this.ordinals = ordinals;
      this.positions = positions;
      this.table = table;
      this.progress = progress;
    }

    @Override
    protected void get(BytesRefBuilder unused, BytesRef id, int i) {
      try {
        if (reads++ % PROGRESS_BATCH == 0) {
          progress.accept(0);
        }
        table.readEntry(positions.get(ordinals[i]), ordinals[i], id);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // unwrapped by the caller of sort
      }
    }

    @Override
    protected void swap(int i, int j) {
      int swap = ordinals[i];
      ordinals[i] = ordinals[j];
      ordinals[j] = swap;
    }
  }
}
