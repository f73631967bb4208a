// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * One object of the {@code start} of {@code results.json}: what Javas measured that opened a
 * contender's index for the first time. Figures are medians of the rounds, and {@code turns} those
 * of all rounds.
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

  /** Searches from one to another, both included, numbered from 1. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Span(int first, int last, double meanMs, double medianMs, List<Double> meanMsTurns) {}
}
