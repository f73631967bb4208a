// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.StandardInput;
import org.omdb.cli.source.file.BadInput;

/**
 * Reads ids from a text file, one per line. If the first line has tabs, they separate the names of
 * columns, one of which has the ids, as in the {@code metadata.tsv} of TensorFlow's projector. For
 * one thread.
 */
final class IdLines implements Closeable {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final String TAB = "\t";

  /** More names would be no help in a message. */
  private static final int MAX_LISTED = 20;

  private final Path path;
  private final BufferedReader reader;

  /** The first line, if it was read for its columns and has an id. */
  private String first;

  /** Number of the column, if there are several; else -1. */
  private int column = -1;

  private int columns;

  /** Number of lines that were read. */
  private long line;

  private long ids;

  private IdLines(Path path) throws IOException, CommandFailure {
    this.path = path;
    StandardInput.check(path);
    this.reader = Files.newBufferedReader(path, StandardCharsets.UTF_8); // strict
  }

  /**
   * Opens a file.
   *
   * @param idColumn the column of ids; null for the first
   */
  static IdLines open(Path path, String idColumn) throws IOException, CommandFailure {
    IdLines lines = new IdLines(path);
    try {
      lines.readHeader(idColumn);
      return lines;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, lines);
      throw t;
    }
  }

  private void readHeader(String idColumn) throws IOException, CommandFailure {
    first = readLine();
    if (first != null && first.startsWith(BYTE_ORDER_MARK)) {
      first = first.substring(1);
    }
    if (first == null || first.contains(TAB) == false) {
      if (idColumn != null) {
        throw CommandFailure.data(
            path + " has no header with tabs, expected a column \"" + idColumn + "\"");
      }
      return;
    }
    List<String> names = List.of(first.split(TAB, -1));
    column = idColumn == null ? 0 : names.indexOf(idColumn);
    if (column < 0) {
      throw CommandFailure.data(
          path
              + " has no column \""
              + idColumn
              + "\", expected one of \""
              + String.join("\", \"", names.subList(0, Math.min(MAX_LISTED, names.size())))
              + "\"");
    }
    columns = names.size();
    first = null;
    line = 1;
  }

  /** The next id, for a row of a file. */
  String next(Input file, long row) throws IOException, CommandFailure {
    String id = first == null ? readLine() : first;
    first = null;
    if (id == null) {
      throw CommandFailure.data(
          path
              + " has "
              + ids
              + " ids, expected more: row "
              + row
              + " of "
              + file
              + " is left without one");
    }
    line++;
    if (column >= 0) {
      id = field(id);
    }
    if (id.isEmpty()) {
      throw CommandFailure.data(path + " line " + line + " is empty, expected an id");
    }
    ids++;
    return id;
  }

  private String field(String text) throws CommandFailure {
    String[] fields = text.split(TAB, -1);
    if (fields.length != columns) {
      throw CommandFailure.data(
          path
              + " line "
              + line
              + " has "
              + fields.length
              + " columns, expected "
              + columns
              + " as in line 1");
    }
    return fields[column];
  }

  /** Fails if there are more ids than rows. */
  void checkEnd(long rows) throws IOException, CommandFailure {
    if (first != null || readLine() != null) {
      throw CommandFailure.data(
          path + " has more than " + rows + " ids, expected " + rows + ", one for each row");
    }
  }

  private String readLine() throws IOException, CommandFailure {
    try {
      return reader.readLine();
    } catch (
        @SuppressWarnings("unused")
        CharacterCodingException e) {
      throw CommandFailure.data(
          path
              + " is not UTF-8, found malformed bytes in line "
              + (line + 1)
              + " or soon after it");
    } catch (IOException e) {
      throw BadInput.unreadable(path, e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
