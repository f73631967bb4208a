// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * An entry of {@code generations} in {@code results.json}: a contender's index after a number of
 * generations, at one setting.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Generation(
    String set,
    String setOrigin,
    int liveRows,
    String contender,
    int generation,
    int k,
    int fanout,
    double recall,
    double latencyMs,
    double mergesS) {}
