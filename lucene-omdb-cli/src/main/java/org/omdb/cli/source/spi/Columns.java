// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.spi;

import java.util.List;
import org.omdb.cli.console.CommandFailure;

/**
 * Which columns of a file are ids, vectors and stored values. A column is a member of a JSON
 * object, a column of a table, an array in an archive, or a data set.
 *
 * @param idColumn the column of ids; null for the format's known names
 * @param vectorColumn the column of vectors; null for the format's known names
 * @param storedColumns the columns that become stored fields; null for the format's default
 * @param textColumns columns whose values are text, even if they look like numbers
 * @param noIds whether the file has no ids, so that what stands first in a line of numbers is a
 *     component. A format that can tell by itself what an id is still gives ids, which the caller
 *     refuses or leaves out
 */
public record Columns(
    String idColumn,
    String vectorColumn,
    List<String> storedColumns,
    List<String> textColumns,
    boolean noIds) {

  /** What a format does by itself. */
  public static final Columns DEFAULT = new Columns(null, null, null, false);

  /**
   * Columns without {@link #textColumns}.
   *
   * @param idColumn see above, as the others
   * @param vectorColumn see above
   * @param storedColumns see above
   * @param noIds see above
   */
  public Columns(String idColumn, String vectorColumn, List<String> storedColumns, boolean noIds) {
    this(idColumn, vectorColumn, storedColumns, List.of(), noIds);
  }

  /**
   * Fails if a column is named. For formats without columns.
   *
   * @param format its name
   * @throws CommandFailure wrong usage
   */
  public void requireUnnamed(String format) throws CommandFailure {
    String option =
        vectorColumn != null
            ? "--vector-column"
            : idColumn != null ? "--id-column" : storedColumns != null ? "--store" : null;
    if (option != null) {
      throw CommandFailure.usage(
          option + " is for formats that have columns with names; " + format + " has none");
    }
  }
}
