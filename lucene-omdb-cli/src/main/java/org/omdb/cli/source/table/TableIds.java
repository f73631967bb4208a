// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.table;

import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/** Ids from the values of a column. */
public final class TableIds {

  private TableIds() {}

  /**
   * An id.
   *
   * @param file for messages
   * @param row for messages
   * @param column for messages
   * @param value a string or a whole number; {@link EncodedBytes}; null if there is none
   * @return its text
   * @throws CommandFailure if there is none, or it is empty, or it is bytes that are no text
   */
  public static String id(SourceFile file, long row, String column, Object value)
      throws CommandFailure {
    if (value instanceof EncodedBytes) {
      String found = "bytes that are not UTF-8 in column " + BadInput.quote(column);
      throw BadInput.at(
          file, BadInput.row(row), found, "an id in UTF-8; --no-ids imports without ids");
    }
    String text = value == null ? "" : value.toString();
    if (text.isEmpty()) {
      String what = value == null ? "null" : "an empty string";
      String found = what + " in column " + BadInput.quote(column);
      throw BadInput.at(file, BadInput.row(row), found, "an id");
    }
    return text;
  }
}
