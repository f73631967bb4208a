// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.omdb.bench.chart.BarChart;
import org.omdb.bench.chart.Figure;
import org.omdb.bench.chart.Grid;
import org.omdb.bench.chart.LineChart;
import org.omdb.bench.chart.LinearAxis;
import org.omdb.bench.chart.LogAxis;
import org.omdb.bench.chart.RecallAxis;
import org.omdb.bench.chart.Series;
import org.omdb.bench.report.text.Numbers;

/** The charts of a report. */
final class Charts {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 470;
  private static final int PANEL_WIDTH = 560;
  private static final int PANEL_HEIGHT = 330;

  private final Palette palette;

  Charts(Palette palette) {
    this.palette = palette;
  }

  /** The two charts to look at first, side by side: latency by recall, and by memory. */
  Figure overview(String set, int k, List<Measurement> measurements, List<Memory> entries) {
    return new Grid(
        "Search time: " + set,
        "Lower is better. One thread, one segment.",
        List.of(
            latencyAtRecall("By recall", "", k, measurements, PANEL_WIDTH, PANEL_HEIGHT),
            memory(
                "At a recall of 0.95, with a part of the index in memory",
                "",
                entries,
                PANEL_WIDTH,
                PANEL_HEIGHT)),
        2);
  }

  /** Latency by recall, a line per contender. */
  Figure latencyAtRecall(String set, int k, List<Measurement> measurements) {
    return latencyAtRecall(
        "Search time against recall@" + k + ": " + set,
        "Lower and further right is better. One thread, one segment, one point per fanout.",
        k,
        measurements,
        WIDTH,
        HEIGHT);
  }

  private Figure latencyAtRecall(
      String title, String note, int k, List<Measurement> measurements, int width, int height) {
    List<Series> lines = new ArrayList<>();
    ReportData.group(measurements, Measurement::contender)
        .forEach(
            (contender, settings) ->
                lines.add(
                    palette.series(
                        contender,
                        settings.stream()
                            .sorted(Comparator.comparingInt(Measurement::fanout))
                            .map(m -> new Series.Point(m.recall(), m.latencyMs()))
                            .toList())));
    return new LineChart(
        title,
        note,
        RecallAxis.around(
            "recall@" + k + " (axis logarithmic in 1 - recall)",
            measurements.stream().mapToDouble(Measurement::recall)),
        LogAxis.around(
            "mean latency, ms", measurements.stream().mapToDouble(Measurement::latencyMs)),
        lines,
        width,
        height);
  }

  /** Times of indexing and of the force merge, a bar per contender, the shortest on top. */
  Figure buildTimes(String set, List<Measurement> contenders) {
    return bars(
        "Time to build: " + set,
        "Seconds, one thread. Shorter is better. The force merge is into one segment.",
        contenders,
        Charts::buildParts,
        seconds -> Numbers.figure(seconds) + " s");
  }

  private static List<BarChart.Part> buildParts(Measurement m) {
    double inside = orZero(m.flushS()) + orZero(m.mergeS());
    return List.of(
        new BarChart.Part("index", Math.max(0, orZero(m.indexS()) - inside)),
        new BarChart.Part("flush", orZero(m.flushS())),
        new BarChart.Part("merges", orZero(m.mergeS())),
        new BarChart.Part("force merge", orZero(m.forceMergeS())));
  }

  /** Bytes on disk by kind, a bar per contender, the shortest on top. */
  Figure sizes(String set, List<Measurement> contenders) {
    return bars(
        "Size on disk: " + set,
        "MB (millions of bytes). Shorter is better.",
        contenders,
        m ->
            List.of(
                new BarChart.Part("vectors", orZero(m.vectorBytes())),
                new BarChart.Part("codes", orZero(m.codeBytes())),
                new BarChart.Part("graph", orZero(m.graphBytes())),
                new BarChart.Part("ids", orZero(m.idBytes())),
                new BarChart.Part("other", orZero(m.otherBytes()))),
        bytes -> Numbers.mega(bytes) + " MB");
  }

  private Figure bars(
      String title,
      String note,
      List<Measurement> contenders,
      Function<Measurement, List<BarChart.Part>> parts,
      DoubleFunction<String> format) {
    List<BarChart.Bar> bars =
        contenders.stream()
            .map(m -> new BarChart.Bar(m.contender(), palette.color(m.contender()), parts.apply(m)))
            .sorted(Comparator.comparingDouble(BarChart.Bar::total))
            .toList();
    return new BarChart(title, note, bars, format, WIDTH);
  }

  /** Figures by the number of rows, a panel per figure. */
  Figure growth(String set, List<Growth> growth) {
    return new Grid(
        "Growth: " + set,
        "Lower is better. Both axes are logarithmic. A flat line means no growth with the rows.",
        List.of(
            panel(
                "Build, including the force merge",
                "seconds",
                growth,
                size -> size.build().buildS()),
            panel(
                "Search at recall@10 of " + GrowthSection.LOW,
                "mean latency, ms",
                growth,
                size -> size.searchMs(GrowthSection.LOW)),
            panel("Heap after a full garbage collection", "MB", growth, Charts::heapMega),
            panel("Reading the ids of 10 hits", "µs", growth, size -> size.build().hitsToIdsUs())),
        2);
  }

