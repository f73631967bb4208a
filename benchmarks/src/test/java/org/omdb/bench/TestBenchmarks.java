// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Contenders;
import picocli.CommandLine;

/** Runs the command as CI does, and checks what it writes. */
@LuceneTestCase.SuppressSysoutChecks(bugUrl = "none: progress is printed from time to time")
@LuceneTestCase.SuppressFileSystems("*") // JVector maps files, which mocks do not support
public class TestBenchmarks extends LuceneTestCase {

  /** The keys of each result, which the report reads. */
  private static final List<String> KEYS =
      List.of(
          "set",
          "contender",
          "k",
          "fanout",
          "recall",
          "latency_ms",
          "latency_p50_ms",
          "latency_p99_ms",
          "qps",
          "qps_2_threads",
          "index_s",
          "flush_s",
          "merge_s",
          "force_merge_s",
          "index_bytes",
          "vector_bytes",
          "graph_bytes",
          "code_bytes",
          "id_bytes",
          "other_bytes",
          "heap_bytes",
          "off_heap_bytes",
          "hits_to_ids_us",
          "hits_to_ids_100_us",
          "open_ms",
          "cold_first_query_ms",
          "cold_note");

  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int run(String... args) {
    CommandLine command = Benchmarks.commandLine();
    command.setOut(new PrintWriter(printed));
    command.setErr(new PrintWriter(errors));
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--cache=" + createTempDir());
    return command.execute(all.toArray(String[]::new));
  }

  private static JsonNode results(Path out) throws IOException {
    return new ObjectMapper().readTree(out.resolve("results.json").toFile());
  }

  /** A smoke test of all contenders, from sets to results. */
  public void testQuickRunOfAllContenders() throws IOException {
    Path out = createTempDir();
    int status = run("--quick", "--out", out.toString());
    assertEquals(printed + "\n" + errors, 0, status);
    JsonNode results = results(out);
    for (String key :
        List.of(
            "cpu", "cores", "simd_bits", "jvm", "jvm_flags", "lucene_version", "commit", "date")) {
      assertTrue(key, results.at("/environment").has(key));
    }
    Set<String> contenders = new HashSet<>();
    for (JsonNode result : results.at("/results")) {
      for (String key : KEYS) {
        assertTrue(key + " in " + result, result.has(key));
      }
      contenders.add(result.get("contender").asText());
      assertEquals(
          result.get("index_bytes").asLong(),
          Stream.of("vector", "graph", "code", "id", "other")
              .mapToLong(kind -> result.get(kind + "_bytes").asLong())
              .sum());
      double mean = result.get("latency_ms").asDouble();
      assertTrue(mean >= result.get("latency_ms_min").asDouble());
      assertTrue(mean <= result.get("latency_ms_max").asDouble());
      assertTrue(
          result.get("latency_p99_ms").asDouble() >= result.get("latency_p50_ms").asDouble());
      assertTrue(result.get("hits_to_ids_us").asDouble() > 0);
      assertEquals(
          result.get("cold_first_query_ms").isNull(), result.get("cold_note").isNull() == false);
    }
    assertEquals(Set.copyOf(Contenders.all().stream().map(Contender::name).toList()), contenders);
    assertEquals(0, results.at("/growth").size());
    assertTrue(Files.size(out.resolve("report.md")) > 1_000);
    try (Stream<Path> left = Files.list(out.resolve("indexes"))) {
      assertEquals("indexes are deleted", 0, left.count());
    }
  }

  public void testGrowthMeasuresTheBeginningsOfOneSet() throws IOException {
    Path out = createTempDir();
    int status =
        run(
            "--set=synthetic:200x8",
            "--contender=omdb,brute-force",
            "--growth=300,1000",
            "--repeat=1",
            "--out=" + out);
    assertEquals(errors.toString(), 0, status);
    JsonNode growth = results(out).at("/growth");
    Map<String, Set<Integer>> fanouts = new LinkedHashMap<>();
    for (JsonNode setting : growth) {
      String measured = setting.get("rows").asInt() + " " + setting.get("contender").asText();
      boolean isNew =
          fanouts
              .computeIfAbsent(measured, key -> new HashSet<>())
              .add(setting.get("fanout").asInt());
      assertTrue(setting.toString(), isNew);
      assertTrue(setting.get("recall").asDouble() > 0.9);
      assertEquals(
          4.0 * setting.get("rows").asInt() * 128, setting.get("vector_bytes").asDouble(), 0);
    }
    assertEquals(
        List.of("300 omdb", "300 brute-force", "1000 omdb", "1000 brute-force"),
        List.copyOf(fanouts.keySet()));
    assertTrue(fanouts.toString(), fanouts.get("1000 omdb").size() > 1); // recall over time
  }

