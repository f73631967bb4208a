// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import com.carrotsearch.randomizedtesting.annotations.TimeoutSuite;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.util.IOUtils;
import org.junit.Test;
import org.omdb.opensearch.bench.ComparedIndex;
import org.omdb.opensearch.bench.PlainVectorFolder;
import org.omdb.opensearch.cluster.BruteForce;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.vector.VectorParser;

/**
 * Many vectors in six shards on three processes, of which one is killed and comes back while
 * searches go on: in an index of the plugin, and then, in the same cluster, in one with Lucene's
 * own field. No id may be lost. Figures are printed, and not tested. {@code
 * -Dscale.documents=1000000} sets the number of documents.
 */
@TimeoutSuite(millis = 60 * 60 * 1000)
public class ITClusterScale extends ClusterTestCase {

  private static final int NODES = 3;
  private static final int SHARDS = 6;
  private static final int CLIENTS = 2;
  private static final int BULK = 500;
  private static final int QUERIES = 500;

  /** As many of the queries are compared with what is nearest. */
  private static final int COMPARED = 100;

  private static final List<ComparedIndex> COMPARED_INDEXES =
      List.of(ComparedIndex.OMDB, ComparedIndex.LUCENE);
  private static final int WARM_UP = 20_000;
  private static final int K = 10;
  private static final int CANDIDATES = 100;
  private static final int PAGE = 10_000;
  private static final String PREFIX = "user_";

  private final int count = Integer.getInteger("scale.documents", 100_000);
  private final ScaleVectors vectors = new ScaleVectors(random());
  private ClusterScript cluster;
  private ComparedIndex kind;

  @Test
  public void testANodeIsLostAndBack() throws Exception {
    Path module = Path.of(System.getProperty("omdb.basedir")).resolve("opensearch-omdb");
    Path folder = module.resolve("target/cluster-scale");
    if (Files.exists(folder.resolve("nodes"))) {
      IOUtils.rm(folder.resolve("nodes"));
    }
    Files.createDirectories(folder);
    Path baseline = folder.resolve("plain-vector");
    PlainVectorFolder.write(baseline);
    Path installed = folder.resolve("home/plugins").resolve(baseline.getFileName());
    if (Files.exists(installed)) {
      IOUtils.rm(installed);
    }
    List<Set<Integer>> nearest = vectors.nearest(count, count, COMPARED, K);
    ClusterScript script =
        new ClusterScript(
                module.resolve("cluster"), folder, NODES, ClusterScript.freePorts(NODES, random()))
            .with(baseline);
    cluster = script;
    cluster.start();
    try (script) {
      Rest rest = cluster.rest(1);
      for (ComparedIndex compared : COMPARED_INDEXES) {
        kind = compared;
        create(rest);
        index(Math.min(count, WARM_UP)); // so that the first index does not measure cold nodes
        searches(rest, "warm-up", () -> false);
        rest.send("DELETE", kind.index(), null);
      }
      for (ComparedIndex compared : COMPARED_INDEXES) {
        kind = compared;
        create(rest);
        print(
            "%,d documents indexed, with a replica each: %,.0f documents/s",
            count, documentsPerSecond());
        searches(rest, "before", () -> false);
        loseANode();
        searches(rest, "after", () -> false);
        print("%,d bytes in primaries", kind.primaryBytes(rest));
        print("recall@%d: %.4f", K, recall(rest, nearest));
        checkIds(rest);
        rest.send("DELETE", kind.index(), null);
      }
    } finally {
      IOUtils.rm(folder.resolve("nodes"));
    }
  }

