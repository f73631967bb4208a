// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * The ids of a stand-alone file by vector and by id, by the rules of the engine that wrote it: an
 * id's last entry wins, as in the engine's dictionary, and a vector may be without an id of its
 * own.
 *
 * <p>Making one reads the id table once, front to back, and keeps 8 bytes per vector and 16 to 32
 * per id off the heap (a temporary file, for large tables). For one thread.
 */
public final class OmdbFileIds {

  /** How a vector stands to the id table. */
  public enum Kind {
    /** The vector has an id of its own. */
    STORED,
    /** The vector's entry holds an id of length 0; the engine reads it as {@code empty_<index>}. */
    EMPTY,
    /** The vector has no entry; the engine calls it {@code vec_<index>}. */
    MISSING,
    /** A later entry gave the vector's id to another vector. */
    SUPERSEDED
  }

  /** Values of {@link #firstEntry} that are no position; positions are 4 or more. */
  private static final int NO_ENTRY = 0;

  private static final int EMPTY_ENTRY = 1;
  private static final int LOST_ENTRY = 2;

  /** A slot is 0, or the position of an entry and above it bits of the id's hash. */
  private static final int POSITION_BITS = 44;

  private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;

  /** Another one each time, so that no file can be made of ids that collide. */
  private final int hashSeed = ThreadLocalRandom.current().nextInt();

  private final int size;
  private final OmdbIdTable table;

  /** By vector: the position of its first entry that is not superseded. */
  private final MappedLongs firstEntry;

  /** Open addressing by the hash of the id. */
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
    // Bounded by what the table has room for, whatever it says.
    long most = Math.min(table.declaredEntries(), table.length() / OmdbIdTable.ENTRY_HEADER_BYTES);
    long capacity = Math.max(2, Long.highestOneBit(most + most / 2) << 1); // at most 2/3 full
    slots = new MappedLongs(capacity);
    slotMask = capacity - 1;
    readEntries();
    if (supersededEntries > 0) {
      restoreVectorsOfSeveralIds();
    }
    countKinds();
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
      if (firstEntry.get(index) < LOST_ENTRY) { // an entry between a lost one and this may live
        firstEntry.set(index, cursor.position());
      }
    }
    tableBytes = cursor.end();
  }

  /** The entry at a position lost its id to a later one. */
  private void supersede(long position) throws IOException {
    supersededEntries++;
    int index = table.vectorIndex(position);
    if (firstEntry.get(index) == position) {
      firstEntry.set(index, LOST_ENTRY);
    }
  }

  /** A vector that lost its first entry may have another one, before or after it. */
  private void restoreVectorsOfSeveralIds() throws IOException {
    OmdbIdTable.Entries cursor = table.entries();
    while (cursor.next()) {
      if (firstEntry.get(cursor.index()) == LOST_ENTRY && isSuperseded(cursor) == false) {
        firstEntry.set(cursor.index(), cursor.position());
      }
    }
  }

  private void countKinds() {
    for (int index = 0; index < size; index++) {
      counts[kind(index).ordinal()]++;
    }
  }

  private long hash(BytesRef id) {
    return StringHelper.murmurhash3_x64_128(id.bytes, id.offset, id.length, hashSeed)[0];
  }

  /** The slot of an id, or the free one where it would go. */
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
   * How a vector stands to the table.
   *
   * @param index 0 to the vector count less 1
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
    return position == LOST_ENTRY ? Kind.SUPERSEDED : Kind.STORED;
  }

  /**
   * How many vectors are of a kind.
   *
   * @param kind the kind
   * @return the number
   */
  public long count(Kind kind) {
    return counts[kind.ordinal()];
  }

  /**
   * The number of entries that are really there.
   *
   * @return at most what the table says
   */
  public long entries() {
    return entries;
  }

  /**
   * Size of the id table up to the end of its last entry; what follows is padding.
   *
   * @return bytes, 0 without an id table
   */
  public long tableBytes() {
    return tableBytes;
  }

  /**
   * The number of different ids.
   *
   * @return at most {@link #entries}
   */
  public long ids() {
    return ids;
  }

  /**
   * The number of entries whose id a later entry has again.
   *
   * @return {@link #entries} less {@link #ids} and empty entries
   */
  public long supersededEntries() {
    return supersededEntries;
  }

  /**
   * Reads a vector's own id. If several entries name the vector, all with ids that no later entry
   * took, this is the first of them; {@link OmdbIdTable#entries} has all.
   *
   * @param index 0 to the vector count less 1
   * @param id filled with the id in UTF-8; left alone if there is none
   * @return false unless the vector is of the kind {@link Kind#STORED}
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
   * Whether an entry is the one that {@link #read} reads for its vector.
   *
   * @param entries a cursor over this table, at the entry
   * @return true if it is
   */
  public boolean isFirst(OmdbIdTable.Entries entries) {
    return firstEntry.get(entries.index()) == entries.position();
  }

  /**
   * Whether an entry counts for nothing: its id is empty, or a later entry has it too.
   *
   * @param entries a cursor over this table, at the entry
   * @return true if it does
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
   * @return the vector of the id's last entry, -1 if there is none
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
   * The name that the engine gives to a vector without an id of its own: {@code empty_<index>} or
   * {@code vec_<index>}. Nobody chose it, so it must never take the place of a user's id;
   * underscores are added until no entry has it.
   *
   * @param index 0 to the vector count less 1
   * @return a name that is no id of this file
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
