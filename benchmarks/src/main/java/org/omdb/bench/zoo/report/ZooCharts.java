// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.omdb.bench.chart.Axis;
import org.omdb.bench.chart.DotChart;
import org.omdb.bench.chart.Figure;
import org.omdb.bench.chart.LogAxis;
import org.omdb.bench.chart.Mark;
import org.omdb.bench.zoo.Cell;

/** Charts with a dot per cell and a row per distribution. */
final class ZooCharts {

  private static final int WIDTH = 900;

  /** Start of the axis of recall differences. Lower values are drawn there. */
  private static final double LEAST = -0.2;

  private static final double MOST = 0.1;

  /** One color per shape, of Okabe and Ito, which color-blind people can tell apart. */
  private static final List<Color> COLORS =
      List.of(new Color(0x0072B2), new Color(0x009E73), new Color(0x000000), new Color(0xC0609B));

  private static final Map<Integer, Mark> MARKS =
      Map.of(1, Mark.TRIANGLE, 10, Mark.CIRCLE, 100, Mark.SQUARE);

  private static final String LEGEND =
      "Blue: flushed, green: eight, black: merged, pink: generations. Triangle: k 1, disk: k 10,"
          + " square: k 100.";

  private ZooCharts() {}

  /** The difference of recall to Lucene. */
  static Figure recall(Summary summary) {
    return new DotChart(
        "Recall minus Lucene's recall",
        "Dots to the right of the line are within the bound. " + LEGEND,
        new Shares(),
        -summary.bounds().recallLoss(),
        rows(summary, Cell::recallGain),
        WIDTH);
  }

  /** The time of a search, relative to that of Lucene. */
  static Figure time(Summary summary) {
    return new DotChart(
        "Search time relative to Lucene's",
        "Dots to the left of the line are within the bound. " + LEGEND,
        LogAxis.around(
            "ratio of search times", summary.cells().stream().mapToDouble(Cell::timeRatio)),
        summary.bounds().timeRatio(),
        rows(summary, Cell::timeRatio),
        WIDTH);
  }

  /** One row per distribution, in the order of the summary, so that failures are on top. */
  private static List<DotChart.Row> rows(Summary summary, ToDoubleFunction<Cell> figure) {
    Map<String, List<DotChart.Dot>> dots = new LinkedHashMap<>();
    for (Cell cell : summary.cells()) {
      double value = figure.applyAsDouble(cell);
      if (Double.isNaN(value) == false) {
        dots.computeIfAbsent(cell.distribution().name(), name -> new ArrayList<>())
            .add(
                new DotChart.Dot(
                    value,
                    COLORS.get(cell.shape().ordinal()),
                    MARKS.getOrDefault(cell.k(), Mark.DIAMOND)));
      }
    }
    return dots.entrySet().stream()
        .map(entry -> new DotChart.Row(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The axis of differences of recall. */
  private record Shares() implements Axis {

    @Override
    public String title() {
      return "recall difference; values outside " + LEAST + " to " + MOST + " are at the ends";
    }

    @Override
    public double at(double value) {
      return Math.clamp((value - LEAST) / (MOST - LEAST), 0, 1);
    }

    @Override
    public List<Tick> ticks() {
      return List.of(
          new Tick(-0.2, "-0.2"),
          new Tick(-0.1, "-0.1"),
          new Tick(-0.05, "-0.05"),
          new Tick(0, "0"),
          new Tick(0.05, "0.05"),
          new Tick(0.1, "0.1"));
    }
  }
}
