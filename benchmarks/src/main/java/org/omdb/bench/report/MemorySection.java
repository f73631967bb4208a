// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;
import org.omdb.bench.report.text.SetTitle;

/** The part of a report about the searches of one set in little memory. */
final class MemorySection {

  static final double RECALL = 0.95;

  private static final double KILO = 1e3;

  private final List<Memory> entries;

  MemorySection(List<Memory> entries) {
    this.entries = entries;
  }

  String title() {
    Memory first = entries.getFirst();
    return SetTitle.of(first.set(), first.setOrigin());
  }

  String chartName() {
    return SetSection.chartName("memory", entries.getFirst().set());
  }

  void append(StringBuilder text) {
    appendHeading(text);
    text.append("![Search time by memory](charts/").append(chartName()).append(".svg)\n\n");
    appendTables(text);
    appendSettings(text);
  }

  /** Appends the section without its chart and without its details. */
  void appendSummary(StringBuilder text) {
    appendHeading(text);
    appendTables(text);
  }

  private void appendHeading(StringBuilder text) {
    Memory first = entries.getFirst();
    text.append("## In little memory: ").append(title()).append("\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%,d rows x %d dimensions. Page cache for only a share of the index's bytes (control"
                + " groups %s), beside the JVM's own memory. %s. %d hits, %,d different"
                + " queries, %,d of them the set's own, the others rows with noise. *Cold* is the"
                + " first pass over them, with nothing of the index in memory; *steady* are the"
                + " next %d. A pass ends after %s s at the latest.\n\n",
            first.rows(),
            first.dimension(),
            first.cgroup(),
            access(first),
            first.k(),
            first.queries(),
            first.ownQueries(),
            first.passes() - 1,
            Numbers.figure(first.passS())));
  }

  private static String access(Memory entry) {
    return entry.directory().equals("mmap")
        ? "Lucene's indexes are in an MMapDirectory, with the read advice *"
            + entry.readAdvice()
            + "*"
        : "Lucene's indexes are in an NIOFSDirectory";
  }

  private void appendTables(StringBuilder text) {
    text.append(
        String.format(
            Locale.ROOT,
            "Mean latency in ms at recall@10 of %.2f. In brackets its ratio to `%s` with the same"
                + " share (below 1 is faster). *Times its own* is the ratio of steady latency to that"
                + " with the whole index in memory.\n\n",
            RECALL,
            SetSection.REFERENCE));
    MarkdownTable latency =
        new MarkdownTable(
            "contender", "share", "index, MB", "page cache, MB", "cold", "steady", "times its own");
    entries.forEach(entry -> latency.row(latencyRow(entry)));
    text.append(latency);
    text.append("At the fanout whose recall is nearest to that, per search:\n\n");
    MarkdownTable nearest = settingTable();
    entries.forEach(entry -> nearest.row(settingRow(entry, entry.nearest(RECALL))));
    text.append(nearest);
    appendThreads(text);
  }

  private void appendThreads(StringBuilder text) {
    if (entries.stream().allMatch(entry -> entry.threads().size() == 1)) {
      return;
    }
    text.append(
        "The same by several threads at a time, steady. In brackets the ratio to one row up:\n\n");
    MarkdownTable table =
        new MarkdownTable(
            "contender",
            "share",
            "threads",
            "searches per second",
            "mean, ms",
            "p50",
            "p95",
            "p99");
    for (Memory entry : entries) {
      double fewer = Double.NaN;
      for (int threads : entry.threads()) {
        Memory.Pass steady = entry.nearest(RECALL, threads).steady();
        table.row(threadsRow(entry, threads, steady, fewer));
        fewer = steady.perSecond();
      }
    }
    text.append(table);
  }

  private static List<String> threadsRow(
      Memory entry, int threads, Memory.Pass steady, double fewer) {
    String perSecond = Numbers.figure(steady.perSecond());
    return List.of(
        entry.contender(),
        share(entry.share()),
        Integer.toString(threads),
        Double.isNaN(fewer)
            ? perSecond
            : perSecond + " (" + Numbers.ratio(steady.perSecond() / fewer) + ")",
        Numbers.figure(steady.meanMs()),
        Numbers.figure(steady.p50Ms()),
        Numbers.figure(steady.p95Ms()),
        Numbers.figure(steady.p99Ms()));
  }

  private List<String> latencyRow(Memory entry) {
    Memory.Setting nearest = entry.nearest(RECALL);
    Memory reference = other(SetSection.REFERENCE, entry.share());
    Memory whole = other(entry.contender(), 1);
    RecallCurve.AtRecall steady = entry.at(RECALL, MemorySection::steady);
    RecallCurve.AtRecall ofWhole = whole == null ? null : whole.at(RECALL, MemorySection::steady);
    boolean hasBoth = ofWhole != null && ofWhole.isReached() && steady.isReached();
    return List.of(
        entry.contender(),
        share(entry.share()),
        Numbers.mega(entry.indexBytes()),
        Numbers.mega(nearest.steady().pageCacheBytes()),
        cell(entry, reference, MemorySection::cold),
        cell(entry, reference, MemorySection::steady),
        hasBoth ? Numbers.ratio(steady.latencyMs() / ofWhole.latencyMs()) : Numbers.NONE);
  }

  private static double cold(Memory.Setting setting) {
    return setting.cold().meanMs();
  }

  static double steady(Memory.Setting setting) {
    return setting.steady().meanMs();
  }

  private static String cell(
      Memory entry, Memory reference, Function<Memory.Setting, Double> latency) {
    return SetSection.cell(
        entry.at(RECALL, latency),
        reference == null
            ? new RecallCurve.AtRecall(Double.NaN, RecallCurve.Kind.NOT_REACHED)
            : reference.at(RECALL, latency));
  }

  /** The entry of a contender with a share; null if there is none. */
  private Memory other(String contender, double share) {
    return entries.stream()
        .filter(entry -> entry.contender().equals(contender) && entry.share() == share)
        .findFirst()
        .orElse(null);
  }

  private static MarkdownTable settingTable() {
    return new MarkdownTable(
        "contender",
        "share",
        "fanout",
        "threads",
        "recall",
        "cold: searches",
        "mean, ms",
        "p50",
        "p95",
        "p99",
        "faults",
        "KB read",
        "steady: searches",
        "mean, ms",
        "p50",
        "p95",
        "p99",
        "faults",
        "KB read",
        "page cache, MB");
  }

  private static List<String> settingRow(Memory entry, Memory.Setting setting) {
    Memory.Pass cold = setting.cold();
    Memory.Pass steady = setting.steady();
    return List.of(
        entry.contender(),
        share(entry.share()),
        Integer.toString(setting.fanout()),
        Integer.toString(setting.threads()),
        Numbers.recall(setting.recall()),
        String.format(Locale.ROOT, "%,d", cold.searches()),
        Numbers.figure(cold.meanMs()),
        Numbers.figure(cold.p50Ms()),
        Numbers.figure(cold.p95Ms()),
        Numbers.figure(cold.p99Ms()),
        Numbers.figure(cold.majorFaults()),
        Numbers.figure(cold.readBytes() / KILO),
        String.format(Locale.ROOT, "%,d", steady.searches()),
        Numbers.figure(steady.meanMs()),
        Numbers.figure(steady.p50Ms()),
        Numbers.figure(steady.p95Ms()),
        Numbers.figure(steady.p99Ms()),
        Numbers.figure(steady.majorFaults()),
        Numbers.figure(steady.readBytes() / KILO),
        Numbers.mega(steady.pageCacheBytes()));
  }

  private static String share(double share) {
    return Numbers.figure(share);
  }

  private void appendSettings(StringBuilder text) {
    text.append("<details><summary>All fanouts that were measured in little memory</summary>\n\n");
    MarkdownTable table = settingTable();
    for (Memory entry : entries) {
      entry.settings().forEach(setting -> table.row(settingRow(entry, setting)));
    }
    text.append(table).append("</details>\n\n");
  }
}
