// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report.text;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table. Text columns come first. Columns of figures follow, aligned to the right. */
public final class MarkdownTable {

  private final StringBuilder text = new StringBuilder();
  private final int columns;

  /**
   * A table with one column of text.
   *
   * @param header of each column
   */
  public MarkdownTable(String... header) {
    this(1, header);
  }

  /**
   * A table of which all columns are text.
   *
   * @param header of each column
   * @return without rows
   */
  public static MarkdownTable ofText(String... header) {
    return new MarkdownTable(header.length, header);
  }

  /**
   * A table whose first columns are text.
   *
   * @param texts number of columns of text
   * @param header of each column
   */
  public MarkdownTable(int texts, String... header) {
    this.columns = header.length;
    row(List.of(header));
    text.append('|').append("---|".repeat(texts)).append("---:|".repeat(columns - texts));
    text.append('\n');
  }

  /**
   * Adds a row.
   *
   * @param cells one per column
   * @return this
   */
  public MarkdownTable row(List<String> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(cells.size() + " cells in " + columns + " columns");
    }
    List<String> escaped = new ArrayList<>();
    for (String cell : cells) {
      escaped.add(cell.replace("|", "\\|").replace('\n', ' '));
    }
    text.append("| ").append(String.join(" | ", escaped)).append(" |\n");
    return this;
  }

  @Override
  public String toString() {
    return text + "\n";
  }
}