  /** How many of the nearest vectors are found. */
  private double recall(Rest rest, List<Set<Integer>> nearest) throws IOException {
    int found = 0;
    for (int i = 0; i < COMPARED; i++) {
      String query = kind.query(vectors.vector(count + i), K, CANDIDATES);
      for (BruteForce.Hit hit : search(rest, kind.index(), query, K)) {
        found += nearest.get(i).contains(number(hit.id())) ? 1 : 0;
      }
    }
    return found / (double) (COMPARED * K);
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(PREFIX.length()));
  }

  private void create(Rest rest) throws Exception {
    rest.put(kind.index(), kind.create(ScaleVectors.DIMENSION, SHARDS, ""));
    rest.awaitGreen(kind.index());
  }

  /** Indexes the vectors before one, and makes them visible. */
  private void index(int end) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int first = client * BULK;
        Rest rest = cluster.rest(1 + client);
        running.add(
            clients.submit(
                () -> {
                  for (int from = first; from < end; from += CLIENTS * BULK) {
                    bulk(rest, from, Math.min(end, from + BULK));
                  }
                  return null;
                }));
      }
      for (Future<?> client : running) {
        client.get();
      }
    } finally {
      clients.shutdownNow();
    }
    cluster.rest(1).post(kind.index() + "/_refresh", null);
  }

  private double documentsPerSecond() throws Exception {
    long start = System.nanoTime();
    index(count);
    return count / ((System.nanoTime() - start) / 1e9);
  }

  private void bulk(Rest rest, int from, int to) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) {
      lines.append("{\"index\":{\"_id\":\"").append(PREFIX).append(i).append("\"}}\n{\"");
      lines
          .append(FIELD)
          .append("\":\"")
          .append(VectorParser.toBase64(vectors.vector(i)))
          .append("\",\"n\":");
      lines.append(i).append("}\n");
    }
    JsonNode done = rest.post(kind.index() + "/_bulk", lines.toString());
    assertFalse(done.toString(), done.get("errors").asBoolean());
  }

  /** Whether to search on, although all queries have been searched for. */
  private interface Goal {
    boolean isOpen() throws IOException;
  }

  /** Searches for all queries, and then as long as the goal says. */
  private void searches(Rest rest, String when, Goal goal) throws Exception {
    List<Double> millis = new ArrayList<>();
    int failed = 0;
    int partial = 0;
    for (int i = 0; i < QUERIES || goal.isOpen(); i++) {
      String query = kind.query(vectors.vector(count + i % QUERIES), K, CANDIDATES);
      long start = System.nanoTime();
      Rest.Answer answer =
          rest.send(
              "POST",
              kind.index() + "/_search",
              "{\"size\":" + K + ",\"_source\":false,\"query\":" + query + "}");
      millis.add((System.nanoTime() - start) / 1e6);
      failed += answer.status() == 200 ? 0 : 1;
      partial += answer.body().at("/_shards/failed").asInt() > 0 ? 1 : 0;
    }
    millis.sort(null);
    int size = millis.size();
    print(
        "%s: %,d searches, median %.1f ms, p99 %.1f ms, %d failed, %d without a shard",
        when, size, millis.get(size / 2), millis.get(size * 99 / 100), failed, partial);
  }

  private void loseANode() throws Exception {
    Rest rest = cluster.rest(1);
    cluster.kill(2);
    long killed = System.nanoTime();
    searches(rest, "a node is lost", () -> false);
    bulk(rest, 0, Math.min(count, BULK)); // which the lost node has to catch up with
    print("bulk with a node lost: %,d ms after the kill", millis(killed));
    ExecutorService starter = Executors.newSingleThreadExecutor();
    try {
      long started = System.nanoTime();
      Future<?> start =
          starter.submit(
              () -> {
                cluster.start();
                return null;
              });
      searches(rest, "it comes back", () -> start.isDone() == false || isGreen(rest) == false);
      start.get();
      print("green %,d ms after its start began", millis(started));
    } finally {
      starter.shutdownNow();
    }
  }

  private boolean isGreen(Rest rest) throws IOException {
    return rest.get("_cluster/health/" + kind.index()).get("status").asText().equals("green");
  }

  private static long millis(long since) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
  }

  /** Both copies of all shards have each id once. */
  private void checkIds(Rest rest) throws IOException {
    for (String preference : List.of("_primary", "_replica")) {
      BitSet found = new BitSet(count);
      String query = "{\"size\":" + PAGE + ",\"_source\":false,\"sort\":[\"_doc\"]}";
      JsonNode page =
          rest.post(kind.index() + "/_search?scroll=2m&preference=" + preference, query);
      while (page.at("/hits/hits").isEmpty() == false) {
        assertEquals(0, page.at("/_shards/failed").asInt());
        for (JsonNode hit : page.at("/hits/hits")) {
          int i = number(hit.get("_id").asText());
          assertFalse("twice: " + i, found.get(i));
          found.set(i);
        }
        String id = page.get("_scroll_id").asText();
        page = rest.post("_search/scroll", Json.of("{'scroll': '2m', 'scroll_id': '" + id + "'}"));
      }
      assertEquals(preference, count, found.cardinality());
    }
    print("lost ids: 0 of %,d, in each copy", count);
  }

  private void print(String format, Object... arguments) {
    System.out.println(kind + ": " + String.format(Locale.ROOT, format, arguments));
  }
}
