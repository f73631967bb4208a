// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;
import org.omdb.bench.report.text.SetTitle;

/** The part of a report about searches of one set by several threads. */
final class ThroughputSection {

  private final List<Throughput> entries;

  ThroughputSection(List<Throughput> entries) {
    this.entries = entries;
  }

  String title() {
    Throughput first = entries.getFirst();
    return SetTitle.of(first.set(), first.setOrigin());
  }

  /** The name of the chart of a part of the scenario. */
  String chartName(String part) {
    return SetSection.chartName("throughput-" + part, entries.getFirst().set());
  }

  /** The entries of a part of the scenario, which may be none. */
  List<Throughput> of(String part) {
    return entries.stream().filter(entry -> entry.isOf(part)).toList();
  }

  void append(StringBuilder text) {
    append(text, true);
  }

  /** Appends the section without its charts. */
  void appendSummary(StringBuilder text) {
    append(text, false);
  }

  private void append(StringBuilder text, boolean hasCharts) {
    Throughput first = entries.getFirst();
    text.append("## Throughput: ").append(title()).append("\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%,d rows x %d dimensions, %,d queries, %d hits, fanout %d. Contenders took turns in"
                + " %s in one JVM; a measurement takes %s s or more. Figures are medians of"
                + " the rounds (min…max). Ratios are to `%s`: each round gives one ratio, and the"
                + " median is shown. Recall differs at the same fanout.\n\n",
            first.rows(),
            first.dimension(),
            first.queries(),
            first.k(),
            first.fanout(),
            first.rounds() == 1 ? "1 round" : first.rounds() + " rounds",
            Numbers.figure(first.passS()),
            SetSection.REFERENCE));
    if (of(Throughput.THREADS).isEmpty() == false) {
      appendThreads(text, hasCharts);
    }
    if (of(Throughput.EXECUTOR).isEmpty() == false) {
      appendExecutor(text, hasCharts);
    }
  }

  private void appendThreads(StringBuilder text, boolean hasChart) {
    text.append("### Several threads, one segment\n\n");
    if (hasChart) {
      text.append("![Queries per second by threads](charts/");
      text.append(chartName(Throughput.THREADS)).append(".svg)\n\n");
    }
    text.append(
        "*While merging*: a background thread builds an index of the same format in another folder"
            + " and merges it, again and again. *Of alone* is the share of the queries per second"
            + " that is left meanwhile. For queries per second, a ratio above 1 is faster; for"
            + " times, below 1.\n\n");
    MarkdownTable table =
        new MarkdownTable(
            2,
            "contender",
            "index",
            "threads",
            "queries/s",
            "ratio",
            "of alone",
            "mean, ms (ratio)",
            "p50, ms",
            "p99, ms (ratio)",
            "recall");
    for (Throughput entry : of(Throughput.THREADS)) {
      Throughput alone = entry.merging() ? find(entry, other -> other.merging() == false) : null;
      table.row(
          List.of(
              entry.contender(),
              entry.merging() ? "while merging" : "alone",
              Integer.toString(entry.threads()),
              Numbers.spread(entry.qps(), entry.qpsMin(), entry.qpsMax()),
              ratio(entry, reference(entry), Throughput::qpsTurns),
              ratio(entry, alone, Throughput::qpsTurns),
              withRatio(entry, entry.latencyMs(), Throughput::latencyMsTurns),
              Numbers.figure(entry.latencyP50Ms()),
              withRatio(entry, entry.latencyP99Ms(), Throughput::latencyP99MsTurns),
              Numbers.recall(entry.recall())));
    }
    text.append(table);
    appendMerged(text);
  }

  /** The merges of a contender are the same for all numbers of threads. */
  private void appendMerged(StringBuilder text) {
    List<String> merged = new ArrayList<>();
    ReportData.group(
            entries.stream().filter(entry -> entry.mergedVectors() != null).toList(),
            Throughput::contender)
        .forEach(
            (contender, own) ->
                merged.add(
                    String.format(
                        Locale.ROOT,
                        "%s %s vectors (%s per second)",
                        contender,
                        Numbers.figure(own.getFirst().mergedVectors()),
                        Numbers.figure(own.getFirst().mergedVectorsPerS()))));
    if (merged.isEmpty() == false) {
      text.append("Merged in the background while searches were measured: ");
      text.append(String.join(", ", merged)).append(".\n\n");
    }
  }

  private void appendExecutor(StringBuilder text, boolean hasChart) {
    text.append("### One search at a time, with an executor\n\n");
    if (hasChart) {
      text.append("![Search time by segments](charts/");
      text.append(chartName(Throughput.EXECUTOR)).append(".svg)\n\n");
    }
    text.append(
        "The `IndexSearcher` has an executor with this many threads, which search segments besides"
            + " the thread that waits for the hits. Below 1 is faster. *Of one thread* is the ratio"
            + " to the same contender without executor.\n\n");
    MarkdownTable table =
        new MarkdownTable(
            2,
            "contender",
            "executor",
            "segments",
            "mean, ms",
            "ratio",
            "of one thread",
            "p50, ms",
            "p99, ms (ratio)",
            "recall");
    for (Throughput entry : of(Throughput.EXECUTOR)) {
      Throughput without =
          entry.executorThreads() == 0 ? null : find(entry, other -> other.executorThreads() == 0);
      table.row(
          List.of(
              entry.contender(),
              entry.executorThreads() == 0 ? "none" : threads(entry.executorThreads()),
              Integer.toString(entry.segments()),
              Numbers.spread(entry.latencyMs(), entry.latencyMsMin(), entry.latencyMsMax()),
              ratio(entry, reference(entry), Throughput::latencyMsTurns),
              ratio(entry, without, Throughput::latencyMsTurns),
              Numbers.figure(entry.latencyP50Ms()),
              withRatio(entry, entry.latencyP99Ms(), Throughput::latencyP99MsTurns),
              Numbers.recall(entry.recall())));
    }
    text.append(table);
  }

  static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }

  /** The same contender under another condition; null if that was not measured. */
  private Throughput find(Throughput entry, Predicate<Throughput> condition) {
    return entries.stream()
        .filter(
            other ->
                other.isOf(entry.part())
                    && other.contender().equals(entry.contender())
                    && other.threads() == entry.threads()
                    && other.segments() == entry.segments()
                    && condition.test(other))
        .findFirst()
        .orElse(null);
  }

  /** Lucene's default under the same condition; null if that was not measured. */
  private Throughput reference(Throughput entry) {
    return entries.stream()
        .filter(
            other ->
                other.contender().equals(SetSection.REFERENCE)
                    && other.isOf(entry.part())
                    && other.threads() == entry.threads()
                    && other.segments() == entry.segments()
                    && other.merging() == entry.merging()
                    && other.executorThreads() == entry.executorThreads())
        .findFirst()
        .orElse(null);
  }

  private String withRatio(
      Throughput entry, double figure, Function<Throughput, List<Double>> turns) {
    Throughput reference = reference(entry);
    return reference == null
        ? Numbers.figure(figure)
        : Numbers.figure(figure)
            + " ("
            + Numbers.ratio(ratios(entry, reference, turns).median())
            + ")";
  }

  private static String ratio(
      Throughput entry, Throughput other, Function<Throughput, List<Double>> turns) {
    if (other == null) {
      return Numbers.NONE;
    }
    Comparison.Ratio ratio = ratios(entry, other, turns);
    String median = Numbers.ratio(ratio.median());
    String least = Numbers.ratio(ratio.least());
    String greatest = Numbers.ratio(ratio.greatest());
    return least.equals(greatest) ? median : median + " (" + least + "…" + greatest + ")";
  }

  private static Comparison.Ratio ratios(
      Throughput entry, Throughput other, Function<Throughput, List<Double>> turns) {
    List<Double> own = turns.apply(entry);
    List<Double> others = turns.apply(other);
    return new Comparison.Ratio(
        IntStream.range(0, Math.min(own.size(), others.size()))
            .mapToDouble(turn -> own.get(turn) / others.get(turn))
            .toArray(),
        false);
  }
}
