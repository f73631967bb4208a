// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * The ids of a stand-alone file: looks up ids by vector and vectors by id. The rules are those of
 * OmenDB's engine: if several entries have the same id, the last one counts, and a vector need not
 * have an id.
 *
 * <p>The constructor reads the whole id table. It keeps 8 bytes per vector and 16 to 32 bytes per
 * id outside the heap, in a temporary file if they are many. For one thread.
 */
public final class OmdbFileIds {

  /** What the id table says about a vector. */
  public enum Kind {
    /** The vector has an id. */
    STORED,
    /** The vector has an entry with an empty id. The engine reads it as {@code empty_<index>}. */
    EMPTY,
    /** The vector has no entry. The engine calls it {@code vec_<index>}. */
    MISSING,
    /** A later entry gives the vector's id to another vector. */
    SUPERSEDED
  }

  // Values of firstEntry that are not positions, which are 4 or more.
  private static final int NO_ENTRY = 0;

  private static final int EMPTY_ENTRY = 1;
  private static final int SUPERSEDED_ENTRY = 2;

  /**
   * A slot of the hash table is 0 if it is free. Else it has the position of an entry in its lower
   * bits, and in the others the upper bits of the id's hash.
   */
  private static final int POSITION_BITS = 44;

  private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;

  /** Random, so that nobody can make a file of ids that collide. */
  private final int hashSeed = ThreadLocalRandom.current().nextInt();

  private final int size;
  private final OmdbIdTable table;

  /** For each vector the position of its first entry that is not superseded, or a constant. */
  private final MappedLongs firstEntry;

  /** A hash table by id, with open addressing and linear probing. */
  private final MappedLongs slots;

  private final long slotMask;
  private final long[] counts = new long[Kind.values().length];
  private long entries;
  private long ids;
  private long supersededEntries;
  private long tableBytes;
  private byte[] scratch = new byte[64];

  OmdbFileIds(int size, OmdbIdTable table) throws IOException {
    this.size = size;
    this.table = table;
    this.firstEntry = new MappedLongs(size);
    if (table == null) {
      slots = new MappedLongs(1);
      slotMask = 0;
      counts[Kind.MISSING.ordinal()] = size;
      return;
    }
    if (table.length() > POSITION_MASK) {
      throw new IllegalArgumentException("id tables above 16 TiB are not supported");
    }
    // No more than the table has room for, whatever count it declares.
    long maxEntries =
        Math.min(table.declaredEntries(), table.length() / OmdbIdTable.ENTRY_HEADER_BYTES);
    long capacity =
        Math.max(2, Long.highestOneBit(maxEntries + maxEntries / 2) << 1); // at most 2/3 full
    slots = new MappedLongs(capacity);
    slotMask = capacity - 1;
    readEntries();
    if (supersededEntries > 0) {
      restoreVectorsOfSeveralIds();
    }
    for (int index = 0; index < size; index++) {
      counts[kind(index).ordinal()]++;
    }
  }

  private void readEntries() throws IOException {
    OmdbIdTable.Entries cursor = table.entries();
    while (cursor.next()) {
      entries++;
      int index = cursor.index();
      BytesRef id = cursor.id();
      if (id.length == 0) {
        if (firstEntry.get(index) == NO_ENTRY) {
          firstEntry.set(index, EMPTY_ENTRY);
        }
        continue;
      }
      long hash = hash(id);
      long slot = slot(id, hash);
      long before = slots.get(slot);
      slots.set(slot, hash & ~POSITION_MASK | cursor.position());
      if (before == 0) {
        ids++;
      } else {
        supersede(before & POSITION_MASK);
      }
      // If its first entry is superseded, restoreVectorsOfSeveralIds finds the one that counts.
      if (firstEntry.get(index) < SUPERSEDED_ENTRY) {
        firstEntry.set(index, cursor.position());
      }
    }
    tableBytes = cursor.end();
  }

  /** Notes that a later entry has the id of the entry at a position. */
  private void supersede(long position) throws IOException {
    supersededEntries++;
    int index = table.vectorIndex(position);
    if (firstEntry.get(index) == position) {
      firstEntry.set(index, SUPERSEDED_ENTRY);
    }
  }

  /** A vector whose first entry is superseded may have another entry that counts: finds it. */
  private void restoreVectorsOfSeveralIds() throws IOException {
    OmdbIdTable.Entries cursor = table.entries();
    while (cursor.next()) {
      if (firstEntry.get(cursor.index()) == SUPERSEDED_ENTRY && isSuperseded(cursor) == false) {
        firstEntry.set(cursor.index(), cursor.position());
      }
    }
  }

