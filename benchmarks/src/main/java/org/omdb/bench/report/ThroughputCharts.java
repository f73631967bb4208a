// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.omdb.bench.chart.Axis;
import org.omdb.bench.chart.Figure;
import org.omdb.bench.chart.Grid;
import org.omdb.bench.chart.LineChart;
import org.omdb.bench.chart.LogAxis;
import org.omdb.bench.chart.Series;

/** The charts of searches by several threads. Panels of a chart have the same axes. */
final class ThroughputCharts {

  private static final int PANEL_WIDTH = 560;
  private static final int PANEL_HEIGHT = 330;

  private final Palette palette;

  ThroughputCharts(Palette palette) {
    this.palette = palette;
  }

  /** Queries per second by the number of threads, alone and while another index is merged. */
  Figure threads(String set, List<Throughput> entries) {
    Axis x = axis("threads", entries, Throughput::threads);
    Axis y =
        LogAxis.around(
            "thousand queries per second",
            entries.stream().mapToDouble(ThroughputCharts::thousandPerSecond));
    List<Figure> panels = new ArrayList<>();
    ReportData.group(entries, Throughput::merging)
        .forEach(
            (isMerging, own) ->
                panels.add(
                    panel(
                        isMerging ? "While another index is merged" : "Alone",
                        x,
                        y,
                        own,
                        Throughput::threads,
                        ThroughputCharts::thousandPerSecond)));
    return new Grid(
        "Queries per second by the number of threads: " + set,
        "Higher is better. One segment. Both axes are logarithmic.",
        panels,
        panels.size());
  }

  /** Latency by the number of segments, with and without an executor. */
  Figure executor(String set, List<Throughput> entries) {
    Axis x = axis("segments", entries, Throughput::segments);
    Axis y =
        LogAxis.around("mean latency, ms", entries.stream().mapToDouble(Throughput::latencyMs));
    List<Figure> panels = new ArrayList<>();
    ReportData.group(entries, Throughput::executorThreads)
        .forEach(
            (threads, own) ->
                panels.add(
                    panel(
                        threads == 0
                            ? "Without executor"
                            : "With an executor of " + ThroughputSection.threads(threads),
                        x,
                        y,
                        own,
                        Throughput::segments,
                        Throughput::latencyMs)));
    return new Grid(
        "Search time by the number of segments: " + set,
        "Lower is better. One search at a time. Both axes are logarithmic.",
        panels,
        panels.size());
  }

  private static double thousandPerSecond(Throughput entry) {
    return entry.qps() / 1e3;
  }

  private static Axis axis(
      String title, List<Throughput> entries, ToDoubleFunction<Throughput> value) {
    return LogAxis.around(title, entries.stream().mapToDouble(value))
        .marking(entries.stream().mapToDouble(value));
  }

  private Figure panel(
      String title,
      Axis x,
      Axis y,
      List<Throughput> entries,
      ToDoubleFunction<Throughput> across,
      ToDoubleFunction<Throughput> up) {
    List<Series> lines = new ArrayList<>();
    ReportData.group(entries, Throughput::contender)
        .forEach(
            (contender, own) ->
                lines.add(
                    palette.series(
                        contender,
                        own.stream()
                            .map(
                                entry ->
                                    new Series.Point(
                                        across.applyAsDouble(entry), up.applyAsDouble(entry)))
                            .toList())));
    return new LineChart(title, "", x, y, lines, PANEL_WIDTH, PANEL_HEIGHT);
  }
}
