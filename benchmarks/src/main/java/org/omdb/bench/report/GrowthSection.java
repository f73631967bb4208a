// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;

/** The part of a report about synthetic sets of several sizes. */
final class GrowthSection {

  static final String CHART = "growth";

  private final List<Measurement> growth;

  GrowthSection(List<Measurement> growth) {
    this.growth = growth;
  }

  /** What all sizes have in common: origin, dimensions, k and fanout. */
  String title() {
    Measurement first = growth.getFirst();
    String origin = first.setOrigin() == null ? "" : first.setOrigin() + ", ";
    return origin
        + first.dimension()
        + " dimensions, k "
        + first.k()
        + ", fanout "
        + first.fanout();
  }

  void append(StringBuilder text) {
    text.append("## Growth (").append(title()).append(")\n\n");
    text.append("![Figures by number of rows](charts/").append(CHART).append(".svg)\n\n");
    MarkdownTable table =
        new MarkdownTable(
            "contender",
            "rows",
            "recall",
            "mean latency, ms",
            "build, s",
            "rows/s",
            "heap, MB",
            "index, MB",
            "ids of 10 hits, µs");
    growth.stream().sorted(Comparator.comparing(Measurement::rows)).forEach(m -> table.row(row(m)));
    text.append(table);
  }

  private static List<String> row(Measurement m) {
    Double seconds = m.buildS();
    return List.of(
        m.contender(),
        String.format(Locale.ROOT, "%,d", m.rows()),
        Numbers.recall(m.recall()),
        Numbers.spread(m.latencyMs(), m.latencyMsMin(), m.latencyMsMax()),
        Numbers.figure(seconds),
        Numbers.figure(seconds == null ? null : m.rows() / seconds),
        Numbers.mega(m.heapBytes()),
        Numbers.mega(m.indexBytes()),
        Numbers.spread(m.hitsToIdsUs(), m.hitsToIdsUsMin(), m.hitsToIdsUsMax()));
  }
}
