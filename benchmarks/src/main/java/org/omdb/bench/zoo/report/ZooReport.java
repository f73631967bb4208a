// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.omdb.bench.report.MarkdownTable;
import org.omdb.bench.zoo.Cell;

/** The file {@code zoo.md}, and its charts. */
final class ZooReport {

  private static final String FILE = "zoo.md";

  /** Columns of {@link CellLines#HEADING} that have no figures. */
  private static final int TEXTS = 3;

  private ZooReport() {}

  /** Writes it into an existing folder; returns the file. */
  static Path write(Summary summary, Path folder) throws IOException {
    MarkdownTable table = new MarkdownTable(TEXTS, CellLines.HEADING.toArray(String[]::new));
    for (Cell cell : summary.cells()) {
      table.row(CellLines.cells(cell, summary));
    }
    Path file = folder.resolve(FILE);
    Files.writeString(file, "# The zoo\n\n" + summary.line() + "\n\n" + table);
    return file;
  }
}
