// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Sizes;
import org.omdb.bench.data.VectorSet;

/**
 * The file {@code results.json}, with one object per set, scenario, contender and setting. A figure
 * that was measured several times is the median, and has {@code _min} and {@code _max} beside it. A
 * figure that a contender does not have is null.
 */
public final class Results {

  /** The file's name. */
  public static final String FILE = "results.json";

  private static final MathContext DIGITS = new MathContext(6);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final ArrayNode results;
  private final ArrayNode growth;
  private final ArrayNode generations;
  private final ArrayNode start;
  private final ArrayNode memory;
  private final ArrayNode throughput;
  private final ArrayNode stores;
  private final ArrayNode skipped;

  /**
   * Makes a file without results.
   *
   * @param environment as {@link Environment#describe} returns it
   */
  public Results(ObjectNode environment) {
    root.set("environment", environment);
    results = root.putArray("results");
    growth = root.putArray("growth");
    generations = root.putArray("generations");
    start = root.putArray("start");
    memory = root.putArray("memory");
    throughput = root.putArray("throughput");
    stores = root.putArray("stores");
    skipped = root.putArray("skipped");
  }

  /** Adds the figures of all settings of all contenders on a set. */
  void add(VectorSet set, SetRun.Measured measured) {
    append(set, measured, results);
  }

  /** Adds the figures of a set of one size. */
  void addGrowth(VectorSet set, SetRun.Measured measured) {
    append(set, measured, growth);
  }

  /** Adds the recall of an index by generation. */
  void addGenerations(VectorSet set, List<GenerationsRun.Point> points) {
    for (GenerationsRun.Point point : points) {
      ObjectNode node = generations.addObject();
      putSet(node, set);
      node.put("live_rows", point.rows());
      putContender(node, point.contender());
      node.put("generation", point.generation());
      node.put("k", point.setting().k());
      node.put("fanout", point.setting().fanout());
      put(node, "recall", point.recall());
      put(node, "latency_ms", point.latencyMs());
      put(node, "merges_s", point.mergeSeconds());
    }
  }

  /** Adds the times of JVMs after their start. */
  void addStart(VectorSet set, StartPlan plan, List<StartRun.Started> contenders) {
    for (StartRun.Started started : contenders) {
      ObjectNode node = start.addObject();
      putSet(node, set);
      putContender(node, started.contender());
      node.put("k", plan.setting().k());
      node.put("fanout", plan.setting().fanout());
      node.put("rounds", plan.rounds());
      ArrayNode options = node.putArray("child_options");
      plan.childOptions().forEach(options::add);
      put(node, "recall", started.recall());
      Samples open = new Samples();
      started.rounds().forEach(times -> open.add(times.openMillis()));
      putSpread(node, "open_ms", open);
      putTurns(node, "open_ms_turns", open);
      putSpans(node.putArray("spans"), StartSpan.table(plan.searches()), started.rounds());
      putSpans(node.putArray("curve"), StartSpan.curve(plan.searches()), started.rounds());
    }
  }

  /**
   * Adds an entry of a contender under a memory limit.
   *
   * @param set that was searched
   * @param contender that was measured
   * @return the entry, to which the figures are to be added
   */
  public ObjectNode addMemory(VectorSet set, Contender contender) {
    return add(set, contender, memory);
  }

  /**
   * Adds an entry of a contender that several threads search.
   *
   * @param set that was searched
   * @param contender that was measured
   * @return the entry, to which the figures are to be added
   */
  public ObjectNode addThroughput(VectorSet set, Contender contender) {
    return add(set, contender, throughput);
  }

  /**
   * Adds an entry of a store of documents.
   *
   * @param set that was stored
   * @param name of the store
   * @param description one line for a report
   * @return the entry, to which the figures are to be added
   */
  public ObjectNode addStore(VectorSet set, String name, String description) {
    ObjectNode node = stores.addObject();
    putSet(node, set);
    node.put("contender", name);
    node.put("contender_description", description);
    return node;
  }

  private static ObjectNode add(VectorSet set, Contender contender, ArrayNode to) {
    ObjectNode node = to.addObject();
    putSet(node, set);
    putContender(node, contender);
    return node;
  }

  /** Adds a contender that can't index a set. */
  void addSkipped(VectorSet set, Contender contender, String reason) {
    ObjectNode node = skipped.addObject();
    putSet(node, set);
    putContender(node, contender);
    node.put("reason", reason);
  }

  private static void putSpans(ArrayNode to, List<StartSpan> spans, List<StartTimes> rounds) {
    for (StartSpan span : spans) {
      Samples means = new Samples();
      Samples medians = new Samples();
      for (StartTimes times : rounds) {
        means.add(span.mean(times.searchMillis()));
        medians.add(span.median(times.searchMillis()));
      }
      ObjectNode node = to.addObject();
      node.put("first", span.first());
      node.put("last", span.last());
      putSpread(node, "mean_ms", means);
      putTurns(node, "mean_ms_turns", means);
      putSpread(node, "median_ms", medians);
    }
  }

