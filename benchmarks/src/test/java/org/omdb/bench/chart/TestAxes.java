// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestAxes extends LuceneTestCase {

  public void testLogAxisTakesEqualRatiosToEqualDistances() {
    LogAxis axis = new LogAxis("", 0.1, 1_000, List.of());
    assertEquals(0, axis.at(0.1), 1e-9);
    assertEquals(0.25, axis.at(1), 1e-9);
    assertEquals(0.75, axis.at(100), 1e-9);
    assertEquals(1, axis.at(1_000), 1e-9);
    assertEquals(1, axis.at(5_000), 0);
  }

  public void testLinearAxisTakesEqualDifferencesToEqualDistances() {
    LinearAxis axis = LinearAxis.marking("", DoubleStream.of(50, 10, 0, 10));
    assertEquals(0, axis.at(0), 1e-9);
    assertEquals(0.2, axis.at(10), 1e-9);
    assertEquals(1, axis.at(50), 1e-9);
    assertEquals(1, axis.at(60), 0);
    assertEquals(List.of("0", "10", "50"), labels(axis));
    assertEquals(0, LinearAxis.marking("", DoubleStream.of(7)).at(7), 0);
  }

  public void testLogAxisMarksRoundValues() {
    assertEquals(
        List.of("0.05", "0.1", "0.2", "0.5", "1", "2"),
        labels(new LogAxis("", 0.04, 4, List.of())));
    assertEquals(
        List.of("0.01", "0.1", "1", "10", "100", "1,000"),
        labels(new LogAxis("", 0.01, 1_999, List.of())));
    LogAxis rows = LogAxis.around("rows", DoubleStream.of(300_000, 10_000));
    assertEquals(
        List.of("10,000", "300,000"),
        labels(rows.marking(DoubleStream.of(300_000, 10_000, 10_000))));
  }

  public void testLogAxisShowsAllValuesAndHasAFewMarks() {
    for (int round = 0; round < 100; round++) {
      double[] values =
          random()
              .doubles(random().nextInt(1, 5), -6, 6)
              .map(power -> Math.pow(10, power))
              .toArray();
      LogAxis axis = LogAxis.around("", DoubleStream.of(values));
      for (double value : values) {
        assertTrue(axis.at(value) > 0 && axis.at(value) < 1);
      }
      assertTrue(axis + ": " + labels(axis), axis.ticks().size() >= 2 && axis.ticks().size() <= 14);
    }
  }

  public void testRecallAxis() {
    RecallAxis axis = RecallAxis.around("", DoubleStream.of(0.93, 0.85, 0.999, 1));
    assertEquals(
        List.of("0.8", "0.9", "0.95", "0.98", "0.99", "0.995", "0.998", "0.999", "1"),
        labels(axis));
    assertEquals(0, axis.at(0.8), 1e-9);
    assertEquals(1, axis.at(1), 0);
    // A tenth of the misses is the same distance anywhere.
    assertEquals(axis.at(0.99) - axis.at(0.9), axis.at(0.999) - axis.at(0.99), 1e-9);
    assertTrue(axis.at(0.999) < 0.95);
    List<Axis.Tick> ticks = axis.ticks();
    for (int i = 1; i < ticks.size(); i++) {
      assertTrue(axis.at(ticks.get(i - 1).value()) < axis.at(ticks.get(i).value()));
    }
  }

  /** A contender with a recall of 0, or with no recall but 1. */
  public void testRecallAxisOfExtremes() {
    assertEquals(0, RecallAxis.around("", DoubleStream.of(0, 0.95)).at(0), 0);
    assertEquals(
        List.of("0.9", "0.95", "0.98", "0.99", "1"),
        labels(RecallAxis.around("", DoubleStream.of(1))));
    assertEquals(0.9, RecallAxis.around("", DoubleStream.empty()).low(), 0);
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }
}
