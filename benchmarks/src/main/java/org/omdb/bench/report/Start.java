// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * An entry of {@code start} in {@code results.json}: the figures of JVMs that opened a contender's
 * index for the first time. A figure is the median of all rounds, and {@code turns} has the values
 * of each round.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Start(
    String set,
    String setOrigin,
    int rows,
    int dimension,
    String contender,
    String contenderDescription,
    int k,
    int fanout,
    int rounds,
    List<String> childOptions,
    double recall,
    double openMs,
    List<Double> openMsTurns,
    List<Span> spans,
    List<Span> curve) {

  /** The searches from {@code first} to {@code last}, inclusive, numbered from 1. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Span(int first, int last, double meanMs, double medianMs, List<Double> meanMsTurns) {}
}
