// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;

/** Reads ids from a text file, one per line. For one thread. */
final class IdLines implements Closeable {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path path;
  private final BufferedReader reader;
  private long line;

  private IdLines(Path path) throws IOException {
    this.path = path;
    this.reader = Files.newBufferedReader(path, StandardCharsets.UTF_8); // strict
  }

  static IdLines open(Path path) throws IOException {
    return new IdLines(path);
  }

  /** The next id, for a row of a file. */
  String next(Input file, long row) throws IOException, CommandFailure {
    String id = readLine();
    if (line == 0 && id != null && id.startsWith(BYTE_ORDER_MARK)) {
      id = id.substring(1);
    }
    if (id == null) {
      throw CommandFailure.data(
          path
              + " has "
              + line
              + " ids, expected more: row "
              + row
              + " of "
              + file
              + " is left without one");
    }
    line++;
    if (id.isEmpty()) {
      throw CommandFailure.data(path + " line " + line + " is empty, expected an id");
    }
    return id;
  }

  /** Fails if there are more ids than rows. */
  void checkEnd(long rows) throws IOException, CommandFailure {
    if (readLine() != null) {
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
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
