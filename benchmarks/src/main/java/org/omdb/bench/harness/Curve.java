// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.util.List;
import org.omdb.bench.contender.Hits;

/** The figures of one setting. Each turn adds the median of its rounds. */
final class Curve {

  final Samples mean = new Samples();
  final Samples p50 = new Samples();
  final Samples p99 = new Samples();
  final Samples perSecond = new Samples();
  final Samples meanOf2 = new Samples();
  final Samples perSecondOf2 = new Samples();
  double recall;

  /** Adds the medians of a turn, and the recall of its hits. */
  void add(Curve turn, List<Hits> hits, int k, RecallMeter recalls) throws IOException {
    mean.add(turn.mean.median());
    p50.add(turn.p50.median());
    p99.add(turn.p99.median());
    perSecond.add(turn.perSecond.median());
    meanOf2.add(turn.meanOf2.median());
    perSecondOf2.add(turn.perSecondOf2.median());
    recall = recalls.mean(hits, k);
  }

  /** Adds the times of one round. */
  void add(SearchTimer.Timing one, SearchTimer.TwoThreads two) {
    mean.add(one.meanMillis());
    p50.add(one.p50Millis());
    p99.add(one.p99Millis());
    perSecond.add(one.perSecond());
    meanOf2.add(two.meanMillis());
    perSecondOf2.add(two.perSecond());
  }
}
