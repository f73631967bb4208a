// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.omdb.bench.report.store.StoreEntry;

/**
 * The contents of {@code results.json}.
 *
 * @param environment by key, in the order of the file
 * @param results a measurement per set, contender and setting
 * @param growth the same for a synthetic set of several sizes; may be missing
 * @param generations recall of indexes by generation; may be missing
 * @param skipped contenders that can't index a set; may be missing
 * @param start figures of JVMs that open an index for the first time; may be missing
 * @param memory figures of searches under a memory limit; may be missing
 * @param throughput figures of searches by several threads; may be missing
 * @param stores figures of stores of documents; may be missing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ReportData(
    Map<String, Object> environment,
    List<Measurement> results,
    List<Measurement> growth,
    List<Generation> generations,
    List<Skipped> skipped,
    List<Start> start,
    List<Memory> memory,
    List<Throughput> throughput,
    List<StoreEntry> stores) {

  ReportData {
    environment = environment == null ? Map.of() : environment;
    results = results == null ? List.of() : List.copyOf(results);
    growth = growth == null ? List.of() : List.copyOf(growth);
    generations = generations == null ? List.of() : List.copyOf(generations);
    skipped = skipped == null ? List.of() : List.copyOf(skipped);
    start = start == null ? List.of() : List.copyOf(start);
    memory = memory == null ? List.of() : List.copyOf(memory);
    throughput = throughput == null ? List.of() : List.copyOf(throughput);
    stores = stores == null ? List.of() : List.copyOf(stores);
  }

  static ReportData read(Path file) throws IOException {
    return new ObjectMapper().readValue(file.toFile(), ReportData.class);
  }

  /** The measurements of the scenario one-segment, of which all figures are reported. */
  Map<String, List<Measurement>> ofOneSegmentBySet() {
    return group(
        results.stream().filter(m -> m.scenario().equals(Measurement.ONE_SEGMENT)).toList(),
        Measurement::set);
  }

  Map<String, List<Measurement>> resultsBySet() {
    return group(results, Measurement::set);
  }

  /** Groups measurements by a key; keys are in the order of their first occurrence. */
  static <T, K> Map<K, List<T>> group(List<T> measurements, Function<T, K> key) {
    Map<K, List<T>> groups = new LinkedHashMap<>();
    for (T measurement : measurements) {
      groups.computeIfAbsent(key.apply(measurement), k -> new ArrayList<>()).add(measurement);
    }
    return groups;
  }
}
