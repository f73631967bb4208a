// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.PassTimes;
import org.omdb.bench.harness.Results;

/** Writes the entries of {@code memory} in {@code results.json}. */
final class MemoryJson {

  private final VectorSet set;
  private final int ownQueries;
  private final MemoryPlan plan;
  private final CgroupVersion version;

  /**
   * @param set with all queries
   * @param ownQueries how many of the queries are the set's own; more than all if some are unused
   */
  MemoryJson(VectorSet set, int ownQueries, MemoryPlan plan, CgroupVersion version) {
    this.set = set;
    this.ownQueries = ownQueries;
    this.plan = plan;
    this.version = version;
  }

  void add(MemoryFigures figures, Results results) {
    ObjectNode node = results.addMemory(set, figures.contender());
    node.put("share", figures.share());
    node.put("index_bytes", figures.indexBytes());
    node.put("own_bytes", figures.ownBytes());
    node.put("heap_mb", MemoryProcess.heapMegabytes(figures.contender()));
    node.put("cgroup", version.name().toLowerCase(Locale.ROOT));
    node.put("directory", plan.access().kind().label());
    node.put("read_advice", plan.access().advice().label());
    node.put("k", MemoryPlan.K);
    node.put("queries", plan.queries());
    node.put("own_queries", Math.min(plan.queries(), ownQueries));
    node.put("passes", plan.passes());
    node.put("pass_s", plan.passSeconds());
    ArrayNode settings = node.putArray("settings");
    figures.settings().forEach(setting -> add(setting, settings.addObject()));
  }

  private static void add(MemoryFigures.Setting setting, ObjectNode node) {
    node.put("fanout", setting.fanout());
    node.put("threads", setting.threads());
    Results.put(node, "recall", setting.recall());
    Results.put(node, "open_ms", setting.openMillis());
    add(setting.cold(), node.putObject("cold"));
    add(setting.steady(), node.putObject("steady"));
  }

  private static void add(MemoryFigures.Limited limited, ObjectNode node) {
    Pass pass = limited.pass();
    PassTimes times = pass.times();
    node.put("searches", times.searches());
    Results.put(node, "per_second", times.perSecond());
    Results.put(node, "mean_ms", times.meanMillis());
    Results.put(node, "p50_ms", times.p50Millis());
    Results.put(node, "p95_ms", times.p95Millis());
    Results.put(node, "p99_ms", times.p99Millis());
    Results.put(node, "major_faults", (double) pass.majorFaults() / times.searches());
    Results.put(node, "read_bytes", (double) pass.readBytes() / times.searches());
    node.put("page_cache_bytes", limited.pageCache());
    node.put("group_page_cache_bytes", limited.groupPageCache());
  }
}