  /** Every scenario on a small set. */
  @Nightly // the scenarios that start JVMs take minutes on a busy machine
  public void testAllScenarios() throws IOException {
    JsonNode results = checkScenarios("all");
    assertEquals(3, results.at("/start").size());
    assertEquals(3 * (3 * 2 + 2 * 2), results.at("/throughput").size());
    checkStores(results.at("/stores"));
    assertTrue(printed.toString().contains("## Stores of documents: synthetic:1500x16"));
  }

  /** The others have tests of their own. */
  public void testScenariosOfOneJvm() throws IOException {
    checkScenarios(
        "one-segment,segments,filters,deletions,ingest,build,build-one-thread,build-two-writers,"
            + "generations");
  }

  /** Recall counts only rows that a search may return. */
  private JsonNode checkScenarios(String names) throws IOException {
    Path out = createTempDir();
    int status =
        run(
            "--quick",
            "--set=synthetic:1500x16",
            "--contender=omdb,lucene,omdb:beamWidth=60:mergeWorkers=2,brute-force",
            "--scenario=" + names,
            "--out=" + out);
    assertEquals(printed + "\n" + errors, 0, status);
    JsonNode results = results(out);
    Set<String> scenarios = new HashSet<>();
    for (JsonNode result : results.at("/results")) {
      String scenario = result.get("scenario").asText();
      scenarios.add(scenario);
      assertTrue(result.toString(), result.get("recall").asDouble() > 0.7);
      assertEquals(1, result.get("latency_ms_turns").size());
      assertTrue(result.get("latency_2_threads_ms").asDouble() > 0);
      if (result.get("contender").asText().equals("brute-force")) {
        assertTrue(scenario, Set.of("one-segment", "build-one-thread").contains(scenario));
      } else {
        assertEquals(4 * 1500 * 16, result.at("/off_heap_parts/vec").asInt());
        assertEquals(
            scenario.equals("ingest") == false && scenario.equals("segments") == false,
            result.get("force_merge_s").isNull() == false);
      }
    }
    assertEquals(
        Set.of(
            "one-segment",
            "segments",
            "filter-1%",
            "filter-10%",
            "filter-50%",
            "filter-90%",
            "deletions",
            "ingest",
            "build",
            "build-one-thread",
            "build-two-writers"),
        scenarios);
    Set<String> generations = new HashSet<>();
    for (JsonNode point : results.at("/generations")) {
      generations.add(point.get("contender").asText() + " " + point.get("generation"));
      assertEquals(750, point.get("live_rows").asInt());
      assertTrue(point.toString(), point.get("recall").asDouble() > 0.7);
    }
    assertEquals(3 * 3, generations.size());
    assertTrue(printed.toString().contains("## Compared with `lucene`: synthetic:1500x16"));
    return results;
  }

  private static void checkStores(JsonNode stores) {
    List<String> names = new ArrayList<>();
    for (JsonNode store : stores) {
      names.add(store.get("contender").asText());
      assertTrue(store.toString(), store.get("recall").asDouble() > 0.7);
      assertTrue(store.toString(), store.get("filtered_recall").asDouble() > 0.7);
      for (String figure :
          List.of("add_s", "search_ms", "filtered_ms", "durable_add_ms", "restart_ms")) {
        assertTrue(figure + " in " + store, store.get(figure).asDouble() > 0);
      }
      assertTrue(store.toString(), store.get("disk_bytes").asLong() > 4 * 1500 * 16);
      assertEquals(1, store.get("kills").asInt());
      assertTrue(store.toString(), store.get("acknowledged").asInt() >= 1500 + 10);
      if (store.get("contender").asText().endsWith("omdb")) {
        assertEquals(store.toString(), store.get("acknowledged"), store.get("left"));
        assertEquals(0, store.get("unreadable").asInt());
      }
    }
    assertEquals(
        List.of("langchain4j-in-memory", "langchain4j-omdb", "spring-ai-simple", "spring-ai-omdb"),
        names);
  }

