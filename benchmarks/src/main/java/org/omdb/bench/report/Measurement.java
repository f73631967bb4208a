// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * One object of {@code results.json}: a contender at one setting on one set, under the names that
 * the file has. A figure that a contender does not have is null.
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
    String scenario,
    String scenarioIndex,
    String scenarioDescription,
    String contender,
    String contenderDescription,
    int k,
    int fanout,
    double recall,
    double latencyMs,
    Double latencyMsMin,
    Double latencyMsMax,
    List<Double> latencyMsTurns,
    Double latencyP50Ms,
    Double latencyP99Ms,
    Double qps,
    @JsonProperty("latency_2_threads_ms") Double latency2ThreadsMs,
    @JsonProperty("qps_2_threads") Double qps2Threads,
    @JsonProperty("build_s_turns") List<Double> buildSTurns,
    Double indexS,
    @JsonProperty("index_s_turns") List<Double> indexSTurns,
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
    Map<String, Double> offHeapParts,
    Double hitsToIdsUs,
    Double hitsToIdsUsMin,
    Double hitsToIdsUsMax,
    @JsonProperty("hits_to_ids_100_us") Double hitsToIds100Us,
    Double openMs,
    Double coldFirstQueryMs,
    String coldNote) {

  /** The scenario of measurements that do not name one. */
  static final String ONE_SEGMENT = "one-segment";

  private static final String VECTORS = "vec";

  Measurement {
    scenario = scenario == null ? ONE_SEGMENT : scenario;
    scenarioIndex = scenarioIndex == null ? scenario : scenarioIndex;
    latencyMsTurns = latencyMsTurns == null ? List.of(latencyMs) : latencyMsTurns;
    buildSTurns = buildSTurns == null ? List.of() : buildSTurns;
    indexSTurns = indexSTurns == null ? List.of() : indexSTurns;
    offHeapParts = offHeapParts == null ? Map.of() : offHeapParts;
  }

  /** Seconds to build the index, with the force merge if there was one. */
  Double buildS() {
    return indexS == null ? null : indexS + (forceMergeS == null ? 0 : forceMergeS);
  }

  Double documentsPerSecond() {
    return indexS == null ? null : rows / indexS;
  }

  /** Mapped bytes other than float32 vectors, relative to these vectors; null if unknown. */
  Double offHeapBeyondVectors() {
    double vectors = offHeapParts.getOrDefault(VECTORS, 0.0);
    double all = offHeapParts.values().stream().mapToDouble(bytes -> bytes).sum();
    return vectors == 0 ? null : (all - vectors) / vectors;
  }

  RecallCurve.Point point() {
    return new RecallCurve.Point(recall, latencyMs);
  }

  /** The point of one turn. */
  RecallCurve.Point point(int turn) {
    return new RecallCurve.Point(recall, latencyMsTurns.get(turn));
  }
}