  private static void append(VectorSet set, SetRun.Measured measured, ArrayNode to) {
    for (View view : measured.views()) {
      for (ContenderRun run : measured.runs()) {
        run.curves(view)
            .forEach(
                (setting, curve) -> {
                  ObjectNode node = to.addObject();
                  putSet(node, set);
                  node.put("scenario", view.name());
                  node.put("scenario_index", measured.scenario().name());
                  node.put("scenario_description", measured.scenario().description());
                  putContender(node, run.contender);
                  node.put("k", setting.k());
                  node.put("fanout", setting.fanout());
                  putSearch(node, curve);
                  putBuild(node, run.build);
                  putMemory(node, run);
                });
      }
    }
  }

  private static void putSet(ObjectNode node, VectorSet set) {
    node.put("set", set.name());
    node.put("set_origin", set.origin().label());
    node.put("set_description", set.description());
    node.put("similarity", set.similarity().name());
    node.put("rows", set.size());
    node.put("dimension", set.dimension());
  }

  private static void putContender(ObjectNode node, Contender contender) {
    node.put("contender", contender.name());
    node.put("contender_description", contender.description());
  }

  private static void putSearch(ObjectNode node, Curve curve) {
    put(node, "recall", curve.recall);
    putSpread(node, "latency_ms", curve.mean);
    putTurns(node, "latency_ms_turns", curve.mean);
    putSpread(node, "latency_p50_ms", curve.p50);
    putSpread(node, "latency_p99_ms", curve.p99);
    putSpread(node, "qps", curve.perSecond);
    putSpread(node, "latency_2_threads_ms", curve.meanOf2);
    putSpread(node, "qps_2_threads", curve.perSecondOf2);
  }

  private static void putBuild(ObjectNode node, BuildTimes build) {
    putSpread(node, "build_s", build.build);
    putTurns(node, "build_s_turns", build.build);
    putSpread(node, "index_s", build.index);
    putTurns(node, "index_s_turns", build.index);
    putSpread(node, "flush_s", build.flush);
    putSpread(node, "merge_s", build.merge);
    putSpread(node, "force_merge_s", build.forceMerge);
    Sizes sizes = build.sizes;
    node.put("index_bytes", sizes.total());
    node.put("vector_bytes", sizes.vectors());
    node.put("graph_bytes", sizes.graph());
    node.put("code_bytes", sizes.codes());
    node.put("id_bytes", sizes.ids());
    node.put("other_bytes", sizes.other());
  }

  private static void putMemory(ObjectNode node, ContenderRun run) {
    node.put("heap_bytes", (long) run.heap.median());
    node.put("off_heap_bytes", run.offHeap);
    ObjectNode parts = node.putObject("off_heap_parts");
    run.offHeapParts.forEach(parts::put);
    putSpread(node, "hits_to_ids_us", run.idsOf10);
    putSpread(node, "hits_to_ids_100_us", run.idsOf100);
    putSpread(node, "open_ms", run.open);
    if (run.coldNote == null) {
      putSpread(node, "cold_first_query_ms", run.coldFirstQuery);
    } else {
      node.putNull("cold_first_query_ms");
    }
    node.put("cold_note", run.coldNote);
  }

  /**
   * Adds a figure that was measured several times: its median, minimum and maximum, and all values.
   *
   * @param node to add to
   * @param key of the figure
   * @param turns at least one value
   */
  public static void putTurns(ObjectNode node, String key, List<Double> turns) {
    Samples samples = new Samples();
    turns.forEach(samples::add);
    putSpread(node, key, samples);
    putTurns(node, key + "_turns", samples);
  }

  private static void putSpread(ObjectNode node, String key, Samples samples) {
    if (samples.isEmpty()) {
      node.putNull(key);
      return;
    }
    put(node, key, samples.median());
    put(node, key + "_min", samples.min());
    put(node, key + "_max", samples.max());
  }

  private static void putTurns(ObjectNode node, String key, Samples samples) {
    ArrayNode turns = node.putArray(key);
    for (double turn : samples.values()) {
      turns.add(rounded(turn));
    }
  }

  /**
   * Adds a figure, rounded.
   *
   * @param node to add to
   * @param key of the figure
   * @param value of the figure
   */
  public static void put(ObjectNode node, String key, double value) {
    node.put(key, rounded(value));
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /**
   * Writes the results so far.
   *
   * @param folder of the file, which is replaced atomically
   * @return the file
   * @throws IOException if writing fails
   */
  public Path write(Path folder) throws IOException {
    Path unfinished = folder.resolve(FILE + ".tmp");
    JSON.writeValue(unfinished.toFile(), root);
    Path file = folder.resolve(FILE);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return file;
  }
}