  /** Each start is a new JVM with the given options. */
  public void testStart() throws IOException {
    Path out = createTempDir();
    int status =
        run(
            "--quick",
            "--set=synthetic:1200x16",
            "--scenario=start",
            "--repeat=2",
            "--fanout=40",
            "--child-options=-Xmx512m -Xms256m -showversion",
            "--out=" + out);
    assertEquals(printed + "\n" + errors, 0, status);
    JsonNode start = results(out).at("/start");
    assertEquals(2, start.size());
    for (JsonNode contender : start) {
      assertEquals(40, contender.get("fanout").asInt());
      assertEquals("-Xms256m", contender.at("/child_options/1").asText());
      assertTrue(contender.toString(), contender.get("recall").asDouble() > 0.9);
      assertEquals(2, contender.get("open_ms_turns").size());
      int next = 1;
      for (JsonNode span : contender.get("curve")) {
        assertEquals("spans follow one another", next, span.get("first").asInt());
        assertTrue(span.get("mean_ms").asDouble() > 0);
        assertEquals(2, span.get("mean_ms_turns").size());
        next = span.get("last").asInt() + 1;
      }
      assertEquals("all searches of a quick run", 301, next);
    }
    assertEquals("omdb", start.at("/0/contender").asText());
    assertEquals("lucene", start.at("/1/contender").asText());
    Path logs = out.resolve("start").resolve("synthetic-1200x16-1200-start");
    assertTrue(Files.readString(logs.resolve("lucene-2.log")).contains("Runtime Environment"));
    String report = Files.readString(out.resolve("report.md"));
    assertTrue(report.contains("## After a restart: synthetic:1200x16"));
    assertTrue(Files.size(out.resolve("charts").resolve("start-synthetic-1200x16.svg")) > 1_000);
  }

  /** Where memory can't be limited, the scenario is skipped with one line. */
  @Nightly // starts JVMs or threads for half a minute
  public void testMemory() throws IOException {
    Path out = createTempDir();
    Path indexes = createTempDir();
    String[] arguments = {
      "--quick",
      "--set=synthetic:5000x64",
      "--contender=omdb,lucene,jvector,brute-force",
      "--scenario=memory",
      "--memory=1,0.5",
      "--read-advice=context",
      "--keep-indexes=" + indexes,
      "--out=" + out
    };
    assertEquals(printed + "\n" + errors, 0, run(arguments));
    if (errors.toString().contains("without scenario memory")) {
      assertEquals(errors.toString(), 1, errors.toString().lines().count());
      assertEquals(0, results(out).at("/memory").size());
      assumeTrue(errors.toString(), false);
    }
    assertTrue(errors.toString(), errors.toString().contains("brute-force: its index is on the"));
    JsonNode memory = results(out).at("/memory");
    assertEquals(6, memory.size());
    assertEquals("by rising share", 0.5, memory.at("/0/share").asDouble(), 0);
    for (JsonNode entry : memory) {
      assertEquals("context", entry.get("read_advice").asText());
      JsonNode setting = entry.at("/settings/0");
      assertTrue(entry.toString(), setting.get("recall").asDouble() > 0.9);
      assertTrue(entry.toString(), setting.at("/cold/searches").asInt() > 0);
      boolean isWhole = entry.get("share").asDouble() == 1; // may be read while it is opened
      assertTrue(entry.toString(), isWhole || setting.at("/cold/read_bytes").asDouble() > 0);
      assertTrue(entry.toString(), setting.at("/steady/p99_ms").asDouble() > 0);
      assertTrue(
          entry.toString(),
          setting.at("/steady/page_cache_bytes").asLong()
              < entry.get("share").asDouble() * entry.get("index_bytes").asLong() + (2 << 20));
    }
    assertTrue(printed.toString(), printed.toString().contains("## In little memory: synthetic"));
    assertTrue(Files.size(out.resolve("charts").resolve("memory-synthetic-5000x64.svg")) > 1_000);
    Path kept = indexes.resolve("synthetic-5000x64-5000-omdb");
    Object built = Files.getLastModifiedTime(kept);
    arguments[2] = "--contender=omdb";
    arguments[4] = "--memory=1";
    assertEquals(printed + "\n" + errors, 0, run(arguments));
    assertEquals("taken as it was", built, Files.getLastModifiedTime(kept));
  }

