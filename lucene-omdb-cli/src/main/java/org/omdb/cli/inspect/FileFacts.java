// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.Table;
import org.omdb.image.ElementType;
import org.omdb.image.MagicOrder;
import org.omdb.image.OmdbFile;
import org.omdb.image.OmdbFileIds;
import org.omdb.image.OmdbFileIds.Kind;
import org.omdb.image.OmdbHeader;
import org.omdb.image.OmdbIdTable;
import picocli.CommandLine.Help.Ansi;

/**
 * What an OMDB file says of itself, and what its id table has.
 *
 * @param bytes size of the file
 * @param gapBytes number of bytes between the vectors and the id table
 * @param tableBytes size of the id table up to its last entry
 * @param trailingBytes number of bytes after that
 * @param declaredEntries number of entries that the table says it has
 * @param entries number of entries that it has
 * @param ids number of distinct ids
 * @param supersededEntries number of entries whose id a later entry repeats
 * @param byKind number of vectors of each kind
 * @param some the first few vectors and the last few
 */
record FileFacts(
    Path path,
    OmdbHeader header,
    long bytes,
    long gapBytes,
    long tableBytes,
    long trailingBytes,
    long declaredEntries,
    long entries,
    long ids,
    long supersededEntries,
    Map<Kind, Long> byKind,
    List<Vector> some) {

  private static final int FEW = 3;

  /**
   * A vector and its id.
   *
   * @param id its own id, or the one that it is read with
   */
  record Vector(int index, Kind kind, String id) {}

  static FileFacts of(Path path) throws IOException {
    try (OmdbFile file = OmdbFile.open(path)) {
      OmdbHeader header = file.header();
      OmdbIdTable table = file.idTable();
      OmdbFileIds ids = file.ids();
      long gap = table == null ? 0 : header.idTableOffset() - header.vectorsEnd();
      Map<Kind, Long> byKind = new LinkedHashMap<>();
      for (Kind kind : Kind.values()) {
        byKind.put(kind, ids.count(kind));
      }
      return new FileFacts(
          path,
          header,
          file.length(),
          gap,
          ids.tableBytes(),
          file.length() - header.vectorsEnd() - gap - ids.tableBytes(),
          table == null ? 0 : table.declaredEntries(),
          ids.entries(),
          ids.ids(),
          ids.supersededEntries(),
          byKind,
          some(header.count(), ids));
    }
  }

  private static List<Vector> some(int count, OmdbFileIds ids) throws IOException {
    List<Vector> some = new ArrayList<>();
    BytesRef id = new BytesRef();
    for (int index = 0; index < count; index++) {
      if (index == FEW) {
        index = Math.max(FEW, count - FEW);
      }
      String name = ids.read(index, id) ? id.utf8ToString() : ids.madeUp(index);
      some.add(new Vector(index, ids.kind(index), name));
    }
    return some;
  }

  private String magic() {
    boolean engine = header.magicOrder() == MagicOrder.ENGINE;
    return switch (header.elementType()) {
      case FLOAT32 -> engine ? "BDMO" : "OMDB";
      case INT8 -> engine ? "8DMO" : "OMD8";
    };
  }

  void print(PrintWriter out, Ansi ansi) {
    boolean engine = header.magicOrder() == MagicOrder.ENGINE;
    out.println(path + ": OMDB file");
    Table head = new Table("ll");
    head.row("magic", magic() + (engine ? ", in the order of OmenDB's engine" : ""));
    head.row("version", header.version());
    head.row("elements", elements());
    head.row("dimension", Words.count(header.dimension()));
    head.row("vectors", Words.count(header.count()));
    head.row(
        "id table",
        header.hasIdTable() ? "at byte " + Words.count(header.idTableOffset()) : "none");
    head.print(out, ansi);

    out.println();
    Table sizes = new Table("lrl");
    sizes.row("header", Words.count(OmdbHeader.BYTES), "bytes");
    sizes.row(
        "vectors",
        Words.count(header.vectorsEnd() - OmdbHeader.BYTES),
        Words.count(header.count())
            + " x "
            + Words.count(header.dimension())
            + " x "
            + header.elementType().bytes());
    if (gapBytes > 0) {
      sizes.row("gap", Words.count(gapBytes), "between the vectors and the id table");
    }
    if (header.hasIdTable()) {
      sizes.row("id table", Words.count(tableBytes), tableArithmetic());
    }
    if (trailingBytes > 0) {
      sizes.row(
          "trailing", Words.count(trailingBytes), "as in a file that was enlarged in advance");
    }
    sizes.row("file", Words.count(bytes), "");
    sizes.print(out, ansi);

    out.println();
    Table counts = new Table("lrl");
    counts.row("ids", Words.count(ids), "distinct");
    if (supersededEntries > 0) {
      counts.row(
          "duplicates", Words.count(supersededEntries), "entries whose id a later entry repeats");
    }
    row(counts, Kind.EMPTY, "empty ids", "vectors that are read as empty_<index>");
    row(counts, Kind.MISSING, "missing", "vectors without an entry, read as vec_<index>");
    row(counts, Kind.SUPERSEDED, "superseded", "vectors whose id went to a later entry");
    counts.print(out, ansi);

    for (int i = 0; i < some.size(); i++) {
      Vector vector = some.get(i);
      if (i == 0) {
        out.println();
      } else if (vector.index > some.get(i - 1).index + 1) {
        out.println("  ...");
      }
      // Not in a Table: an id may look like its markup.
      out.println("  vector " + vector.index + "  " + Words.quote(vector.id) + made(vector.kind));
    }
  }

  private String elements() {
    return header.elementType() == ElementType.FLOAT32 ? "float32" : "int8";
  }

  private String tableArithmetic() {
    String text = "4 + 8 x " + Words.counted(entries, "entry").replace("entrys", "entries");
    long idBytes = tableBytes - OmdbIdTable.COUNT_BYTES - entries * OmdbIdTable.ENTRY_HEADER_BYTES;
    text += " + " + Words.count(idBytes) + " of ids";
    return declaredEntries == entries ? text : text + "; it says " + Words.count(declaredEntries);
  }

  private void row(Table table, Kind kind, String name, String meaning) {
    if (byKind.get(kind) > 0) {
      table.row(name, Words.count(byKind.get(kind)), meaning);
    }
  }

  private static String made(Kind kind) {
    return switch (kind) {
      case STORED -> "";
      case EMPTY -> "  (made up, its id is empty)";
      case MISSING -> "  (made up, it has no entry)";
      case SUPERSEDED -> "  (made up, its id went to a later entry)";
    };
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", "file");
    json.put("path", path.toString());
    json.put("magic", magic());
    json.put("magic_order", header.magicOrder().name().toLowerCase(Locale.ROOT));
    json.put("version", header.version());
    json.put("element_type", elements());
    json.put("dimension", header.dimension());
    json.put("vectors", header.count());
    json.put("id_table_offset", header.idTableOffset());
    json.put("header_bytes", OmdbHeader.BYTES);
    json.put("vector_bytes", header.vectorsEnd() - OmdbHeader.BYTES);
    json.put("gap_bytes", gapBytes);
    json.put("id_table_bytes", tableBytes);
    json.put("trailing_bytes", trailingBytes);
    json.put("file_bytes", bytes);
    json.put("declared_entries", declaredEntries);
    json.put("entries", entries);
    json.put("ids", ids);
    json.put("duplicate_entries", supersededEntries);
    byKind.forEach((kind, count) -> json.put(word(kind) + "_vectors", count));
    List<Map<String, Object>> vectors = new ArrayList<>();
    for (Vector vector : some) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("index", vector.index);
      one.put("kind", word(vector.kind));
      one.put("id", vector.id);
      vectors.add(one);
    }
    json.put("first_and_last", vectors);
    return json;
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
