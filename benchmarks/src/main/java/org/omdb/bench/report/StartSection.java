// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;
import org.omdb.bench.report.text.SetTitle;

/** The part of a report about JVMs that open the index of one set for the first time. */
final class StartSection {

  private final List<Start> contenders;

  /** The contender with which the others are compared; null if it did not take part. */
  private final Start reference;

  StartSection(List<Start> contenders) {
    this.contenders = contenders;
    this.reference =
        contenders.stream()
            .filter(start -> start.contender().equals(SetSection.REFERENCE))
            .findFirst()
            .orElse(null);
  }

  String title() {
    Start first = contenders.getFirst();
    return SetTitle.of(first.set(), first.setOrigin());
  }

  String chartName() {
    return SetSection.chartName("start", contenders.getFirst().set());
  }

  void append(StringBuilder text) {
    appendHeading(text);
    text.append("![Search time after a restart](charts/").append(chartName());
    text.append(".svg)\n\n");
    appendTable(text);
  }

  /** Appends the section without its chart. */
  void appendSummary(StringBuilder text) {
    appendHeading(text);
    appendTable(text);
  }

  private void appendHeading(StringBuilder text) {
    Start first = contenders.getFirst();
    text.append("## After a restart: ").append(title()).append("\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%,d rows x %d dimensions. A new JVM opens the index, which is in the page cache, and"
                + " searches with one thread, %d hits and fanout %d. Contenders take turns and start"
                + " %d JVMs each.%s Figures are medians over these JVMs, in ms. The ratio to `%s` is"
                + " in brackets: each turn gives one ratio, the median is shown, and below 1 is"
                + " faster.\n\n",
            first.rows(),
            first.dimension(),
            first.k(),
            first.fanout(),
            first.rounds(),
            first.childOptions() == null || first.childOptions().isEmpty()
                ? ""
                : " JVM options: `" + String.join(" ", first.childOptions()) + "`.",
            SetSection.REFERENCE));
  }

  private void appendTable(StringBuilder text) {
    List<String> header = new ArrayList<>(List.of("contender", "open"));
    contenders.getFirst().spans().forEach(span -> header.addAll(headings(span)));
    header.add("recall");
    MarkdownTable table = new MarkdownTable(header.toArray(String[]::new));
    for (Start start : contenders) {
      List<String> row = new ArrayList<>(List.of(start.contender()));
      row.add(
          cell(
              start.openMs(),
              start.openMsTurns(),
              reference == null ? null : reference.openMsTurns()));
      for (int i = 0; i < start.spans().size(); i++) {
        Start.Span span = start.spans().get(i);
        row.add(
            cell(
                span.meanMs(),
                span.meanMsTurns(),
                reference == null ? null : reference.spans().get(i).meanMsTurns()));
        if (isOne(span) == false) {
          row.add(Numbers.figure(span.medianMs()));
        }
      }
      row.add(Numbers.recall(start.recall()));
      table.row(row);
    }
    text.append(table);
  }

  private static List<String> headings(Start.Span span) {
    if (isOne(span)) {
      return List.of("first search");
    }
    String searches =
        span.first() == 1
            ? String.format(Locale.ROOT, "first %,d", span.last())
            : String.format(Locale.ROOT, "%,d to %,d", span.first(), span.last());
    return List.of(searches + ", mean", searches + ", median");
  }

  private static boolean isOne(Start.Span span) {
    return span.first() == span.last();
  }

  private static String cell(double figure, List<Double> turns, List<Double> reference) {
    if (reference == null) {
      return Numbers.figure(figure);
    }
    double[] ratios =
        IntStream.range(0, Math.min(turns.size(), reference.size()))
            .mapToDouble(turn -> turns.get(turn) / reference.get(turn))
            .toArray();
    double median = new Comparison.Ratio(ratios, false).median();
    return Numbers.figure(figure) + " (" + Numbers.ratio(median) + ")";
  }
}
