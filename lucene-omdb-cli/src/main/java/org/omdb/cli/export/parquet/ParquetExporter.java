// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.omdb.cli.columns.JsonRow;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.export.spi.ExportFormat;
import org.omdb.cli.export.spi.ExportRows;
import org.omdb.cli.folder.WholeFile;

/** Parquet: a column of ids, one of lists of float32, and the stored columns. */
public final class ParquetExporter implements ExportFormat {

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public boolean keepsColumns() {
    return true;
  }

  @Override
  public long write(ExportRows rows, Path target, boolean overwrite)
      throws IOException, CommandFailure {
    try (WholeFile file = WholeFile.create(target, overwrite)) {
      ParquetTable table = new ParquetTable(file.stream(), rows.ids() > 0, types(rows));
      rows.forEach(row -> table.add(row.id(), row.vector(), columns(row)));
      table.end();
      return file.commit();
    }
  }

  /** The types of all stored columns: in Parquet they stand before the rows. */
  private static SortedMap<String, ColumnType> types(ExportRows rows)
      throws IOException, CommandFailure {
    SortedMap<String, ColumnType> types = new TreeMap<>();
    if (rows.otherFields().isEmpty()) {
      return types;
    }
    rows.forEach(
        row ->
            columns(row)
                .forEach(
                    (name, value) -> {
                      ColumnType type = ColumnType.of(value);
                      if (type != null) {
                        types.merge(name, type, ColumnType::with);
                      }
                    }));
    return types;
  }

  private static Map<String, Object> columns(ExportRows.Row row) throws IOException {
    return JsonRow.others(row.id(), row.columns());
  }
}
