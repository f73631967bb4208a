// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.util.List;
import org.omdb.cli.source.spi.Columns;
import picocli.CommandLine.Option;

/** Options that say what to take from the files of an import. */
final class ColumnOptions {

  @Option(
      names = "--id-column",
      paramLabel = "COLUMN",
      description = "The column of ids, if it has none of the usual names.")
  private String idColumn;

  @Option(
      names = "--vector-column",
      paramLabel = "COLUMN",
      description = "The column of vectors, if it has none of the usual names.")
  private String vectorColumn;

  @Option(
      names = "--store",
      paramLabel = "COLUMN",
      split = ",",
      description = "Store these columns, and no others.")
  private List<String> storedColumns;

  @Option(
      names = "--no-ids",
      description =
          "The rows have no ids: what stands first in a line of numbers is a component. They are"
              + " called <file name>_<row>.")
  private boolean noIds;

  boolean noIds() {
    return noIds;
  }

  /**
   * What to take from the files.
   *
   * @param idsElsewhere whether ids are given besides the files
   */
  Columns columns(boolean idsElsewhere) {
    return new Columns(idColumn, vectorColumn, storedColumns, noIds || idsElsewhere);
  }
}
