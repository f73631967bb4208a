// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * An entry of {@code throughput} in {@code results.json}: the figures of one contender under one
 * condition. A figure is the median of all rounds, and {@code turns} has the values of each round.
 *
 * @param part of the scenario, {@link #THREADS} or {@link #EXECUTOR}
 * @param executorThreads threads that search segments; 0 without an executor
 * @param mergedVectors null if nothing was merged
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Throughput(
    String set,
    String setOrigin,
    int rows,
    int dimension,
    String contender,
    String contenderDescription,
    String part,
    int k,
    int fanout,
    int queries,
    int rounds,
    double passS,
    int segments,
    int threads,
    boolean merging,
    int executorThreads,
    double recall,
    double qps,
    double qpsMin,
    double qpsMax,
    List<Double> qpsTurns,
    double latencyMs,
    double latencyMsMin,
    double latencyMsMax,
    List<Double> latencyMsTurns,
    double latencyP50Ms,
    double latencyP99Ms,
    List<Double> latencyP99MsTurns,
    Double mergedVectors,
    Double mergedVectorsPerS) {

  /** One segment, searched by several threads. */
  static final String THREADS = "threads";

  /** Several segments, searched by one thread with and without an executor. */
  static final String EXECUTOR = "executor";

  boolean isOf(String part) {
    return this.part.equals(part);
  }
}
