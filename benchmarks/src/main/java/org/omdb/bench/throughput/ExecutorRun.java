// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Searcher;

/**
 * Measures one search at a time of an index with many segments, with and without an executor that
 * searches its segments. Contenders take turns, in an order that rotates from round to round.
 */
final class ExecutorRun {

  /** As many threads as the machine has cores. */
  private static final int EXECUTOR_THREADS = Runtime.getRuntime().availableProcessors();

  private static final List<Integer> EXECUTORS = List.of(0, EXECUTOR_THREADS);

  private final ThroughputPlan plan;
  private final Indexes indexes;
  private final List<Contender> contenders;

  ExecutorRun(ThroughputPlan plan, Indexes indexes, List<Contender> contenders) {
    this.plan = plan;
    this.indexes = indexes;
    this.contenders = contenders;
  }

  /** The number of measurements. */
  long steps() {
    return (long) EXECUTORS.size() * plan.rounds() * segments().size() * contenders.size();
  }

  private List<Integer> segments() {
    return plan.segmentsOf(indexes.set().size());
  }

  void run(PassMeter meter) throws IOException {
    try (ExecutorService executor = Executors.newFixedThreadPool(EXECUTOR_THREADS)) {
      for (int segments : segments()) {
        run(segments, executor, meter);
      }
    }
  }

  private void run(int segments, ExecutorService executor, PassMeter meter) throws IOException {
    Map<Condition, Map<Contender, Searcher>> searchers = new LinkedHashMap<>();
    List<Closeable> open = new ArrayList<>();
    try {
      for (int threads : EXECUTORS) {
        Condition condition = Condition.ofSegments(segments, threads);
        meter.declare(condition, contenders);
        searchers.put(condition, new HashMap<>());
        for (Contender contender : contenders) {
          Path index = indexes.index(contender, segments);
          Searcher searcher =
              threads == 0 ? contender.open(index) : contender.open(index, executor);
          open.add(searcher);
          searchers.get(condition).put(contender, searcher);
        }
      }
      for (Map<Contender, Searcher> ofCondition : searchers.values()) {
        meter.warmUp(ofCondition.values());
      }
      List<Contender> order = new ArrayList<>(contenders);
      for (int round = 0; round < plan.rounds(); round++) {
        for (Map.Entry<Condition, Map<Contender, Searcher>> entry : searchers.entrySet()) {
          for (Contender contender : order) {
            meter.measure(entry.getKey(), contender, entry.getValue().get(contender));
          }
        }
        Collections.rotate(order, 1);
      }
    } finally {
      IOUtils.close(open);
    }
  }
}
