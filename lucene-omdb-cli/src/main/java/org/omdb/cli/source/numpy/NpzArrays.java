// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.table.TableChoice;
import org.omdb.cli.source.table.TableColumn;

/**
 * Which arrays of an archive are what.
 *
 * @param vectors the array of vectors
 * @param ids the array of ids; null if there is none
 * @param stored arrays that are to be stored
 */
record NpzArrays(String vectors, String ids, List<String> stored) {

  /**
   * Chooses by what the user says, or by shapes and names. Arrays that have a value for each vector
   * are stored, unless the user names others.
   */
  static NpzArrays choose(NpzArchive archive, Columns columns) throws IOException, CommandFailure {
    Map<String, NpyHeader> headers = new LinkedHashMap<>();
    List<TableColumn> table = new ArrayList<>();
    for (String name : archive.names()) {
      try (SourceFile array = archive.open(name)) {
        NpyHeader header = NpyHeader.read(array.window());
        headers.put(name, header);
        boolean isVector = header.shape().size() == 2 && header.element() != null;
        boolean isId = header.isColumn() && "USiu".indexOf(header.kind()) >= 0;
        table.add(new TableColumn(name, header.type(), isVector, isId));
      }
    }
    TableChoice choice = TableChoice.of(archive.file(), table, columns);
    String vectors = table.get(choice.vector()).name();
    String ids = choice.id() < 0 ? null : table.get(choice.id()).name();
    List<String> stored = new ArrayList<>();
    for (int column : choice.stored()) {
      String name = table.get(column).name();
      if (columns.storedColumns() != null || fits(headers.get(name), headers.get(vectors))) {
        stored.add(name);
      }
    }
    return new NpzArrays(vectors, ids, stored);
  }

  private static boolean fits(NpyHeader column, NpyHeader vectors) {
    return column.shape().size() == 1
        && column.shape().get(0).equals(vectors.shape().get(0))
        && NpyColumn.isKnown(column.kind(), column.itemBytes());
  }
}
