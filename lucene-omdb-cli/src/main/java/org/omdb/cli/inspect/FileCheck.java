// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.lucene.index.CorruptIndexException;
import org.omdb.cli.console.Progress;
import org.omdb.image.ElementType;
import org.omdb.image.OmdbFile;
import org.omdb.image.OmdbFileIds;
import org.omdb.image.OmdbFileIds.Kind;
import org.omdb.image.OmdbFormatException;
import org.omdb.image.OmdbHeader;
import org.omdb.image.OmdbIdTable;

/** Checks every byte of an OMDB file. */
final class FileCheck {

  /** Where the header's fields end: only zeros follow, up to {@link OmdbHeader#BYTES}. */
  private static final int RESERVED_AT = 24;

  private final Path path;
  private final String where;
  private final Findings findings;
  private final Checked checked = new Checked();

  FileCheck(Path path, Findings findings) {
    this.path = path;
    this.where = path.toString();
    this.findings = findings;
  }

  Checked run() throws IOException {
    try (OmdbFile file = OmdbFile.open(path);
        FileChannel bytes = FileChannel.open(path, StandardOpenOption.READ);
        Progress progress = Progress.start("verify", "MB", file.length())) {
      checked.files = 1;
      checked.bytes = file.length();
      OmdbHeader header = file.header();
      progress.to(OmdbHeader.BYTES);
      long reserved = firstNonZero(bytes, RESERVED_AT, OmdbHeader.BYTES);
      if (reserved >= 0) {
        findings.note(where, "reserved", "the reserved byte " + reserved + " is not zero");
      }
      checkVectors(file, progress);
      long end = header.vectorsEnd();
      if (header.hasIdTable()) {
        checkZeros(bytes, "gap", end, header.idTableOffset());
        end = header.idTableOffset() + checkIds(file);
      }
      progress.to(end);
      checkZeros(bytes, "trailing_bytes", end, file.length());
      progress.to(file.length());
    } catch (OmdbFormatException e) {
      findings.problem(where, "layout", e.getOriginalMessage());
    } catch (CorruptIndexException e) {
      findings.problem(where, "layout", Words.reason(e));
    }
    return checked;
  }

  private void checkVectors(OmdbFile file, Progress progress) throws IOException {
    OmdbHeader header = file.header();
    if (header.elementType() == ElementType.FLOAT32) {
      new FiniteCheck(where, header.dimension(), findings).run(file.vectors(), progress);
    } // every byte is a valid component
    checked.vectors = header.count();
  }

  /** Returns where the table's last entry ends. */
  private long checkIds(OmdbFile file) throws IOException {
    OmdbIdTable table = file.idTable();
    OmdbIdTable.Entries entries = table.entries();
    long found = 0;
    boolean sound = true;
    while (true) {
      try {
        if (entries.next() == false) {
          break;
        }
        found++;
      } catch (OmdbFormatException e) {
        sound = false;
        findings.problem(where, "id_entry", "entry " + found + ": " + e.getOriginalMessage());
        if (entries.skipRefused() == false) {
          checked.ids = found;
          return table.length(); // what follows can't be told apart
        }
        found++;
      }
    }
    if (found < table.declaredEntries()) {
      checkShortTable(table, found, entries.end());
    }
    checked.ids = found;
    if (sound) {
      checkDuplicates(file);
    }
    return entries.end();
  }

  /** OmenDB's engine may write fewer entries than it declares, but then padding follows. */
  private void checkShortTable(OmdbIdTable table, long found, long end) throws IOException {
    String message =
        "the id table says that it has "
            + Words.count(table.declaredEntries())
            + " entries, but has "
            + Words.count(found);
    if (end == table.length()) {
      findings.problem(
          where, "short_table", message + " up to the end of the file, which may be cut off");
    } else {
      findings.note(where, "short_table", message);
    }
  }

  private void checkDuplicates(OmdbFile file) throws IOException {
    OmdbFileIds ids = file.ids();
    checked.ids = ids.ids();
    note(ids, Kind.EMPTY, "an empty id and are read as empty_<index>");
    note(ids, Kind.MISSING, "no entry and are read as vec_<index>");
    if (ids.supersededEntries() == 0) {
      return;
    }
    OmdbIdTable.Entries entries = file.idTable().entries();
    while (entries.next()) {
      if (entries.id().length > 0 && ids.isSuperseded(entries)) {
        findings.problem(
            where,
            "duplicate_id",
            "id "
                + Words.quote(entries.id())
                + " of vector "
                + entries.index()
                + ", at byte "
                + (file.header().idTableOffset() + entries.position())
                + ", is found again, last for vector "
                + ids.indexOf(entries.id())
                + ", expected once");
      }
    }
  }

  private void note(OmdbFileIds ids, Kind kind, String what) {
    long count = ids.count(kind);
    if (count > 0) {
      findings.note(where, "ids_made_up", Words.counted(count, "vector") + " have " + what);
    }
  }

  private void checkZeros(FileChannel bytes, String check, long from, long to) throws IOException {
    long at = firstNonZero(bytes, from, to);
    if (at >= 0) {
      findings.problem(
          where,
          check,
          "byte " + at + " after the " + (check.equals("gap") ? "vectors" : "last entry"),
          "not zero",
          "zeros from byte " + from + " to " + to);
    }
  }

  /** Returns -1 if all are zero. */
  private static long firstNonZero(FileChannel bytes, long from, long to) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
    for (long at = from; at < to; ) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
      int length = bytes.read(chunk, at);
      for (int i = 0; i < length; i++) {
        if (chunk.get(i) != 0) {
          return at + i;
        }
      }
      at += Math.max(1, length); // -1 if the file was cut off in the meantime
    }
    return -1;
  }
}
