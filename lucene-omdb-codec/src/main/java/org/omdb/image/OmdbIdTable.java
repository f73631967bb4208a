// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BitUtil;
import org.apache.lucene.util.BytesRef;

/**
 * The id table of an image. Entries are read from the input as needed, not kept on the heap.
 *
 * <p>Layout, little-endian, offsets from the table's first byte:
 *
 * <ul>
 *   <li>0, u32: number of entries
 *   <li>4, then per entry without gaps: u32 length of the id in bytes, u32 index of its vector, the
 *       id in UTF-8
 * </ul>
 *
 * <p>Positions in this class count from the table's first byte. For one thread at a time: {@link
 * OmdbImageReader#idTable} makes one for each.
 */
public final class OmdbIdTable {

  /** Size of the entry count that starts the table. */
  public static final int COUNT_BYTES = Integer.BYTES;

  /** Size of an entry without its id. */
  public static final int ENTRY_HEADER_BYTES = 2 * Integer.BYTES;

  /** The longest id that is read, in bytes. A longer one is taken for damage. */
  public static final int MAX_ID_BYTES = 1 << 20;

  private final RandomAccessInput bytes;
  private final long length;
  private final long offsetInImage;
  private final int vectorCount;
  private final Object resource;

  OmdbIdTable(IndexInput image, OmdbHeader header) throws IOException {
    this.offsetInImage = header.idTableOffset();
    this.length = image.length() - offsetInImage;
    this.bytes = image.randomAccessSlice(offsetInImage, length);
    this.vectorCount = header.count();
    this.resource = image;
  }

  /**
   * The number of entries that the table claims. OmenDB's engine claims one per vector even if
   * there are fewer: {@link #entries} ends after the last real one.
   *
   * @return the count as an unsigned 32-bit number
   * @throws IOException if reading fails
   */
  public long declaredEntries() throws IOException {
    return Integer.toUnsignedLong(bytes.readInt(0));
  }

  /**
   * The length of the table, with what follows its last entry.
   *
   * @return bytes up to the image's end
   */
  public long length() {
    return length;
  }

  /**
   * Reads one entry's id.
   *
   * @param position where the entry starts
   * @param expectedIndex the vector that the entry must belong to
   * @param id filled with the id; its array is grown when too short, its offset becomes 0
   * @throws OmdbFormatException if there is no such entry at that position
   * @throws IOException if reading fails
   */
  public void readEntry(long position, int expectedIndex, BytesRef id) throws IOException {
    int idLength = readEntryHeader(position, expectedIndex);
    if (id.bytes.length < idLength) {
      id.bytes = new byte[ArrayUtil.oversize(idLength, Byte.BYTES)];
    }
    bytes.readBytes(position + ENTRY_HEADER_BYTES, id.bytes, 0, idLength);
    id.offset = 0;
    id.length = idLength;
  }

  /**
   * Compares an id with the id of an entry as unsigned bytes, which is the order of code points.
   *
   * @param id the left side
   * @param position where the entry starts
   * @param expectedIndex the vector that the entry must belong to
   * @param scratch at least as long as {@code id}: no more bytes of the entry are read
   * @return negative, zero or positive, as {@link Comparable#compareTo} does
   * @throws OmdbFormatException if there is no such entry at that position
   * @throws IOException if reading fails
   */
  public int compareToEntry(BytesRef id, long position, int expectedIndex, byte[] scratch)
      throws IOException {
    int entryLength = readEntryHeader(position, expectedIndex);
    int common = Math.min(id.length, entryLength);
    bytes.readBytes(position + ENTRY_HEADER_BYTES, scratch, 0, common);
    int order = Arrays.compareUnsigned(id.bytes, id.offset, id.offset + common, scratch, 0, common);
    return order != 0 ? order : Integer.compare(id.length, entryLength);
  }

  /**
   * The vector of an entry.
   *
   * @param position where the entry starts
   * @return its vector index, unchecked
   * @throws IOException if reading fails
   */
  int vectorIndex(long position) throws IOException {
    return bytes.readInt(position + Integer.BYTES);
  }

  private int readEntryHeader(long position, int expectedIndex) throws IOException {
    if (position < COUNT_BYTES || position > length - ENTRY_HEADER_BYTES) {
      throw wrong("id entry", "a position outside the table", "an entry", position);
    }
    long header = bytes.readLong(position); // both numbers in one read: this is the hot path
    int idLength = (int) header;
    int index = (int) (header >>> Integer.SIZE);
    checkLength(position, idLength);
    if (index != expectedIndex) {
      throw wrong(
          "vector index of an id entry",
          Integer.toUnsignedString(index),
          expectedIndex,
          position + Integer.BYTES);
    }
    return idLength;
  }

