// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Searcher;
import org.omdb.bench.data.VectorSet;

/**
 * Measures searches of one segment by several threads, alone, and while another index is merged.
 * Contenders take turns, in an order that rotates from round to round.
 */
final class ThreadsRun {

  private final ThroughputPlan plan;
  private final Indexes indexes;
  private final List<Contender> contenders;

  ThreadsRun(ThroughputPlan plan, Indexes indexes, List<Contender> contenders) {
    this.plan = plan;
    this.indexes = indexes;
    this.contenders = contenders;
  }

  /** The number of measurements. */
  long steps() {
    return 2L * plan.rounds() * plan.threads().size() * contenders.size();
  }

  void run(PassMeter meter) throws IOException {
    for (boolean isMerging : List.of(false, true)) {
      for (int threads : plan.threads()) {
        meter.declare(Condition.ofThreads(threads, isMerging), contenders);
      }
    }
    Map<Contender, Searcher> searchers = new LinkedHashMap<>();
    try {
      for (Contender contender : contenders) {
        searchers.put(contender, contender.open(indexes.index(contender, 1)));
      }
      meter.warmUp(searchers.values());
      List<Contender> order = new ArrayList<>(contenders);
      for (int round = 0; round < plan.rounds(); round++) {
        for (int threads : plan.threads()) {
          for (Contender contender : order) {
            Condition alone = Condition.ofThreads(threads, false);
            meter.measure(alone, contender, searchers.get(contender));
          }
        }
        for (Contender contender : order) {
          measureWhileMerging(meter, contender, searchers.get(contender));
        }
        Collections.rotate(order, 1);
      }
    } finally {
      IOUtils.close(searchers.values());
    }
  }

  private void measureWhileMerging(PassMeter meter, Contender contender, Searcher searcher)
      throws IOException {
    VectorSet rows = indexes.set().first(Math.min(plan.mergedRows(), indexes.set().size()));
    try (BackgroundMerges merges =
        BackgroundMerges.start(contender, rows, indexes.other(contender))) {
      for (int threads : plan.threads()) {
        meter.measure(Condition.ofThreads(threads, true), contender, searcher);
      }
      MergeCount count = merges.stop();
      for (int threads : plan.threads()) {
        Measured result = meter.result(Condition.ofThreads(threads, true), contender);
        result.merges = result.merges == null ? count : result.merges.plus(count);
      }
    }
  }
}
