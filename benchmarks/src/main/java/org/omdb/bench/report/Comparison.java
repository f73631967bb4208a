// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One contender beside another on one set in one scenario, with the same number of hits.
 *
 * <p>Ratios of latencies are taken turn by turn, because the two were measured one right after the
 * other in each turn; a ratio below 1 is faster.
 */
final class Comparison {

  private final List<Measurement> settings;
  private final List<Measurement> reference;
  private final int turns;

  /**
   * @param settings of the contender
   * @param reference settings of what it is compared with
   */
  Comparison(List<Measurement> settings, List<Measurement> reference) {
    this.settings = settings;
    this.reference = reference;
    this.turns =
        Stream.concat(settings.stream(), reference.stream())
            .mapToInt(m -> m.latencyMsTurns().size())
            .min()
            .orElse(0);
  }

  /**
   * Ratios of all turns.
   *
   * @param ratios at least one
   * @param isCheapest whether a setting recalls more than asked for, and none is cheaper
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
    double[] ratios = new double[turns];
    for (int turn = 0; turn < turns; turn++) {
      RecallCurve.AtRecall own = curve(settings, turn).at(recall);
      RecallCurve.AtRecall other = curve(reference, turn).at(recall);
      if (own.isReached() == false || other.isReached() == false) {
        return null;
      }
      isCheapest |=
          own.kind() == RecallCurve.Kind.CHEAPEST || other.kind() == RecallCurve.Kind.CHEAPEST;
      ratios[turn] = own.latencyMs() / other.latencyMs();
    }
    return new Ratio(ratios, isCheapest);
  }

  private static RecallCurve curve(List<Measurement> settings, int turn) {
    return new RecallCurve(settings.stream().map(m -> m.point(turn)).toList());
  }

  /**
   * Both at the same fanout.
   *
   * @param own the contender's
   * @param other what it is compared with
   * @param latency ratio of latencies
   */
  record Pair(Measurement own, Measurement other, Ratio latency) {

    /** Below 0 the contender finds less. */
    double recallDifference() {
      return own.recall() - other.recall();
    }

    /** The ratio of a figure; null if one of them has none. */
    Double ratio(Function<Measurement, Double> figure) {
      return Comparison.ratio(own, other, figure);
    }
  }

  /** At each fanout that both have. */
  List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (Measurement own : settings) {
      reference.stream()
          .filter(other -> other.fanout() == own.fanout())
          .findFirst()
          .ifPresent(other -> pairs.add(new Pair(own, other, latency(own, other))));
    }
    return pairs;
  }

  private Ratio latency(Measurement own, Measurement other) {
    return new Ratio(
        IntStream.range(0, turns)
            .mapToDouble(turn -> own.latencyMsTurns().get(turn) / other.latencyMsTurns().get(turn))
            .toArray(),
        false);
  }

  /** Ratios of a figure at each fanout at which both have it. */
  List<Double> ratios(Function<Measurement, Double> figure) {
    return pairs().stream().map(pair -> pair.ratio(figure)).filter(Objects::nonNull).toList();
  }

  /** The ratio of a figure that is the same in all settings; null if one of them has none. */
  Double ratio(Function<Measurement, Double> figure) {
    return ratio(settings.getFirst(), reference.getFirst(), figure);
  }

  /**
   * The ratio, turn by turn, of a figure that is the same in all settings.
   *
   * @param figure of all turns
   * @param whole the same if turns were not kept
   */
  Ratio ratio(Function<Measurement, List<Double>> figure, Function<Measurement, Double> whole) {
    List<Double> own = figure.apply(settings.getFirst());
    List<Double> other = figure.apply(reference.getFirst());
    if (own.isEmpty() || other.isEmpty()) {
      Double ratio = ratio(whole);
      return ratio == null ? null : new Ratio(new double[] {ratio}, false);
    }
    return new Ratio(
        IntStream.range(0, Math.min(own.size(), other.size()))
            .mapToDouble(turn -> own.get(turn) / other.get(turn))
            .toArray(),
        false);
  }

  private static Double ratio(
      Measurement own, Measurement other, Function<Measurement, Double> figure) {
    Double numerator = figure.apply(own);
    Double denominator = figure.apply(other);
    return numerator == null || denominator == null ? null : numerator / denominator;
  }
}
