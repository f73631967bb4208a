// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.Results;

/** What was measured of one store. */
final class StoreFigures {

  private final Map<String, List<Double>> turns = new LinkedHashMap<>();
  private int kills;
  private int acknowledged;
  private int left;
  private int unreadable;

  /** Adds a figure of a turn. */
  void add(String key, double value) {
    turns.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }

  /** Adds the figures that a JVM measured. */
  void add(JsonNode measured) {
    measured.properties().forEach(figure -> add(figure.getKey(), figure.getValue().asDouble()));
  }

  /**
   * Adds what came of a kill.
   *
   * @param durable documents that were said to be durable
   * @param there how many of them are there; empty if the store can't be opened
   */
  void addKill(int durable, OptionalInt there) {
    kills++;
    acknowledged += durable;
    left += there.orElse(0);
    unreadable += there.isEmpty() ? 1 : 0;
  }

  void write(VectorSet set, StoreContender contender, StorePlan plan, Results results) {
    ObjectNode node = results.addStore(set, contender.label(), contender.description());
    node.put("k", StorePlan.K);
    node.put("batch", StorePlan.BATCH);
    node.put("small_batch", StorePlan.SMALL_BATCH);
    node.put("rounds", plan.rounds());
    node.put("heap_mb", plan.heapMegabytes());
    turns.forEach((key, values) -> Results.putTurns(node, key, values));
    node.put("kills", kills);
    node.put("acknowledged", acknowledged);
    node.put("left", left);
    node.put("unreadable", unreadable);
  }
}