  private void checkLength(long position, int idLength) throws OmdbFormatException {
    long room = length - position - ENTRY_HEADER_BYTES;
    if (Integer.toUnsignedLong(idLength) > Math.min(room, MAX_ID_BYTES)) {
      throw wrong(
          "length of an id",
          Integer.toUnsignedString(idLength),
          "at most "
              + (room <= MAX_ID_BYTES ? "the " + room + " bytes left" : MAX_ID_BYTES + " bytes"),
          position);
    }
  }

  private OmdbFormatException wrong(String what, Object found, Object expected, long position) {
    return new OmdbFormatException(what, found, expected, offsetInImage + position, resource);
  }

  /**
   * Iterates over the entries in the order of the table.
   *
   * @return a cursor before the first entry
   * @throws IOException if reading fails
   */
  public Entries entries() throws IOException {
    return new Entries();
  }

  /** A cursor over the entries that the table really has. Reads ahead of them. */
  public final class Entries {

    private final long declared = declaredEntries();
    private final ReadAheadBuffer buffer = new ReadAheadBuffer(bytes, length);
    private final BytesRef id = new BytesRef();
    private long read;
    private long position;
    private long next = COUNT_BYTES;
    private int index = -1;
    private boolean sawVectorZero;

    /** All bytes from {@link #next} to this position, exclusive, are known to be zero. */
    private long zeroUpTo;

    private Entries() throws IOException {}

    /**
     * Moves to the next entry.
     *
     * @return false if there is none: all declared entries have been read, the image ends, or only
     *     zeros follow, which OmenDB's engine pads its files with
     * @throws OmdbFormatException if the next entry is invalid: an id beyond the end of the image
     *     or too long, a vector index that is not below the vector count, or an id that is not
     *     UTF-8
     * @throws IOException if reading fails
     */
    public boolean next() throws IOException {
      if (read == declared || next == length) {
        return false;
      }
      long room = length - next;
      int at = room < ENTRY_HEADER_BYTES ? -1 : buffer.read(next, ENTRY_HEADER_BYTES);
      long header = at < 0 ? 0 : (long) BitUtil.VH_LE_LONG.get(buffer.array(), at);
      if (header == 0 && onlyPaddingFollows()) {
        return false;
      }
      if (at < 0) {
        throw wrong("id entry", room + " bytes", ENTRY_HEADER_BYTES + " bytes or more", next);
      }
      int idLength = (int) header;
      index = (int) (header >>> Integer.SIZE);
      checkLength(next, idLength);
      if (index < 0 || index >= vectorCount) {
        throw wrong(
            "vector index of an id entry",
            Integer.toUnsignedString(index),
            "below the vector count " + vectorCount,
            next + Integer.BYTES);
      }
      id.offset = buffer.read(next + ENTRY_HEADER_BYTES, idLength);
      id.bytes = buffer.array();
      id.length = idLength;
      if (Utf8.isWellFormed(id) == false) {
        throw wrong("id", id, "well-formed UTF-8", next + ENTRY_HEADER_BYTES);
      }
      position = next;
      next += ENTRY_HEADER_BYTES + idLength;
      read++;
      sawVectorZero |= index == 0;
      return true;
    }

    /**
     * Skips the entry that {@link #next} refused, for a caller that looks for further errors.
     *
     * @return false if that entry does not end within the image, so that there is no next one
     * @throws IOException if reading fails
     */
    public boolean skipRefused() throws IOException {
      long room = length - next - ENTRY_HEADER_BYTES;
      if (room < 0 || Integer.toUnsignedLong(bytes.readInt(next)) > room) {
        return false;
      }
      next += ENTRY_HEADER_BYTES + Integer.toUnsignedLong(bytes.readInt(next));
      read++;
      return true;
    }

    /**
     * Whether only padding follows. Eight zeros may also be the entry of vector 0 with an empty id,
     * so this is false while vector 0 has had no entry and there is room for one.
     */
    private boolean onlyPaddingFollows() throws IOException {
      if (next <= length - ENTRY_HEADER_BYTES && sawVectorZero == false) {
        return false;
      }
      for (zeroUpTo = Math.max(zeroUpTo, next); zeroUpTo < length; zeroUpTo++) {
        while (zeroUpTo <= length - Long.BYTES && bytes.readLong(zeroUpTo) == 0) {
          zeroUpTo += Long.BYTES;
        }
        if (zeroUpTo < length && bytes.readByte(zeroUpTo) != 0) {
          return false;
        }
      }
      return true;
    }

    /**
     * The vector of the current entry.
     *
     * @return an index, less than the vector count
     */
    public int index() {
      return index;
    }

    /**
     * The id of the current entry. OmenDB's engine writes an empty one for a vector without an id.
     *
     * @return the id, valid until the next call of {@link #next}
     */
    public BytesRef id() {
      return id;
    }

    /**
     * Where the current entry starts.
     *
     * @return a position for {@link OmdbIdTable#readEntry}
     */
    public long position() {
      return position;
    }

    /**
     * Where the entries read so far end.
     *
     * @return a position in the table
     */
    public long end() {
      return next;
    }
  }
}
