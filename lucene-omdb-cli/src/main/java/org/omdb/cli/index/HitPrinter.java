// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.omdb.cli.columns.ColumnReader;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.console.Table;
import org.omdb.lucene.OmdbVectorIds;
import picocli.CommandLine.Help.Ansi;

/** Prints the hits of one query after the other. For one thread. */
final class HitPrinter {

  /** Longer cells of a table are cut; JSON has all. */
  private static final int MAX_CELL = 60;

  private final PrintWriter out;
  private final Ansi ansi;
  private final ColumnReader columns;

  /** Null for all. */
  private final List<String> shown;

  /**
   * @param shown the columns to print; null for all that a hit has, in JSON, and none in a table
   */
  HitPrinter(PrintWriter out, Ansi ansi, ColumnReader columns, List<String> shown) {
    this.out = out;
    this.ansi = ansi;
    this.columns = columns;
    this.shown = shown;
  }

  /**
   * Prints a line of JSON, which looks the same for each kind of query.
   *
   * @param query null if it has no name
   */
  void printJson(String query, List<OmdbVectorIds.Hit> hits) throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (OmdbVectorIds.Hit hit : hits) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("rank", entries.size() + 1);
      entry.put("id", hit.id());
      entry.put("score", hit.score());
      entry.put("fields", shown == null ? columns.read(hit.doc()) : columns.read(hit.doc(), shown));
      entries.add(entry);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("query", query);
    result.put("hits", entries);
    JsonOutput.printLine(out, result);
  }

  /** Prints a line per hit, and above them the names of the columns if any are shown. */
  void printTable(List<OmdbVectorIds.Hit> hits) throws IOException {
    List<String> names = shown == null ? List.of() : shown;
    Table table = new Table("rrl" + "l".repeat(names.size()));
    if (names.isEmpty() == false) {
      table.data(row("rank", "score", "id", names));
    }
    int rank = 0;
    for (OmdbVectorIds.Hit hit : hits) {
      Map<String, Object> values = names.isEmpty() ? Map.of() : columns.read(hit.doc(), names);
      table.data(
          row(
              String.format(Locale.ROOT, "%3d", ++rank),
              String.format(Locale.ROOT, "%.6f", hit.score()),
              hit.id() == null ? "(no id)" : hit.id(),
              names.stream().map(name -> cell(values.get(name))).toList()));
    }
    table.print(out, ansi);
  }

  private static Object[] row(String rank, String score, String id, List<String> cells) {
    List<String> row = new ArrayList<>(List.of(rank, score, id));
    row.addAll(cells);
    return row.toArray();
  }

  /** Text as it is, anything else as JSON. */
  private static String cell(Object value) {
    String text =
        switch (value) {
          case null -> "";
          case String string -> string;
          default -> JsonOutput.line(value);
        };
    return text.length() <= MAX_CELL ? text : text.substring(0, MAX_CELL - 3) + "...";
  }
}
