// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.Test;
import org.omdb.opensearch.OmdbPlugin;
import org.omdb.opensearch.cluster.BruteForce;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.RealVectors;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.SoonSyncedLeases;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/**
 * Measures the same vectors in the OMDB layout and in Lucene's, on three nodes in one JVM, with
 * three shards and one replica each. The indexes take turns. Figures are printed, and not tested.
 */
public class ITClusterFigures extends ClusterTestCase {

  private static final int QUERIES = 200;
  private static final int CLIENTS = 2;
  private static final int BULK = 250;
  private static final int ROUNDS = 5;
  private static final int SEARCHES = 2_000;
  private static final int LEASE_SYNC_MILLIS = 1_000;
  private static final int K = 10;
  private static final double RECALL = 0.95;
  private static final int[] CANDIDATES = {10, 12, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200};

  private static final String SETTINGS =
      "'refresh_interval': '5s', 'index.soft_deletes.retention_lease.sync_interval': '"
          + LEASE_SYNC_MILLIS
          + "ms', 'index.unassigned.node_left.delayed_timeout': '0s', ";

  private RealVectors vectors;
  private List<float[]> queries;
  private List<Set<String>> truth;

  @Test
  public void testFigures() throws Exception {
    RealVectors all = RealVectors.read(Integer.MAX_VALUE);
    holdOut(all);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d vectors of %d components, %d queries%n",
        all.source(),
        vectors.size(),
        vectors.dimension(),
        QUERIES);
    try (TestCluster cluster =
        TestCluster.start(
            newFolder(),
            3,
            node -> Settings.EMPTY,
            node -> List.of(OmdbPlugin.class, PlainVectorPlugin.class, SoonSyncedLeases.class))) {
      indexing(cluster);
      for (ComparedIndex kind : ComparedIndex.values()) {
        merging(cluster, kind);
      }
      searching(cluster);
      losingANode(cluster);
    }
  }

  /** Holds out some vectors as queries, which are not indexed. */
  private void holdOut(RealVectors all) {
    List<String> ids = new ArrayList<>();
    List<float[]> indexed = new ArrayList<>();
    queries = new ArrayList<>();
    int every = all.size() / QUERIES;
    for (int i = 0; i < all.size(); i++) {
      if (i % every == 0 && queries.size() < QUERIES) {
        queries.add(all.vectors().get(i));
      } else {
        ids.add(all.ids().get(i));
        indexed.add(all.vectors().get(i));
      }
    }
    vectors = new RealVectors(all.source(), ids, indexed);
    truth = new ArrayList<>();
    BruteForce bruteForce = new BruteForce(vectors, VectorSimilarityFunction.COSINE);
    for (float[] query : queries) {
      Set<String> nearest = new HashSet<>();
      bruteForce.nearest(query, K, id -> true).forEach(hit -> nearest.add(hit.id()));
      truth.add(nearest);
    }
  }

  private void indexing(TestCluster cluster) throws Exception {
    double[][] rates = new double[ComparedIndex.values().length][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) { // round -1 warms up
      for (ComparedIndex kind : ComparedIndex.values()) {
        cluster.rest().send("DELETE", kind.index(), null);
        cluster.rest().put(kind.index(), kind.create(vectors.dimension(), 3, SETTINGS));
        cluster.rest().awaitGreen(kind.index());
        long start = System.nanoTime();
        bulk(cluster, kind.index());
        double seconds = (System.nanoTime() - start) / 1e9;
        if (round >= 0) {
          rates[kind.ordinal()][round] = vectors.size() / seconds;
        }
      }
    }
    for (ComparedIndex kind : ComparedIndex.values()) {
      double[] sorted = rates[kind.ordinal()];
      Arrays.sort(sorted);
      System.out.printf(
          Locale.ROOT,
          "%s: %,.0f documents/s (%,.0f to %,.0f in %d rounds)%n",
          kind,
          sorted[ROUNDS / 2],
          sorted[0],
          sorted[ROUNDS - 1],
          ROUNDS);
    }
  }

  private void bulk(TestCluster cluster, String index) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int first = client * BULK;
        Rest rest = cluster.rest(client);
        running.add(
            clients.submit(
                () -> {
                  for (int from = first; from < vectors.size(); from += CLIENTS * BULK) {
                    StringBuilder lines = new StringBuilder();
                    for (int i = from; i < Math.min(from + BULK, vectors.size()); i++) {
                      appendDocument(lines, vectors.ids().get(i), vectors.vectors().get(i), i);
                    }
                    JsonNode done = rest.post(index + "/_bulk", lines.toString());
                    assertFalse(done.toString(), done.get("errors").asBoolean());
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
    cluster.rest().post(index + "/_refresh", null);
  }

  /** Measures bytes with one segment per shard, without sources that are kept for recoveries. */
  private static void merging(TestCluster cluster, ComparedIndex kind) throws Exception {
    Rest rest = cluster.rest();
    rest.post(kind.index() + "/_flush?force=true", null);
    Thread.sleep(3 * LEASE_SYNC_MILLIS); // copies tell each other that they have everything
    rest.post(kind.index() + "/_forcemerge?max_num_segments=1&flush=true", null);
    rest.post(kind.index() + "/_refresh", null);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d bytes in primaries, one segment a shard%n",
        kind,
        kind.primaryBytes(rest));
  }

  private void searching(TestCluster cluster) throws Exception {
    Rest rest = cluster.rest();
    int[] candidates = new int[ComparedIndex.values().length];
    for (ComparedIndex kind : ComparedIndex.values()) {
      for (int i = 0; i < CANDIDATES.length && candidates[kind.ordinal()] == 0; i++) {
        double recall = recall(rest, kind, CANDIDATES[i]);
        if (recall >= RECALL) {
          candidates[kind.ordinal()] = CANDIDATES[i];
          System.out.printf(
              Locale.ROOT,
              "%s: recall@%d %.3f with %d candidates a shard%n",
              kind,
              K,
              recall,
              CANDIDATES[i]);
        }
      }
    }
    double[][] micros = new double[ComparedIndex.values().length][SEARCHES];
    for (int i = -SEARCHES; i < SEARCHES; i++) { // the first half warms up
      for (ComparedIndex kind : ComparedIndex.values()) {
        float[] vector = queries.get(Math.floorMod(i, QUERIES));
        String query = kind.query(vector, K, candidates[kind.ordinal()]);
        long start = System.nanoTime();
        search(rest, kind.index(), query, K);
        if (i >= 0) {
          micros[kind.ordinal()][i] = (System.nanoTime() - start) / 1e3;
        }
      }
    }
    for (ComparedIndex kind : ComparedIndex.values()) {
      double[] sorted = micros[kind.ordinal()];
      Arrays.sort(sorted);
      System.out.printf(
          Locale.ROOT,
          "%s: a search takes %,.0f us median, %,.0f us p95, over HTTP%n",
          kind,
          sorted[SEARCHES / 2],
          sorted[SEARCHES * 95 / 100]);
    }
  }

  private double recall(Rest rest, ComparedIndex kind, int candidates) throws IOException {
    int found = 0;
    for (int i = 0; i < QUERIES; i++) {
      String query = kind.query(queries.get(i), K, candidates);
      for (BruteForce.Hit hit : search(rest, kind.index(), query, K)) {
        found += truth.get(i).contains(hit.id()) ? 1 : 0;
      }
    }
    return found / (double) (K * QUERIES);
  }

  /** Measures the time until each shard has two copies again, on the two nodes that are left. */
  private static void losingANode(TestCluster cluster) throws Exception {
    for (int round = 0; round < 3; round++) {
      for (ComparedIndex kind : ComparedIndex.values()) {
        awaitShards(cluster.rest(), kind.index(), "node-2");
      }
      long start = System.nanoTime();
      cluster.stop(2);
      StringBuilder times = new StringBuilder();
      for (ComparedIndex kind : ComparedIndex.values()) {
        cluster.rest().get("_cluster/health?wait_for_nodes=2&timeout=30s");
        cluster.rest().awaitGreen(kind.index());
        times.append(' ').append(kind).append(' ');
        times.append(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).append(" ms");
      }
      System.out.println("a node lost, green after" + times);
      cluster.start(2);
      cluster.rest().get("_cluster/health?wait_for_nodes=3&timeout=30s");
    }
  }

  /** Waits until a node has copies of an index. */
  private static void awaitShards(Rest rest, String index, String node) throws Exception {
    for (int i = 0; i < 300; i++) {
      rest.awaitGreen(index);
      for (JsonNode shard : rest.get("_cat/shards/" + index + "?format=json")) {
        if (shard.get("node").asText().equals(node)) {
          return;
        }
      }
      Thread.sleep(100);
    }
    fail(node + " gets no shard of " + index);
  }
}
