// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.omdb.bench.zoo.Bounds;
import org.omdb.bench.zoo.Cell;
import org.omdb.bench.zoo.Findings;
import org.omdb.cli.console.Table;
import picocli.CommandLine.Help.Ansi;

/** Formats cells as lines of text. */
public final class CellLines {

  /** The headings of the columns of {@link #cells}. */
  static final List<String> HEADING =
      List.of(
          "distribution",
          "shape",
          "verdict",
          "k",
          "recall",
          "lucene recall",
          "self-recall",
          "lucene self-recall",
          "search, µs",
          "lucene search, µs",
          "time ratio");

  private static final String NONE = "–";

  private CellLines() {}

  /**
   * The line that is printed as soon as a cell is complete.
   *
   * @param cell that is complete
   * @param bounds that it must keep
   * @return one line
   */
  public static String progress(Cell cell, Bounds bounds) {
    String line = String.join("  ", cells(cell, new Summary(List.of(cell), bounds)));
    if (cell.lucene() == null) {
      line +=
          "  (Lucene's format does not support " + cell.distribution().dimension() + " dimensions)";
    }
    return cell.omdb().broken() == null ? line : line + "  " + cell.omdb().broken();
  }

  /**
   * Prints all cells as a table.
   *
   * @param summary of all cells
   * @param printer to print to
   * @param ansi whether to use colors
   */
  public static void print(Summary summary, PrintWriter printer, Ansi ansi) {
    Table table = new Table("lllrrrrrrrr");
    table.heading(HEADING.toArray(String[]::new));
    for (Cell cell : summary.cells()) {
      table.row(cells(cell, summary).toArray());
    }
    table.print(printer, ansi);
    printer.println(summary.line());
  }

  /** The columns of a cell. */
  static List<String> cells(Cell cell, Summary summary) {
    Findings omdb = cell.omdb();
    Findings lucene = cell.lucene();
    return List.of(
        cell.distribution().name(),
        cell.shape().label(),
        summary.verdict(cell),
        String.valueOf(cell.k()),
        share(omdb.recall()),
        lucene == null ? NONE : share(lucene.recall()),
        share(omdb.selfRecall()),
        lucene == null ? NONE : share(lucene.selfRecall()),
        figure("%.1f", omdb.micros()),
        lucene == null ? NONE : figure("%.1f", lucene.micros()),
        figure("%.2f", cell.timeRatio()));
  }

  private static String share(double share) {
    return figure("%.4f", share);
  }

  private static String figure(String format, double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
  }
}
