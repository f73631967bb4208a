// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What recall costs a contender: its settings without those for which another one recalls at least
 * as much in no more time. Both recall and latency grow along it.
 */
final class RecallCurve {

  /**
   * A setting.
   *
   * @param recall of all queries
   * @param latencyMs mean
   */
  record Point(double recall, double latencyMs) {}

  private final List<Point> envelope = new ArrayList<>();

  /**
   * Draws the curve of one contender on one set.
   *
   * @param settings all of one k, in any order
   */
  RecallCurve(List<Point> settings) {
    List<Point> byRecall = new ArrayList<>(settings);
    byRecall.sort(
        Comparator.comparingDouble(Point::recall).reversed().thenComparingDouble(Point::latencyMs));
    double fastest = Double.POSITIVE_INFINITY;
    for (Point setting : byRecall) {
      if (setting.latencyMs() < fastest) {
        fastest = setting.latencyMs();
        envelope.addFirst(setting);
      }
    }
  }

  /** By increasing recall and latency. */
  List<Point> envelope() {
    return envelope;
  }

  /**
   * The latency at which the contender has a recall: between two settings by linear interpolation
   * of the latency's logarithm.
   */
  AtRecall at(double recall) {
    for (int i = 0; i < envelope.size(); i++) {
      Point above = envelope.get(i);
      if (above.recall() >= recall) {
        if (i == 0) {
          boolean exact = above.recall() == recall;
          return new AtRecall(above.latencyMs(), exact ? Kind.INTERPOLATED : Kind.CHEAPEST);
        }
        Point below = envelope.get(i - 1);
        double share = (recall - below.recall()) / (above.recall() - below.recall());
        double log =
            (1 - share) * Math.log(below.latencyMs()) + share * Math.log(above.latencyMs());
        return new AtRecall(Math.exp(log), Kind.INTERPOLATED);
      }
    }
    return new AtRecall(Double.NaN, Kind.NOT_REACHED);
  }

  /** How a latency was found. */
  enum Kind {
    /** Between settings that were measured. */
    INTERPOLATED,
    /** The cheapest setting recalls more already: the contender can't be had for less. */
    CHEAPEST,
    /** No setting recalls as much. */
    NOT_REACHED
  }

  /**
   * What a recall costs.
   *
   * @param latencyMs NaN if it is not reached
   * @param kind how it was found
   */
  record AtRecall(double latencyMs, Kind kind) {

    boolean isReached() {
      return kind != Kind.NOT_REACHED;
    }
  }
}
