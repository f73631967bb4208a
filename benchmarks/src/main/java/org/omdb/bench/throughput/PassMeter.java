// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.contender.Searcher;
import org.omdb.bench.harness.RecallMeter;
import org.omdb.bench.harness.SearchThreads;
import org.omdb.lucene.search.WarmUp;

/**
 * Measures contenders under conditions. Each measurement follows a pass over all queries with the
 * same number of threads, of which the recall is taken.
 */
final class PassMeter implements Closeable {

  private final ThroughputPlan plan;
  private final float[][] queries;
  private final RecallMeter recalls;
  private final Runnable onMeasured;
  private final Map<Integer, SearchThreads> threads = new HashMap<>();
  private final Map<Condition, Map<Contender, Measured>> measured = new LinkedHashMap<>();

  /**
   * @param onMeasured called after each measurement
   */
  PassMeter(ThroughputPlan plan, float[][] queries, RecallMeter recalls, Runnable onMeasured) {
    this.plan = plan;
    this.queries = queries;
    this.recalls = recalls;
    this.onMeasured = onMeasured;
  }

  /** Adds a condition, which fixes the order of the results. */
  void declare(Condition condition, Collection<Contender> contenders) {
    Map<Contender, Measured> ofCondition = new LinkedHashMap<>();
    contenders.forEach(contender -> ofCondition.put(contender, new Measured(contender, condition)));
    measured.put(condition, ofCondition);
  }

  /** The figures of all declared conditions, in their order. */
  List<Measured> results() {
    List<Measured> results = new ArrayList<>();
    measured.values().forEach(ofCondition -> results.addAll(ofCondition.values()));
    return results;
  }

  Measured result(Condition condition, Contender contender) {
    return measured.get(condition).get(contender);
  }

  /** Searches until the code of searches is compiled, also that of omdb which compares codes. */
  void warmUp(Collection<Searcher> searchers) throws IOException {
    try {
      searchOften(searchers);
      WarmUp.await(); // from now on omdb compares codes
      searchOften(searchers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void searchOften(Collection<Searcher> searchers) throws IOException {
    int passes = Math.ceilDiv(plan.warmUpSearches(), queries.length);
    for (Searcher searcher : searchers) {
      for (int pass = 0; pass < passes; pass++) {
        threads(1).searchAll(searcher, plan.setting());
      }
    }
  }

  void measure(Condition condition, Contender contender, Searcher searcher) throws IOException {
    SearchThreads searching = threads(condition.threads());
    List<String[]> ids = new ArrayList<>(queries.length);
    for (Hits hits : searching.searchAll(searcher, plan.setting())) {
      ids.add(hits.ids());
    }
    Measured result = result(condition, contender);
    result.recall = recalls.meanOfIds(ids, plan.setting().k());
    result.rounds.add(searching.measure(searcher, plan.setting(), 0, this::isOver));
    onMeasured.run();
  }

  /** After the time of the plan, but not before each query had its turn. */
  private boolean isOver(int begun, long nanos) {
    return begun >= queries.length && nanos >= plan.seconds() * 1e9;
  }

  private SearchThreads threads(int count) {
    return threads.computeIfAbsent(count, n -> new SearchThreads(n, queries));
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(threads.values());
  }
}
