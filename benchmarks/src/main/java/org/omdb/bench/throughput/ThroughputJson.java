// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.PassTimes;
import org.omdb.bench.harness.Results;

/** Writes the entries of {@code throughput} in {@code results.json}. */
final class ThroughputJson {

  private final VectorSet set;
  private final ThroughputPlan plan;

  /**
   * @param set with the queries that were searched for
   */
  ThroughputJson(VectorSet set, ThroughputPlan plan) {
    this.set = set;
    this.plan = plan;
  }

  void add(Measured measured, Results results) {
    Condition condition = measured.condition;
    ObjectNode node = results.addThroughput(set, measured.contender);
    node.put("part", condition.part().name().toLowerCase(Locale.ROOT));
    node.put("k", plan.setting().k());
    node.put("fanout", plan.setting().fanout());
    node.put("queries", set.queries().size());
    node.put("rounds", plan.rounds());
    node.put("pass_s", plan.seconds());
    node.put("segments", condition.segments());
    node.put("threads", condition.threads());
    node.put("merging", condition.isMerging());
    node.put("executor_threads", condition.executorThreads());
    Results.put(node, "recall", measured.recall);
    Results.putTurns(node, "qps", measured.turns(PassTimes::perSecond));
    Results.putTurns(node, "latency_ms", measured.turns(PassTimes::meanMillis));
    Results.putTurns(node, "latency_p50_ms", measured.turns(PassTimes::p50Millis));
    Results.putTurns(node, "latency_p99_ms", measured.turns(PassTimes::p99Millis));
    if (measured.merges != null) {
      node.put("merged_vectors", measured.merges.vectors());
      Results.put(node, "merged_vectors_per_s", measured.merges.perSecond());
    }
  }
}
