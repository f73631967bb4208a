// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.harness.PassTimes;

/** The figures of one contender under one condition. */
final class Measured {

  final Contender contender;
  final Condition condition;

  /** One per round. */
  final List<PassTimes> rounds = new ArrayList<>();

  /** The merges of all rounds, whatever the number of searching threads; null without merges. */
  MergeCount merges;

  double recall;

  Measured(Contender contender, Condition condition) {
    this.contender = contender;
    this.condition = condition;
  }

  /** A figure of each round. */
  List<Double> turns(ToDoubleFunction<PassTimes> figure) {
    return rounds.stream().mapToDouble(figure).boxed().toList();
  }
}
