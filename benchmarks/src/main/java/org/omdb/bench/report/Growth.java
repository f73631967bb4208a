// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A contender on one size of a growing set: the figures of its build, and what searches take.
 *
 * @param build any setting of the size: figures of the build are the same in all
 * @param curve of all settings
 */
record Growth(Measurement build, RecallCurve curve) {

  /** Contender by contender, each from the fewest rows to the most. */
  static List<Growth> of(List<Measurement> measurements) {
    List<Growth> growth = new ArrayList<>();
    ReportData.group(measurements, Measurement::contender)
        .forEach(
            (contender, own) ->
                ReportData.group(own, Measurement::rows)
                    .forEach((rows, settings) -> growth.add(ofSize(settings))));
    growth.sort(Comparator.comparing(Growth::contender).thenComparing(Growth::rows));
    return growth;
  }

  private static Growth ofSize(List<Measurement> settings) {
    RecallCurve curve = new RecallCurve(settings.stream().map(Measurement::point).toList());
    return new Growth(settings.getFirst(), curve);
  }

  String contender() {
    return build.contender();
  }

  int rows() {
    return build.rows();
  }

  /** Mean latency at a recall; null if it is not reached. */
  Double searchMs(double recall) {
    RecallCurve.AtRecall search = curve.at(recall);
    return search.isReached() ? search.latencyMs() : null;
  }

  /**
   * The exponent b of a figure that grows as the number of rows to the power of b: the slope of the
   * line through the logarithms, by least squares.
   *
   * @param sizes of one contender
   * @param figure NaN where it is missing
   * @return NaN if fewer than two sizes have the figure
   */
  static double exponent(List<Growth> sizes, ToDoubleFunction<Growth> figure) {
    List<double[]> points = new ArrayList<>();
    for (Growth size : sizes) {
      double value = figure.applyAsDouble(size);
      if (value > 0) {
        points.add(new double[] {Math.log(size.rows()), Math.log(value)});
      }
    }
    double meanX = points.stream().mapToDouble(point -> point[0]).average().orElse(0);
    double meanY = points.stream().mapToDouble(point -> point[1]).average().orElse(0);
    double products = 0;
    double squares = 0;
    for (double[] point : points) {
      products += (point[0] - meanX) * (point[1] - meanY);
      squares += (point[0] - meanX) * (point[0] - meanX);
    }
    return products / squares; // 0 / 0 of fewer than two
  }
}
