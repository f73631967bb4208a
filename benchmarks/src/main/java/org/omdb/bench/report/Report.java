// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.omdb.bench.chart.Figure;
import org.omdb.bench.chart.FigureFile;
import org.omdb.bench.report.store.StoreEntry;
import org.omdb.bench.report.store.StoreSection;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;

/** Writes {@code report.md} and the charts in {@code charts/} beside it. */
public final class Report {

  /** The file name of the report. */
  public static final String FILE = "report.md";

  private static final String CHARTS = "charts";

  private static final String LIMITS =
      """
      ## What the figures do not show

      - Other machines. All times are from one machine, which may have had other load. Compare figures within a
        report, not between reports. A difference smaller than the spread means little.
      - Sets larger than memory, except in the scenario `memory`. All other files were in the page cache, except for the
        cold first query.
      - Searches while documents are added, deleted or merged, except in the scenario `throughput`, whose merges are
        those of another index.
      - Java programs that use only one format. Contenders share one JVM, so the JIT compiles shared code for all of
        them. A run with fewer contenders is closer to such a program. After a restart each contender has its own JVM.
      - Tuned contenders. Graphs have the same number of links, where that is a setting, and the same beam width,
        except that omdb uses its default. Other settings may suit a contender better.
      - Real queries, if a set is marked derived (queries are held-out rows) or synthetic (vectors are random).
      - What an index offers. Contenders that are not Lucene indexes have no other fields, no transactions and no
        deletes, and each stores ids in its own way.
      """;

  private Report() {}

  /**
   * Makes a report.
   *
   * @param results the file {@code results.json}
   * @param folder for the report; exists
   * @return the file {@code report.md}
   * @throws IOException if reading or writing fails
   */
  public static Path write(Path results, Path folder) throws IOException {
    ReportData data = ReportData.read(results);
    Path charts = Files.createDirectories(folder.resolve(CHARTS));
    Palette palette =
        new Palette(
            Stream.of(
                    data.results().stream().map(Measurement::contender),
                    data.growth().stream().map(Measurement::contender),
                    data.generations().stream().map(Generation::contender),
                    data.start().stream().map(Start::contender),
                    data.memory().stream().map(Memory::contender),
                    data.throughput().stream().map(Throughput::contender))
                .flatMap(names -> names));
    Charts figures = new Charts(palette);
    StringBuilder text = new StringBuilder("# Benchmarks\n\n");
    appendContenders(data, text);
    appendEnvironment(data.environment(), text);
    appendSkipped(data.skipped(), text);
    data.resultsBySet()
        .forEach(
            (set, all) -> {
              RatioSection ratios = new RatioSection(set, all);
              if (ratios.hasRatios()) {
                ratios.append(text);
                ratios.appendSettings(text);
              }
            });
    for (Map.Entry<String, List<Measurement>> entry : data.ofOneSegmentBySet().entrySet()) {
      SetSection section = new SetSection(entry.getKey(), entry.getValue());
      section.append(text);
      drawCharts(section, figures, charts);
    }
    if (data.growth().isEmpty() == false) {
      List<Growth> growth = Growth.of(data.growth());
      GrowthSection section = new GrowthSection(growth);
      section.append(text);
      FigureFile.write(figures.growth(section.title(), growth), charts, GrowthSection.CHART);
    }
    for (List<Generation> ofSet : ReportData.group(data.generations(), Generation::set).values()) {
      GenerationsSection section = new GenerationsSection(ofSet);
      section.append(text);
      FigureFile.write(figures.generations(section.title(), ofSet), charts, section.chartName());
    }
    for (List<Start> ofSet : ReportData.group(data.start(), Start::set).values()) {
      StartSection section = new StartSection(ofSet);
      section.append(text);
      FigureFile.write(figures.start(section.title(), ofSet), charts, section.chartName());
    }
    for (List<Memory> ofSet : ReportData.group(data.memory(), Memory::set).values()) {
      MemorySection section = new MemorySection(ofSet);
      section.append(text);
      FigureFile.write(figures.memory(section.title(), ofSet), charts, section.chartName());
      appendOverview(data, ofSet, figures, charts, text);
    }
    for (List<Throughput> ofSet : ReportData.group(data.throughput(), Throughput::set).values()) {
      ThroughputSection section = new ThroughputSection(ofSet);
      section.append(text);
      drawCharts(section, new ThroughputCharts(palette), charts);
    }
    appendStores(data, text);
    text.append(LIMITS);
    return Files.writeString(folder.resolve(FILE), text);
  }