  @Nightly // starts JVMs or threads for half a minute
  public void testThroughput() throws IOException {
    Path out = createTempDir();
    int status =
        run(
            "--quick",
            "--set=synthetic:1500x16",
            "--scenario=throughput",
            "--threads=3,1",
            "--segments=7,1000,1",
            "--repeat=2",
            "--fanout=40",
            "--out=" + out);
    assertEquals(printed + "\n" + errors, 0, status);
    JsonNode throughput = results(out).at("/throughput");
    Set<String> conditions = new HashSet<>();
    for (JsonNode entry : throughput) {
      assertEquals(40, entry.get("fanout").asInt());
      assertTrue(entry.toString(), entry.get("recall").asDouble() > 0.9);
      assertEquals(2, entry.get("qps_turns").size());
      assertTrue(entry.toString(), entry.get("qps_min").asDouble() > 0);
      assertTrue(
          entry.toString(),
          entry.get("latency_p99_ms").asDouble() >= entry.get("latency_p50_ms").asDouble());
      assertEquals(entry.get("merging").asBoolean(), entry.has("merged_vectors"));
      conditions.add(
          Stream.of("contender", "part", "segments", "threads", "merging")
                  .map(key -> entry.get(key).asText())
                  .toList()
              + (entry.get("executor_threads").asInt() > 0 ? " executor" : ""));
    }
    assertEquals(2 * (2 * 2 + 2 * 2), throughput.size());
    assertEquals(throughput.size(), conditions.size());
    assertTrue(conditions.toString(), conditions.contains("[omdb, threads, 1, 3, true]"));
    assertTrue(
        "1000 segments of 1500 rows can't be merged from two each: " + conditions,
        conditions.contains("[lucene, executor, 7, 1, false] executor"));
    assertTrue(printed.toString(), printed.toString().contains("## Throughput: synthetic"));
    Path charts = out.resolve("charts");
    assertTrue(Files.size(charts.resolve("throughput-threads-synthetic-1500x16.svg")) > 1_000);
    assertTrue(Files.size(charts.resolve("throughput-executor-synthetic-1500x16.svg")) > 1_000);
    try (Stream<Path> left = Files.list(out.resolve("indexes"))) {
      assertEquals("indexes are deleted", 0, left.count());
    }
  }

  public void testAJavaThatFailsAfterItsStartEndsTheRun() throws IOException {
    Path out = createTempDir();
    String[] arguments = {
      "--set=synthetic:300x4",
      "--scenario=start",
      "--child-options=-XX:NoSuchOption",
      "--out=" + out
    };
    assertEquals(1, run(arguments));
    assertTrue(errors.toString(), errors.toString().contains("exited with status 1"));
    Path log = out.resolve("start").resolve("synthetic-300x4-300-start").resolve("omdb-1.log");
    assertTrue(Files.readString(log).contains("NoSuchOption"));
  }

  /** More dimensions than Lucene supports, but not more than omdb and brute force support. */
  public void testAContenderThatCannotHoldASetIsSkippedAlone() throws IOException {
    Path out = createTempDir();
    String[] arguments = {
      "--quick",
      "--set=synthetic:100x1100,synthetic:100x4",
      "--contender=omdb,lucene,brute-force",
      "--scenario=one-segment,ingest,generations",
      "--out=" + out
    };
    assertEquals(printed + "\n" + errors, 0, run(arguments));
    Set<String> took = new HashSet<>();
    for (JsonNode result : results(out).at("/results")) {
      took.add(result.get("dimension") + " " + result.get("contender").asText());
    }
    assertEquals(
        Set.of("1100 omdb", "1100 brute-force", "4 omdb", "4 lucene", "4 brute-force"), took);
    assertEquals(1, results(out).at("/skipped").size());
    assertEquals("lucene", results(out).at("/skipped/0/contender").asText());
    String why = "supports at most 1,024 dimensions, the set has 1,100";
    assertEquals(
        "once, not for each scenario",
        "benchmarks: lucene skips synthetic:100x1100: it " + why,
        errors.toString().strip());
    String report = Files.readString(out.resolve("report.md"));
    assertTrue(report.contains("| synthetic:100x1100 | lucene | " + why + " |"));
  }