  /** Recall by generation, a panel per fanout. */
  Figure generations(String set, List<Generation> points) {
    return new Grid(
        "Recall@10 by generation: " + set,
        "Higher is better. Each generation deletes documents, adds the same number, and merges into"
            + " one segment.",
        ReportData.group(points, Generation::fanout).entrySet().stream()
            .map(entry -> panel("Fanout " + entry.getKey(), entry.getValue()))
            .toList(),
        2);
  }

  /** Latency by the number of searches since the start of a JVM, a line per contender. */
  Figure start(String set, List<Start> contenders) {
    List<Series> lines =
        contenders.stream()
            .map(
                own ->
                    palette.series(
                        own.contender(),
                        own.curve().stream()
                            .map(span -> new Series.Point(span.last(), span.meanMs()))
                            .toList()))
            .toList();
    return new LineChart(
        "Search time after a restart: " + set,
        "Lower is better. A point is the mean of searches since the previous point. One thread, one"
            + " segment.",
        LogAxis.around(
            "searches since the start of the JVM",
            contenders.stream().flatMap(own -> own.curve().stream()).mapToDouble(Start.Span::last)),
        LogAxis.around(
            "mean time per search, ms",
            contenders.stream()
                .flatMap(own -> own.curve().stream())
                .mapToDouble(Start.Span::meanMs)),
        lines,
        WIDTH,
        HEIGHT);
  }

  /** Steady latency at a recall by the share of the index in memory, a line per contender. */
  Figure memory(String set, List<Memory> entries) {
    return memory(
        "Search time in little memory: " + set,
        "Lower is better. Mean latency at recall@10 of 0.95 after the first pass; one thread, one"
            + " segment.",
        entries,
        WIDTH,
        HEIGHT);
  }

  private Figure memory(String title, String note, List<Memory> entries, int width, int height) {
    List<Series> lines = new ArrayList<>();
    ReportData.group(entries, Memory::contender)
        .forEach(
            (contender, own) ->
                lines.add(
                    palette.series(
                        contender,
                        own.stream()
                            .sorted(Comparator.comparingDouble(Memory::share))
                            .map(Charts::steady)
                            .filter(point -> Double.isFinite(point.y()))
                            .toList())));
    return new LineChart(
        title,
        note,
        LogAxis.around(
                "page cache, share of the index", entries.stream().mapToDouble(Memory::share))
            .marking(entries.stream().mapToDouble(Memory::share)),
        LogAxis.around(
            "mean latency, ms",
            lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Series.Point::y)),
        lines,
        width,
        height);
  }

  private static Series.Point steady(Memory entry) {
    return new Series.Point(
        entry.share(), entry.at(MemorySection.RECALL, MemorySection::steady).latencyMs());
  }

  private Figure panel(String title, List<Generation> points) {
    List<Series> lines = new ArrayList<>();
    ReportData.group(points, Generation::contender)
        .forEach(
            (contender, own) ->
                lines.add(
                    palette.series(
                        contender,
                        own.stream()
                            .map(p -> new Series.Point(p.generation(), p.recall()))
                            .toList())));
    return new LineChart(
        title,
        "",
        LinearAxis.marking("generation", points.stream().mapToDouble(Generation::generation)),
        RecallAxis.around("recall@10", points.stream().mapToDouble(Generation::recall)),
        lines,
        PANEL_WIDTH,
        PANEL_HEIGHT);
  }

  private Figure panel(
      String title, String unit, List<Growth> growth, Function<Growth, Double> figure) {
    List<Series> lines = new ArrayList<>();
    for (Map.Entry<String, List<Growth>> entry :
        ReportData.group(growth, Growth::contender).entrySet()) {
      lines.add(
          palette.series(
              entry.getKey(),
              entry.getValue().stream()
                  .filter(size -> figure.apply(size) != null && figure.apply(size) > 0)
                  .map(size -> new Series.Point(size.rows(), figure.apply(size)))
                  .toList()));
    }
    return new LineChart(
        title,
        "",
        LogAxis.around("rows", growth.stream().mapToDouble(Growth::rows))
            .marking(growth.stream().mapToDouble(Growth::rows)),
        LogAxis.around(
            unit,
            lines.stream()
                .flatMapToDouble(
                    line -> line.points().stream().flatMapToDouble(p -> DoubleStream.of(p.y())))),
        lines,
        PANEL_WIDTH,
        PANEL_HEIGHT);
  }

  private static Double heapMega(Growth size) {
    Double bytes = size.build().heapBytes();
    return bytes == null ? null : bytes / 1e6;
  }

  private static double orZero(Double value) {
    return value == null ? 0 : value;
  }
}
