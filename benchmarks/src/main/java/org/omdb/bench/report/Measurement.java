// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * One object of {@code results.json}: a contender at one setting on one set, under the names that
 * the file has. What a contender does not have is null.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Measurement(
    String set,
    String setOrigin,
    String setDescription,
    String similarity,
    Integer rows,
    Integer dimension,
    String contender,
    String contenderDescription,
    int k,
    int fanout,
    double recall,
    double latencyMs,
    Double latencyMsMin,
    Double latencyMsMax,
    Double latencyP50Ms,
    Double latencyP99Ms,
    Double qps,
    @JsonProperty("qps_2_threads") Double qps2Threads,
    Double indexS,
    Double flushS,
    Double mergeS,
    Double forceMergeS,
    Double indexBytes,
    Double vectorBytes,
    Double graphBytes,
    Double codeBytes,
    Double idBytes,
    Double otherBytes,
    Double heapBytes,
    Double offHeapBytes,
    Double hitsToIdsUs,
    Double hitsToIdsUsMin,
    Double hitsToIdsUsMax,
    @JsonProperty("hits_to_ids_100_us") Double hitsToIds100Us,
    Double openMs,
    Double coldFirstQueryMs,
    String coldNote) {}
