// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** What makes the hits of different queries comparable. */
enum Scale {

  /** Ranks alone. A hit of rank r counts 1 / (rank constant + r). The first rank is 1. */
  RRF {
    @Override
    double[] of(double[] scores, int rankConstant) {
      double[] scaled = new double[scores.length];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = 1 / (rankConstant + 1.0 + i); // the constant may be the largest int
      }
      return scaled;
    }
  },

  /** Scores, moved to 0 to 1. If all are equal, they are 1. */
  MIN_MAX {
    @Override
    double[] of(double[] scores, int rankConstant) {
      double max = DoubleStream.of(scores).max().orElse(0);
      double min = DoubleStream.of(scores).min().orElse(0);
      return DoubleStream.of(scores)
          .map(score -> max == min ? 1 : (score - min) / (max - min))
          .toArray();
    }
  },

  /** Scores, divided by the square root of the sum of their squares. If all are 0, they stay 0. */
  L2 {
    @Override
    double[] of(double[] scores, int rankConstant) {
      double length = Math.sqrt(DoubleStream.of(scores).map(score -> score * score).sum());
      return DoubleStream.of(scores).map(score -> length == 0 ? 0 : score / length).toArray();
    }
  };

  /**
   * Scales the hits of one query.
   *
   * @param scores best first, 0 or more
   * @param rankConstant for ranks, 1 or more
   * @return a number for each of them, 0 to 1
   */
  abstract double[] of(double[] scores, int rankConstant);

  /** The name in requests. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
