// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An entry of {@code memory} in {@code results.json}: a contender of whose index only a share fits
 * into memory.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Memory(
    String set,
    String setOrigin,
    int rows,
    int dimension,
    String contender,
    String contenderDescription,
    double share,
    double indexBytes,
    double ownBytes,
    int heapMb,
    String cgroup,
    String directory,
    String readAdvice,
    int k,
    int queries,
    int ownQueries,
    int passes,
    double passS,
    List<Setting> settings) {

  /** The figures at one fanout. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Setting(int fanout, int threads, double recall, double openMs, Pass cold, Pass steady) {}

  /** The figures of consecutive searches; faults and bytes are those of one search. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Pass(
      int searches,
      double perSecond,
      double meanMs,
      double p50Ms,
      double p95Ms,
      double p99Ms,
      double majorFaults,
      double readBytes,
      double pageCacheBytes) {}

  /** The latency at a recall, from the settings of all fanouts with the fewest threads. */
  RecallCurve.AtRecall at(double recall, Function<Setting, Double> latency) {
    return new RecallCurve(
            withThreads(threads().first()).stream()
                .map(setting -> new RecallCurve.Point(setting.recall(), latency.apply(setting)))
                .toList())
        .at(recall);
  }

  /** The setting whose recall is nearest, with the fewest threads. */
  Setting nearest(double recall) {
    return nearest(recall, threads().first());
  }

  /** The setting whose recall is nearest. */
  Setting nearest(double recall, int threads) {
    return withThreads(threads).stream()
        .min(Comparator.comparingDouble(setting -> Math.abs(setting.recall() - recall)))
        .orElseThrow();
  }

  /** The numbers of threads that searched at the same time. */
  SortedSet<Integer> threads() {
    return new TreeSet<>(settings.stream().map(Setting::threads).toList());
  }

  private List<Setting> withThreads(int threads) {
    return settings.stream().filter(setting -> setting.threads() == threads).toList();
  }
}