  private long hash(BytesRef id) {
    return StringHelper.murmurhash3_x64_128(id.bytes, id.offset, id.length, hashSeed)[0];
  }

  /** The slot of an id, or the free slot where it would be put. */
  private long slot(BytesRef id, long hash) throws IOException {
    if (scratch.length < id.length) {
      scratch = new byte[ArrayUtil.oversize(id.length, Byte.BYTES)];
    }
    for (long slot = hash & slotMask; ; slot = slot + 1 & slotMask) {
      long value = slots.get(slot);
      if (value == 0) {
        return slot;
      }
      if (((value ^ hash) & ~POSITION_MASK) == 0) {
        long position = value & POSITION_MASK;
        if (table.compareToEntry(id, position, table.vectorIndex(position), scratch) == 0) {
          return slot;
        }
      }
    }
  }

  /**
   * What the id table says about a vector.
   *
   * @param index 0 or more, less than the vector count
   * @return its kind
   */
  public Kind kind(int index) {
    long position = firstEntry.get(index);
    if (position == NO_ENTRY) {
      return Kind.MISSING;
    }
    if (position == EMPTY_ENTRY) {
      return Kind.EMPTY;
    }
    return position == SUPERSEDED_ENTRY ? Kind.SUPERSEDED : Kind.STORED;
  }

  /**
   * Number of vectors of a kind.
   *
   * @param kind the kind
   * @return 0 or more
   */
  public long count(Kind kind) {
    return counts[kind.ordinal()];
  }

  /**
   * Number of entries that the table really has.
   *
   * @return at most what the table declares
   */
  public long entries() {
    return entries;
  }

  /**
   * Size of the id table up to the end of its last entry, without padding.
   *
   * @return bytes; 0 without an id table
   */
  public long tableBytes() {
    return tableBytes;
  }

  /**
   * Number of different ids.
   *
   * @return at most {@link #entries}
   */
  public long ids() {
    return ids;
  }

  /**
   * Number of entries whose id a later entry has, too.
   *
   * @return {@link #entries} less {@link #ids} less the entries with empty ids
   */
  public long supersededEntries() {
    return supersededEntries;
  }

  /**
   * Reads a vector's id: that of its first entry that is not superseded.
   *
   * @param index 0 or more, less than the vector count
   * @param id receives the id in UTF-8; unchanged if there is none
   * @return true if the vector is of the kind {@link Kind#STORED}
   * @throws IOException if reading fails
   */
  public boolean read(int index, BytesRef id) throws IOException {
    if (kind(index) != Kind.STORED) {
      return false;
    }
    table.readEntry(firstEntry.get(index), index, id);
    return true;
  }

  /**
   * Whether an entry is the one that {@link #read} returns for its vector.
   *
   * @param entries a cursor over this table, at the entry
   * @return true if it is
   */
  public boolean isFirst(OmdbIdTable.Entries entries) {
    return firstEntry.get(entries.index()) == entries.position();
  }

  /**
   * Whether an entry does not count: its id is empty, or a later entry has the same id.
   *
   * @param entries a cursor over this table, at the entry
   * @return true if it does not count
   * @throws IOException if reading fails
   */
  public boolean isSuperseded(OmdbIdTable.Entries entries) throws IOException {
    BytesRef id = entries.id();
    return id.length == 0 || (slots.get(slot(id, hash(id))) & POSITION_MASK) != entries.position();
  }

  /**
   * Finds the vector of an id.
   *
   * @param id in UTF-8
   * @return index of the vector in the id's last entry; -1 if there is none
   * @throws IOException if reading fails
   */
  public int indexOf(BytesRef id) throws IOException {
    if (table == null || id.length == 0) {
      return -1;
    }
    long position = slots.get(slot(id, hash(id))) & POSITION_MASK;
    return position == 0 ? -1 : table.vectorIndex(position);
  }

  /**
   * The name that the engine gives to a vector without an id: {@code empty_<index>} or {@code
   * vec_<index>}. If that is an id of this file, underscores are added until it is none, so that
   * the made-up name never stands for a user's id.
   *
   * @param index 0 or more, less than the vector count
   * @return a name that is not an id of this file
   * @throws IOException if reading fails
   */
  public String madeUp(int index) throws IOException {
    StringBuilder name =
        new StringBuilder(kind(index) == Kind.EMPTY ? "empty_" : "vec_").append(index);
    while (indexOf(new BytesRef(name)) >= 0) {
      name.append('_');
    }
    return name.toString();
  }
}
