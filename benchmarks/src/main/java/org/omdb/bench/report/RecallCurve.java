// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The Pareto front of a contender's settings by recall and latency: those settings for which no
 * other one has at least the same recall in at most the same time. Recall and latency both increase
 * along the curve.
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
   * Makes the curve of one contender on one set.
   *
   * @param settings all settings with the same k, in any order
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

  /** The settings on the curve, by increasing recall and latency. */
  List<Point> envelope() {
    return envelope;
  }

  /**
   * The latency at which the contender reaches a recall. Between two settings the logarithm of the
   * latency is interpolated linearly.
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
    /** By interpolation between two measured settings. */
    INTERPOLATED,
    /** Even the cheapest setting has a higher recall, so its latency is reported. */
    CHEAPEST,
    /** No setting reaches the recall. */
    NOT_REACHED
  }

  /**
   * The latency at a recall.
   *
   * @param latencyMs NaN if the recall is not reached
   * @param kind how the latency was found
   */
  record AtRecall(double latencyMs, Kind kind) {

    boolean isReached() {
      return kind != Kind.NOT_REACHED;
    }
  }
}
