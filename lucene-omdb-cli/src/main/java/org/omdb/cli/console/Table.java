// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints rows of text in columns. A column is as wide as its widest cell.
 *
 * <p>Cells may have picocli's markup, such as {@code @|bold text|@}, except where they show what is
 * in somebody's data. For one thread.
 */
public final class Table {

  private static final String INDENT = "  ";
  private static final String GAP = "  ";

  private final boolean[] right;
  private final List<List<Cell>> rows = new ArrayList<>();

  private record Cell(String text, boolean hasMarkup) {

    String print(Ansi ansi) {
      return hasMarkup ? ansi.string(text) : text;
    }

    int width() {
      return print(Ansi.OFF).length();
    }
  }

  /**
   * A table without rows.
   *
   * @param alignment a letter per column: {@code l} for text, {@code r} for numbers
   */
  public Table(String alignment) {
    right = new boolean[alignment.length()];
    for (int i = 0; i < right.length; i++) {
      right[i] = alignment.charAt(i) == 'r';
    }
  }

  /**
   * Adds a row.
   *
   * @param cells one per column
   * @return this
   */
  public Table row(Object... cells) {
    return add(true, cells);
  }

  /**
   * Adds a row whose cells have no markup, whatever is in them. What a terminal would obey is
   * escaped, see {@link Printable}.
   *
   * @param cells one per column
   * @return this
   */
  public Table data(Object... cells) {
    return add(false, cells);
  }

  private Table add(boolean hasMarkup, Object... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(
          "a row of this table has " + right.length + " cells, got " + cells.length);
    }
    List<Cell> row = new ArrayList<>();
    for (Object cell : cells) {
      String text = String.valueOf(cell);
      row.add(new Cell(hasMarkup ? text : Printable.of(text), hasMarkup));
    }
    rows.add(row);
    return this;
  }

  /**
   * Adds a row in bold.
   *
   * @param cells one per column
   * @return this
   */
  public Table heading(String... cells) {
    Object[] bold = new Object[cells.length];
    for (int i = 0; i < cells.length; i++) {
      bold[i] = cells[i].isEmpty() ? "" : "@|bold " + cells[i] + "|@";
    }
    return row(bold);
  }

  /**
   * Prints all rows.
   *
   * @param out where to print
   * @param ansi whether to print colors
   */
  public void print(PrintWriter out, Ansi ansi) {
    int[] widths = new int[right.length];
    for (List<Cell> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).width());
        String cell = row.get(i).print(ansi);
        line.append(i == 0 ? INDENT : GAP);
        line.append(right[i] ? padding + cell : cell + padding);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
