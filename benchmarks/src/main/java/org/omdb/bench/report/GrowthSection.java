// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;

/** The part of a report about synthetic sets of several sizes. */
final class GrowthSection {

  static final String CHART = "growth";

  /** Recalls at which sizes are compared. */
  static final double LOW = 0.95;

  static final double HIGH = 0.99;

  private final List<Growth> growth;

  GrowthSection(List<Growth> growth) {
    this.growth = growth;
  }

  /** What all sizes have in common: origin, dimensions and k. */
  String title() {
    Measurement first = growth.getFirst().build();
    String origin = first.setOrigin() == null ? "" : first.setOrigin() + ", ";
    return origin + first.dimension() + " dimensions, k " + first.k();
  }

  void append(StringBuilder text) {
    text.append("## Growth (").append(title()).append(")\n\n");
    text.append("![Figures by number of rows](charts/").append(CHART).append(".svg)\n\n");
    MarkdownTable table =
        new MarkdownTable(
            "contender",
            "rows",
            "search at " + LOW + ", ms",
            "at " + HIGH + ", ms",
            "build, s",
            "rows/s",
            "heap, MB",
            "index, MB",
            "bytes per row",
            "ids of 10 hits, µs");
    growth.forEach(size -> table.row(row(size)));
    text.append(table);
    text.append("\n\\* The cheapest setting finds more already; its time is used.\n\n");
    text.append("A figure grows as the number of rows to the power of its exponent:\n\n");
    MarkdownTable exponents =
        new MarkdownTable(
            "contender",
            "search at " + LOW,
            "at " + HIGH,
            "build",
            "heap",
            "index",
            "ids of 10 hits");
    ReportData.group(growth, Growth::contender)
        .forEach((contender, sizes) -> exponents.row(exponents(contender, sizes)));
    text.append(exponents);
  }

  private static List<String> row(Growth size) {
    Measurement m = size.build();
    Double seconds = m.buildS();
    return List.of(
        m.contender(),
        String.format(Locale.ROOT, "%,d", m.rows()),
        latency(size.curve().at(LOW)),
        latency(size.curve().at(HIGH)),
        Numbers.figure(seconds),
        Numbers.figure(seconds == null ? null : m.rows() / seconds),
        Numbers.mega(m.heapBytes()),
        Numbers.mega(m.indexBytes()),
        Numbers.figure(m.indexBytes() == null ? null : m.indexBytes() / m.rows()),
        Numbers.spread(m.hitsToIdsUs(), m.hitsToIdsUsMin(), m.hitsToIdsUsMax()));
  }

  private static String latency(RecallCurve.AtRecall search) {
    return switch (search.kind()) {
      case INTERPOLATED -> Numbers.figure(search.latencyMs());
      case CHEAPEST -> Numbers.figure(search.latencyMs()) + "\\*";
      case NOT_REACHED -> "not reached";
    };
  }

  private static List<String> exponents(String contender, List<Growth> sizes) {
    List<Function<Growth, Double>> figures =
        List.of(
            size -> size.searchMs(LOW),
            size -> size.searchMs(HIGH),
            size -> size.build().buildS(),
            size -> size.build().heapBytes(),
            size -> size.build().indexBytes(),
            size -> size.build().hitsToIdsUs());
    List<String> cells = new ArrayList<>(List.of(contender));
    for (Function<Growth, Double> figure : figures) {
      double exponent =
          Growth.exponent(
              sizes,
              size -> {
                Double value = figure.apply(size);
                return value == null ? Double.NaN : value;
              });
      cells.add(
          Double.isNaN(exponent) ? Numbers.NONE : String.format(Locale.ROOT, "%.2f", exponent));
    }
    return cells;
  }
}
