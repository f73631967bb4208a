// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;
import org.omdb.bench.report.text.SetTitle;

/** The part of a report about the generations of one set. */
final class GenerationsSection {

  private final List<Generation> points;

  GenerationsSection(List<Generation> points) {
    this.points = points;
  }

  String title() {
    Generation first = points.getFirst();
    return SetTitle.of(first.set(), first.setOrigin());
  }

  String chartName() {
    return SetSection.chartName("generations", points.getFirst().set());
  }

  void append(StringBuilder text) {
    appendHeading(text);
    text.append("![Recall by generation](charts/").append(chartName());
    text.append(".svg)\n\n");
    appendTable(text);
  }

  /** Appends the section without its chart. */
  void appendSummary(StringBuilder text) {
    appendHeading(text);
    appendTable(text);
  }

  private void appendHeading(StringBuilder text) {
    Generation last = points.getLast();
    text.append("## Recall over generations: ").append(title()).append("\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%,d documents. Each generation deletes random documents, adds the same number of new"
                + " ones, commits, and merges into one segment. A numbered column has recall@%d after that"
                + " many generations. The last column is the total time of all commits and merges, without"
                + " the initial index.\n\n",
            last.liveRows(),
            last.k()));
  }

  private void appendTable(StringBuilder text) {
    List<Integer> generations = points.stream().map(Generation::generation).distinct().toList();
    List<String> header = new ArrayList<>(List.of("contender", "fanout"));
    generations.forEach(generation -> header.add(Integer.toString(generation)));
    header.add("commits and merges, s");
    MarkdownTable table = new MarkdownTable(header.toArray(String[]::new));
    for (Map.Entry<Integer, List<Generation>> ofFanout :
        ReportData.group(points, Generation::fanout).entrySet()) {
      for (Map.Entry<String, List<Generation>> own :
          ReportData.group(ofFanout.getValue(), Generation::contender).entrySet()) {
        List<String> row = new ArrayList<>(List.of(own.getKey(), "" + ofFanout.getKey()));
        own.getValue().forEach(point -> row.add(Numbers.recall(point.recall())));
        row.add(Numbers.figure(own.getValue().getLast().mergesS()));
        table.row(row);
      }
    }
    text.append(table);
  }
}