  public void testAFolderOfOnesOwn() throws IOException {
    Path data = createTempDir();
    Path folder = Files.createDirectory(data.resolve("two words"));
    byte[] rows = new byte[20 * 3 * 4];
    ByteBuffer floats = ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < 20; row++) {
      floats.putInt(2).putFloat(1).putFloat(row);
    }
    Files.write(folder.resolve("rows.fvecs"), rows);
    Path out = createTempDir();
    String[] arguments = {
      "--data=" + data,
      "--set=two words",
      "--similarity=cosine",
      "--contender=brute-force",
      "--repeat=1",
      "--out=" + out
    };
    assertEquals(printed + "\n" + errors, 0, run(arguments));
    JsonNode result = results(out).at("/results/0");
    assertEquals("COSINE", result.get("similarity").asText());
    assertEquals(18, result.get("rows").asInt());
    assertEquals(1, result.get("recall").asDouble(), 0);
    Files.write(folder.resolve("more.fvecs"), rows);
    assertEquals(2, run(arguments));
    assertTrue(errors.toString(), errors.toString().contains("has more.fvecs, rows.fvecs"));
    arguments[2] = "--similarity=manhattan";
    assertEquals(2, run(arguments));
    assertTrue(errors.toString(), errors.toString().contains("\"manhattan\""));
  }

  public void testFirstRowsOfASet() throws IOException {
    Path out = createTempDir();
    int status =
        run(
            "--set=synthetic:900x8",
            "--rows=300",
            "--contender=brute-force",
            "--repeat=1",
            "--out=" + out);
    assertEquals(errors.toString(), 0, status);
    assertEquals(300, results(out).at("/results/0/rows").asInt());
  }

  /** A set with fewer vectors than the k of a search. */
  public void testTinySet() throws IOException {
    Path out = createTempDir();
    assertEquals(errors.toString(), 0, run("--set=synthetic:20x4", "--repeat=1", "--out=" + out));
    for (JsonNode result : results(out).at("/results")) {
      assertEquals(10, result.get("k").asInt());
      assertTrue(result.get("hits_to_ids_100_us").isNull());
    }
  }

  public void testUnknownNamesListWhatThereIs() {
    String out = createTempDir().toString();
    assertEquals(2, run("--contender=omdb,faiss", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("\"faiss\""));
    assertTrue(errors.toString(), errors.toString().contains("hnswlib-java"));
    assertEquals(2, run("--set=mnist", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("\"mnist\""));
    assertTrue(errors.toString(), errors.toString().contains("jdk-classes"));
    assertEquals(2, run("--growth=100,many", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("\"many\""));
    assertEquals(2, run("--scenario=segment", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("\"segment\""));
    assertTrue(errors.toString(), errors.toString().contains("generations"));
    assertEquals(2, run("--contender=omdb:links=3", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("\"links=3\""));
    assertEquals(2, run("--rows=0", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("--rows"));
    assertEquals(2, run("--scenario=start", "--fanout=9", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("--fanout"));
    assertEquals(2, run("--memory=0.5,0", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("--memory"));
    assertEquals(2, run("--memory=much", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("much"));
    assertEquals(2, run("--read-advice=random", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("\"random\""));
    assertEquals(2, run("--directory=ram", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("\"ram\""));
    assertEquals(2, run("--pass-seconds=0", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("--pass-seconds"));
    assertEquals(2, run("--threads=2,0", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("--threads"));
    assertEquals(2, run("--segments=-1", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("--segments"));
    assertEquals(2, run("--segments=many", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("many"));
    assertEquals(2, run("--repeat=0", "--out=" + out));
    assertTrue(errors.toString(), errors.toString().contains("--repeat"));
  }
}
