// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One contender beside another on one set in one scenario, with the same number of hits.
 *
 * <p>Ratios of times are taken turn by turn, because the two were measured one right after the
 * other in each turn; a ratio below 1 is faster.
 */
final class Comparison {

  private final List<Measurement> settings;
  private final List<Measurement> reference;

  /**
   * @param settings of the contender
   * @param reference settings of what it is compared with
   */
  Comparison(List<Measurement> settings, List<Measurement> reference) {
    this.settings = settings;
    this.reference = reference;
  }

  /**
   * Ratios of all turns.
   *
   * @param ratios at least one
   * @param isCheapest whether it is one of settings that recall more already
   */
  record Ratio(double[] ratios, boolean isCheapest) {

    double median() {
      double[] sorted = ratios.clone();
      Arrays.sort(sorted);
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double least() {
      return Arrays.stream(ratios).min().orElseThrow();
    }

    double greatest() {
      return Arrays.stream(ratios).max().orElseThrow();
    }
  }

  /** The ratio of latencies at equal recall; null if one of them does not reach it. */
  Ratio latencyAt(double recall) {
    boolean isCheapest = false;
    double[] ratios = new double[turns()];
    for (int turn = 0; turn < ratios.length; turn++) {
      RecallCurve.AtRecall own = curve(settings, turn).at(recall);
      RecallCurve.AtRecall other = curve(reference, turn).at(recall);
      if (own.isReached() == false || other.isReached() == false) {
        return null;
      }
      isCheapest |= own.kind() == RecallCurve.Kind.CHEAPEST;
      ratios[turn] = own.latencyMs() / other.latencyMs();
    }
    return new Ratio(ratios, isCheapest);
  }

  private int turns() {
    return IntStream.concat(
            settings.stream().mapToInt(m -> m.latencyMsTurns().size()),
            reference.stream().mapToInt(m -> m.latencyMsTurns().size()))
        .min()
        .orElse(0);
  }

  private static RecallCurve curve(List<Measurement> settings, int turn) {
    return new RecallCurve(settings.stream().map(m -> m.point(turn)).toList());
  }

  /** The ratio of latencies at each fanout that both have, rising. */
  List<Ratio> latencyByFanout() {
    List<Ratio> ratios = new ArrayList<>();
    for (Measurement own : settings) {
      Measurement other = sameFanout(own);
      if (other != null) {
        ratios.add(
            new Ratio(
                IntStream.range(0, turns())
                    .mapToDouble(
                        turn -> own.latencyMsTurns().get(turn) / other.latencyMsTurns().get(turn))
                    .toArray(),
                false));
      }
    }
    return ratios;
  }

  /** Differences of recall at each fanout that both have; below 0 the contender finds less. */
  List<Double> recallByFanout() {
    return byFanout(Measurement::recall, (own, other) -> own - other);
  }

  /** Ratios of a figure at each fanout that both have it. */
  List<Double> ratioByFanout(Function<Measurement, Double> figure) {
    return byFanout(figure, (own, other) -> own / other);
  }

  private interface Pair {
    double of(double own, double other);
  }

  private List<Double> byFanout(Function<Measurement, Double> figure, Pair pair) {
    List<Double> values = new ArrayList<>();
    for (Measurement own : settings) {
      Measurement other = sameFanout(own);
      if (other != null && figure.apply(own) != null && figure.apply(other) != null) {
        values.add(pair.of(figure.apply(own), figure.apply(other)));
      }
    }
    return values;
  }

  private Measurement sameFanout(Measurement own) {
    return reference.stream().filter(m -> m.fanout() == own.fanout()).findFirst().orElse(null);
  }

  /** The ratio of a figure that is the same in all settings; null if one of them has none. */
  Double ratio(Function<Measurement, Double> figure) {
    Double own = figure.apply(settings.getFirst());
    Double other = figure.apply(reference.getFirst());
    return own == null || other == null ? null : own / other;
  }
}
