// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.BytesRef;
import org.omdb.image.OmdbFileIds.Kind;

/** The ids of an image as a dictionary that the entries are put into one by one. */
final class ExpectedIds {

  private record Entry(int index, String id, long position) {}

  private final int vectors;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Entry> last = new HashMap<>();
  private long end;

  private ExpectedIds(int vectors) {
    this.vectors = vectors;
  }

  /**
   * Walks a table and holds each entry against the bytes of the file.
   *
   * @param table null if there is none
   */
  static ExpectedIds walk(OmdbHeader header, OmdbIdTable table, byte[] file) throws IOException {
    ExpectedIds expected = new ExpectedIds(header.count());
    if (table == null) {
      return expected;
    }
    int tableAt = Math.toIntExact(header.idTableOffset());
    ByteBuffer bytes =
        ByteBuffer.wrap(file, tableAt, file.length - tableAt)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    int at = OmdbIdTable.COUNT_BYTES;
    OmdbIdTable.Entries cursor = table.entries();
    while (cursor.next()) {
      int length = bytes.getInt(at);
      require(cursor.position() == at, "position of an entry");
      require(cursor.index() == bytes.getInt(at + 4), "index of an entry");
      require(cursor.index() >= 0 && cursor.index() < header.count(), "a vector that there is");
      byte[] id = new byte[length];
      bytes.get(at + OmdbIdTable.ENTRY_HEADER_BYTES, id);
      require(cursor.id().bytesEquals(new BytesRef(id)), "id of an entry");
      expected.add(new Entry(cursor.index(), text(id), at));
      at += OmdbIdTable.ENTRY_HEADER_BYTES + length;
      require(cursor.end() == at, "end of an entry");
    }
    expected.end = at;
    boolean all = expected.entries.size() == Integer.toUnsignedLong(bytes.getInt(0));
    boolean none = at == bytes.limit();
    require(all || none || expected.isPadding(bytes, at), "entries that are left out");
    return expected;
  }

  /** Back and forth, so that nothing in it was replaced. */
  private static String text(byte[] id) {
    String text = new String(id, StandardCharsets.UTF_8);
    require(Arrays.equals(id, text.getBytes(StandardCharsets.UTF_8)), "UTF-8");
    return text;
  }

  /** Zeros that can't be an entry: one that says that vector 0 has no id, where none did yet. */
  private boolean isPadding(ByteBuffer table, int from) {
    for (int i = from; i < table.limit(); i++) {
      if (table.get(i) != 0) {
        return false;
      }
    }
    return table.limit() - from < OmdbIdTable.ENTRY_HEADER_BYTES
        || entries.stream().anyMatch(entry -> entry.index == 0);
  }

  private void add(Entry entry) {
    entries.add(entry);
    if (entry.id.isEmpty() == false) {
      last.put(entry.id, entry);
    }
  }

  private boolean isAlive(Entry entry) {
    return last.get(entry.id) == entry;
  }

  /** The layout's rules, for every vector and every id. */
  void check(OmdbFileIds ids, OmdbIdTable table) throws IOException {
    long empty = entries.stream().filter(entry -> entry.id.isEmpty()).count();
    require(ids.entries() == entries.size(), "number of entries");
    require(ids.ids() == last.size(), "number of ids");
    require(ids.supersededEntries() == entries.size() - empty - last.size(), "superseded entries");
    require(ids.tableBytes() == end, "end of the table");
    for (Map.Entry<String, Entry> entry : last.entrySet()) {
      require(
          ids.indexOf(new BytesRef(entry.getKey())) == entry.getValue().index, "vector of an id");
      String longer = entry.getKey() + "x";
      require(last.containsKey(longer) || ids.indexOf(new BytesRef(longer)) == -1, "no such id");
    }
    Entry[] first = new Entry[vectors];
    Kind[] kinds = new Kind[vectors];
    Arrays.fill(kinds, Kind.MISSING);
    for (Entry entry : entries) {
      if (isAlive(entry)) {
        first[entry.index] = first[entry.index] == null ? entry : first[entry.index];
        kinds[entry.index] = Kind.STORED;
      } else if (entry.id.isEmpty() == false && kinds[entry.index] != Kind.STORED) {
        kinds[entry.index] = Kind.SUPERSEDED;
      } else if (kinds[entry.index] == Kind.MISSING) {
        kinds[entry.index] = Kind.EMPTY;
      }
    }
    BytesRef id = new BytesRef();
    int[] counts = new int[Kind.values().length];
    for (int i = 0; i < vectors; i++) {
      counts[kinds[i].ordinal()]++;
      require(ids.kind(i) == kinds[i], "kind of vector");
      require(ids.read(i, id) == (first[i] != null), "whether a vector has an id");
      if (first[i] != null) {
        require(id.utf8ToString().equals(first[i].id), "id of a vector");
      } else {
        checkMadeUp(ids.madeUp(i), (kinds[i] == Kind.EMPTY ? "empty_" : "vec_") + i);
      }
    }
    for (Kind kind : Kind.values()) {
      require(ids.count(kind) == counts[kind.ordinal()], "vectors of a kind");
    }
    if (table != null) {
      checkCursor(ids, table.entries(), first);
    }
  }

  private void checkMadeUp(String name, String expected) {
    require(name.startsWith(expected), "a made-up name");
    require(name.substring(expected.length()).chars().allMatch(c -> c == '_'), "its end");
    require(last.containsKey(name) == false, "a made-up name is no id");
  }

  private void checkCursor(OmdbFileIds ids, OmdbIdTable.Entries cursor, Entry[] first)
      throws IOException {
    for (Entry entry : entries) {
      require(cursor.next(), "the same entries again");
      require(ids.isSuperseded(cursor) != isAlive(entry), "whether an entry counts");
      require(ids.isFirst(cursor) == (first[entry.index] == entry), "first entry of a vector");
    }
    require(cursor.next() == false, "no entry more");
  }
}
