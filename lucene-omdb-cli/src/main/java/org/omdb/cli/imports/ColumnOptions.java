// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.omdb.cli.columns.ImportedColumns;
import org.omdb.cli.source.spi.Columns;
import picocli.CommandLine.Option;

/** Options that say what to take from the files of an import. */
final class ColumnOptions {

  @Option(
      names = "--id-column",
      paramLabel = "COLUMN",
      description =
          "The column of ids, if it has none of the usual names. With --ids, a column of that file.")
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
      names = "--text",
      paramLabel = "COLUMN",
      split = ",",
      description = "Store these columns as text, even if they look like numbers.")
  private List<String> textColumns = List.of();

  @Option(
      names = "--index-column",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "Index these columns too, so that omdb search --where can filter by them. Later imports"
              + " index them without being told.")
  private List<String> indexedColumns = List.of();

  @Option(
      names = "--no-ids",
      description =
          "The rows have no ids: what stands first in a line of numbers is a component. They are"
              + " called <file name>_<row>.")
  private boolean noIds;

  /** The column of ids, of the files or of {@code --ids}; null if it is not named. */
  String idColumn() {
    return idColumn;
  }

  /**
   * What to take from the files.
   *
   * @param idsElsewhere whether ids are given besides the files
   */
  Columns columns(boolean idsElsewhere) {
    return new Columns(
        idsElsewhere ? null : idColumn,
        vectorColumn,
        storedColumns == null ? null : List.copyOf(named()),
        textColumns,
        noIds || idsElsewhere);
  }

  List<String> indexedColumns() {
    return indexedColumns;
  }

  /** What becomes of the columns of rows. */
  ImportedColumns importedColumns() {
    return new ImportedColumns(textColumns, List.copyOf(named()));
  }

  /** All that are stored because an option names them. */
  private Set<String> named() {
    Set<String> named = new LinkedHashSet<>(textColumns);
    named.addAll(indexedColumns);
    if (storedColumns != null) {
      named.addAll(storedColumns);
    }
    return named;
  }
}