  /**
   * Summarizes the results in a few tables: ratios to Lucene's default, recall by generation, times
   * after a restart, searches in little memory, searches by several threads, and stores.
   *
   * @param results the file {@code results.json}
   * @return Markdown; empty if there are no such results
   * @throws IOException if reading fails
   */
  public static String summary(Path results) throws IOException {
    ReportData data = ReportData.read(results);
    StringBuilder text = new StringBuilder();
    data.resultsBySet()
        .forEach(
            (set, all) -> {
              RatioSection ratios = new RatioSection(set, all);
              if (ratios.hasRatios()) {
                ratios.append(text);
              }
            });
    ReportData.group(data.generations(), Generation::set)
        .values()
        .forEach(ofSet -> new GenerationsSection(ofSet).appendSummary(text));
    ReportData.group(data.start(), Start::set)
        .values()
        .forEach(ofSet -> new StartSection(ofSet).appendSummary(text));
    ReportData.group(data.memory(), Memory::set)
        .values()
        .forEach(ofSet -> new MemorySection(ofSet).appendSummary(text));
    ReportData.group(data.throughput(), Throughput::set)
        .values()
        .forEach(ofSet -> new ThroughputSection(ofSet).appendSummary(text));
    appendStores(data, text);
    return text.toString();
  }

  private static void appendStores(ReportData data, StringBuilder text) {
    for (List<StoreEntry> ofSet : ReportData.group(data.stores(), StoreEntry::set).values()) {
      new StoreSection(ofSet).append(text);
    }
  }

  private static void drawCharts(SetSection section, Charts figures, Path charts)
      throws IOException {
    for (Map.Entry<Integer, List<Measurement>> entry : section.byK().entrySet()) {
      int k = entry.getKey();
      FigureFile.write(
          figures.latencyAtRecall(section.title(), k, entry.getValue()),
          charts,
          section.chartName("recall" + k));
    }
    FigureFile.write(
        figures.buildTimes(section.title(), section.contenders()),
        charts,
        section.chartName("build"));
    FigureFile.write(
        figures.sizes(section.title(), section.contenders()), charts, section.chartName("size"));
  }

  /** For a set that was searched with all of the index in memory as well. */
  private static void appendOverview(
      ReportData data, List<Memory> entries, Charts figures, Path charts, StringBuilder text)
      throws IOException {
    String set = entries.getFirst().set();
    List<Measurement> measurements = data.ofOneSegmentBySet().get(set);
    if (measurements != null) {
      SetSection section = new SetSection(set, measurements);
      int k = entries.getFirst().k();
      Figure overview = figures.overview(section.title(), k, section.byK().get(k), entries);
      String name = section.chartName("overview");
      FigureFile.write(overview, charts, name);
      text.append("Both at one look:\n\n![Search time by recall and by memory](charts/");
      text.append(name).append(".svg)\n\n");
    }
  }

  private static void drawCharts(ThroughputSection section, ThroughputCharts figures, Path charts)
      throws IOException {
    List<Throughput> threads = section.of(Throughput.THREADS);
    if (threads.isEmpty() == false) {
      FigureFile.write(
          figures.threads(section.title(), threads), charts, section.chartName(Throughput.THREADS));
    }
    List<Throughput> executor = section.of(Throughput.EXECUTOR);
    if (executor.isEmpty() == false) {
      FigureFile.write(
          figures.executor(section.title(), executor),
          charts,
          section.chartName(Throughput.EXECUTOR));
    }
  }

  private static void appendContenders(ReportData data, StringBuilder text) {
    MarkdownTable table = MarkdownTable.ofText("contender", "description");
    Map<String, String> descriptions = new LinkedHashMap<>();
    data.results().forEach(m -> descriptions.putIfAbsent(m.contender(), m.contenderDescription()));
    data.start().forEach(s -> descriptions.putIfAbsent(s.contender(), s.contenderDescription()));
    data.memory().forEach(m -> descriptions.putIfAbsent(m.contender(), m.contenderDescription()));
    data.throughput()
        .forEach(t -> descriptions.putIfAbsent(t.contender(), t.contenderDescription()));
    data.stores().forEach(s -> descriptions.putIfAbsent(s.contender(), s.contenderDescription()));
    descriptions.forEach(
        (name, what) -> table.row(List.of(name, what == null ? Numbers.NONE : what)));
    text.append(
        "Contenders took turns. Figures are medians of the turns, and spreads are min…max. Latency"
            + " is the mean over all queries, searched one after the other by one thread.\n\n");
    text.append(table);
  }

  private static void appendSkipped(List<Skipped> skipped, StringBuilder text) {
    if (skipped.isEmpty()) {
      return;
    }
    MarkdownTable table = MarkdownTable.ofText("set", "contender", "reason");
    skipped.forEach(skip -> table.row(List.of(skip.set(), skip.contender(), skip.reason())));
    text.append("## Skipped\n\nThese contenders can't index these sets.\n\n");
    text.append(table);
  }

  private static void appendEnvironment(Map<String, Object> environment, StringBuilder text) {
    text.append("## Environment\n\n");
    MarkdownTable table = MarkdownTable.ofText("property", "value");
    environment.forEach((key, value) -> table.row(List.of(key.replace('_', ' '), "" + value)));
    text.append(table);
  }
}
