// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.omdb.bench.chart.FigureFile;

/** Writes {@code report.md} and the charts in {@code charts/} beside it. */
public final class Report {

  /** The file name of the report. */
  public static final String FILE = "report.md";

  private static final String CHARTS = "charts";

  private static final String LIMITS =
      """
      ## What the figures do not show

      - Other machines. Times are from one machine, under whatever else it did; compare within a report, not
        between reports, and look at the spread before believing a small difference.
      - Sets that are not in memory, except in the scenario `memory`. Everything else was in the page cache but for the
        cold first query.
      - Searches while documents are added, deleted or merged.
      - Java programs that search in one format only: contenders share one JVM, and code that they share is compiled
        for all of them. Fewer contenders in a run are nearer to that; after a restart each has a JVM of its own.
      - Equal effort in tuning. All graphs have the same number of links where they have such a setting, and the same
        beam width, but for omdb's, which has its default; each might do better with others.
      - Real queries, for sets marked derived (their queries are held-out rows) or synthetic (nobody's data).
      - Differences in what is kept: contenders that are no Lucene index have no other fields, no transactions and
        no deletes, and hold ids in ways of their own.
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
    Charts figures =
        new Charts(
            new Palette(
                Stream.of(
                        data.results().stream().map(Measurement::contender),
                        data.growth().stream().map(Measurement::contender),
                        data.generations().stream().map(Generation::contender),
                        data.start().stream().map(Start::contender),
                        data.memory().stream().map(Memory::contender))
                    .flatMap(names -> names)));
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
      GrowthSection section = new GrowthSection(data.growth());
      section.append(text);
      FigureFile.write(figures.growth(section.title(), data.growth()), charts, GrowthSection.CHART);
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
    }
    text.append(LIMITS);
    return Files.writeString(folder.resolve(FILE), text);
  }

  /**
   * Summarizes the results in a few tables: ratios to Lucene's default, recall by generation,
   * starts, and searches in little memory.
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
    return text.toString();
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

  private static void appendContenders(ReportData data, StringBuilder text) {
    MarkdownTable table = MarkdownTable.ofText("contender", "what it is");
    Map<String, String> descriptions = new LinkedHashMap<>();
    data.results().forEach(m -> descriptions.putIfAbsent(m.contender(), m.contenderDescription()));
    data.start().forEach(s -> descriptions.putIfAbsent(s.contender(), s.contenderDescription()));
    data.memory().forEach(m -> descriptions.putIfAbsent(m.contender(), m.contenderDescription()));
    descriptions.forEach(
        (name, what) -> table.row(List.of(name, what == null ? Numbers.NONE : what)));
    text.append(
        "Figures are medians of repeats in which contenders took turns; a spread is least…greatest."
            + " Latency is the mean over all queries, one after the other.\n\n");
    text.append(table);
  }

  private static void appendSkipped(List<Skipped> skipped, StringBuilder text) {
    if (skipped.isEmpty()) {
      return;
    }
    MarkdownTable table = MarkdownTable.ofText("set", "contender", "why");
    skipped.forEach(skip -> table.row(List.of(skip.set(), skip.contender(), skip.reason())));
    text.append("## Skipped\n\nContenders that can't hold a set take no part in it.\n\n");
    text.append(table);
  }

  private static void appendEnvironment(Map<String, Object> environment, StringBuilder text) {
    text.append("## Environment\n\n");
    MarkdownTable table = MarkdownTable.ofText("what", "value");
    environment.forEach((key, value) -> table.row(List.of(key.replace('_', ' '), "" + value)));
    text.append(table);
  }
}
