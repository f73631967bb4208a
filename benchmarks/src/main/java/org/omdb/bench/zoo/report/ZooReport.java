// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.omdb.bench.chart.FigureFile;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.zoo.Cell;

/** The report {@code zoo.md} with its charts. */
final class ZooReport {

  private static final String FILE = "zoo.md";
  private static final String RECALL = "zoo-recall";
  private static final String TIME = "zoo-time";

  /** Number of columns of {@link CellLines#HEADING} that are text. */
  private static final int TEXTS = 3;

  private ZooReport() {}

  /** Writes it into an existing folder; returns the file. */
  static Path write(Summary summary, Path folder) throws IOException {
    MarkdownTable table = new MarkdownTable(TEXTS, CellLines.HEADING.toArray(String[]::new));
    for (Cell cell : summary.cells()) {
      table.row(CellLines.cells(cell, summary));
    }
    StringBuilder text = new StringBuilder("# The zoo\n\n");
    text.append(summary.line()).append(".\n\n");
    text.append(
        "Self-recall is the share of stored vectors that find themselves. Columns with `lucene` are"
            + " for Lucene's default. Time ratio is search time relative to Lucene's.\n\n");
    if (summary.cells().stream().anyMatch(cell -> cell.lucene() != null)) {
      FigureFile.write(ZooCharts.recall(summary), folder, RECALL);
      FigureFile.write(ZooCharts.time(summary), folder, TIME);
      text.append("![Recall](").append(RECALL).append(".svg)\n\n");
      text.append("![Time](").append(TIME).append(".svg)\n\n");
    }
    Path file = folder.resolve(FILE);
    Files.writeString(file, text.append(table));
    return file;
  }
}
