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

/**
 * {@code results.json}.
 *
 * @param environment by key, in the order of the file
 * @param results a measurement per set, contender and setting
 * @param growth the same on sets of one kind and several sizes; may be missing
 * @param generations indexes whose documents come and go; may be missing
 * @param skipped contenders that can't hold a set; may be missing
 * @param start Javas that open an index for the first time; may be missing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ReportData(
    Map<String, Object> environment,
    List<Measurement> results,
    List<Measurement> growth,
    List<Generation> generations,
    List<Skipped> skipped,
    List<Start> start) {

  ReportData {
    environment = environment == null ? Map.of() : environment;
    results = results == null ? List.of() : List.copyOf(results);
    growth = growth == null ? List.of() : List.copyOf(growth);
    generations = generations == null ? List.of() : List.copyOf(generations);
    skipped = skipped == null ? List.of() : List.copyOf(skipped);
    start = start == null ? List.of() : List.copyOf(start);
  }

  static ReportData read(Path file) throws IOException {
    return new ObjectMapper().readValue(file.toFile(), ReportData.class);
  }

  /** Those of one segment, which have a section of their own with all figures. */
  Map<String, List<Measurement>> ofOneSegmentBySet() {
    return group(
        results.stream().filter(m -> m.scenario().equals(Measurement.ONE_SEGMENT)).toList(),
        Measurement::set);
  }

  Map<String, List<Measurement>> resultsBySet() {
    return group(results, Measurement::set);
  }

  /** In the order in which they first come. */
  static <T, K> Map<K, List<T>> group(List<T> measurements, Function<T, K> key) {
    Map<K, List<T>> groups = new LinkedHashMap<>();
    for (T measurement : measurements) {
      groups.computeIfAbsent(key.apply(measurement), k -> new ArrayList<>()).add(measurement);
    }
    return groups;
  }
}
