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
 * Compares one contender with another on one set in one scenario, with the same number of hits.
 *
 * <p>The ratio of two latencies is computed for each turn, because the two were measured right
 * after each other in a turn. A ratio below 1 means that the contender is faster.
 */
final class Comparison {

  private final List<Measurement> settings;
  private final List<Measurement> reference;
  private final int turns;

  /**
   * @param settings figures of the contender, by setting
   * @param reference figures of the contender that it is compared with
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
   * The ratios of all turns.
   *
   * @param ratios at least one
   * @param isCheapest whether even the cheapest setting has a higher recall than asked for
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

  /** The ratio of latencies at a recall; null if one of the two does not reach it. */
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
   * The figures of both at the same fanout.
   *
   * @param own figures of the contender
   * @param other figures of the contender that it is compared with
   * @param latency ratio of latencies
   */
  record Pair(Measurement own, Measurement other, Ratio latency) {

    /** Recall of the contender minus that of the other. */
    double recallDifference() {
      return own.recall() - other.recall();
    }

    /** The ratio of a figure; null if one of the two does not have it. */
    Double ratio(Function<Measurement, Double> figure) {
      return Comparison.ratio(own, other, figure);
    }
  }

  /** One pair for each fanout that both have. */
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

  /** The ratios of a figure, one for each fanout at which both have it. */
  List<Double> ratios(Function<Measurement, Double> figure) {
    return pairs().stream().map(pair -> pair.ratio(figure)).filter(Objects::nonNull).toList();
  }

  /** The ratio of a figure that is the same in all settings; null if one of the two lacks it. */
  Double ratio(Function<Measurement, Double> figure) {
    return ratio(settings.getFirst(), reference.getFirst(), figure);
  }

  /**
   * The ratio, for each turn, of a figure that is the same in all settings.
   *
   * @param figure the values of all turns
   * @param whole the one value to use if a file does not have the values of turns
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
