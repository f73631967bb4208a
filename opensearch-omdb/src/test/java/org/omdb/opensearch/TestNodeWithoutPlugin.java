// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** A node without the plugin gets no shards, and the cluster says why. */
public class TestNodeWithoutPlugin extends ClusterTestCase {

  @Test
  public void testRefusesShardsAndNamesThePlugin() throws Exception {
    try (TestCluster cluster =
        TestCluster.start(
            newFolder(),
            3,
            node -> Settings.builder().put("node.attr.without", node == 2).build(),
            node -> node == 2 ? List.of() : List.of(OmdbPlugin.class))) {
      // The elected manager must have the plugin, because it parses mappings.
      Rest rest = cluster.rest(0);
      awaitManagerWithPlugin(cluster);
      rest.put("v", index(2, 2, "DOCUMENT", 2, "l2"));
      rest.put("v/_doc/a?refresh=true", Json.of("{'embedding': [1, 2]}"));
      rest.get("_cluster/health/v?wait_for_status=yellow&wait_for_active_shards=4&timeout=30s");
      JsonNode shards = rest.get("_cat/shards/v?format=json");
      for (JsonNode shard : shards) {
        assertNotEquals(shards.toString(), "node-2", shard.path("node").asText());
      }
      String why =
          rest.post(
                  "_cluster/allocation/explain",
                  Json.of("{'index': 'v', 'shard': 0, 'primary': false}"))
              .toString();
      assertTrue(
          why,
          why.contains("node [node-2] does not have the plugin [opensearch-omdb]: install it"));
      Rest.Answer forced =
          rest.send(
              "POST",
              "_cluster/reroute",
              Json.of(
                  "{'commands': [{'allocate_replica': {'index': 'v', 'shard': 0, 'node':"
                      + " 'node-2'}}]}"));
      assertEquals(forced.reasons(), 400, forced.status());
      assertTrue(forced.reasons(), forced.reasons().contains("[opensearch-omdb]"));
      assertEquals(1, search(rest, "v", knn(new float[] {1, 1}, 5, 5, ""), 5).size());
      rest.put("plain", Json.of("{'settings': {'number_of_shards': 1, 'number_of_replicas': 2}}"));
      rest.awaitGreen("plain");
    }
  }

  private static void awaitManagerWithPlugin(TestCluster cluster) throws Exception {
    Rest rest = cluster.rest(0);
    if (rest.get("_cat/cluster_manager?format=json").at("/0/node").asText().equals("node-2")) {
      cluster.stop(2);
      rest.get("_cluster/health?wait_for_nodes=2&timeout=30s"); // by then another one is elected
      cluster.start(2);
    }
    rest.get("_cluster/health?wait_for_nodes=3&timeout=30s");
    assertNotEquals("node-2", rest.get("_cat/cluster_manager?format=json").at("/0/node").asText());
  }

  /**
   * A node that had the plugin is started without it. The index exists, but its shards are not
   * allocated, and their files do not change until the plugin is back.
   */
  @Test
  public void testWithoutThePluginAnIndexWaitsForIt() throws Exception {
    AtomicBoolean hasPlugin = new AtomicBoolean(true);
    try (TestCluster cluster =
        TestCluster.start(
            newFolder(),
            1,
            node -> Settings.EMPTY,
            node -> hasPlugin.get() ? List.of(OmdbPlugin.class) : List.of())) {
      Rest rest = cluster.rest();
      rest.put(
          "v",
          Json.of(
              "{'settings': {'index.omdb': true, 'index.omdb.vectors_in_source': false,"
                  + " 'number_of_replicas': 0}, 'mappings': {'properties': {'embedding': {'type':"
                  + " 'omdb_vector', 'dimension': 2}}}}"));
      rest.put("v/_doc/a?refresh=true", Json.of("{'embedding': [1, 2]}"));
      rest.post("v/_flush", null);
      hasPlugin.set(false);
      cluster.stop(0);
      cluster.start(0);
      assertEquals("red", rest.get("_cluster/health/v").get("status").asText());
      // OpenSearch archives all settings that it does not know.
      JsonNode settings = rest.get("v/_settings").at("/v/settings");
      assertTrue(settings.toString(), settings.has("archived"));
      assertEquals(503, rest.send("POST", "v/_search", null).status());
      hasPlugin.set(true);
      cluster.stop(0);
      cluster.start(0);
      rest.awaitGreen("v");
      assertEquals(1, search(rest, "v", knn(new float[] {1, 1}, 5, 5, ""), 5).size());
      rest.put("v/_doc/b?refresh=true", Json.of("{'embedding': [3, 4]}"));
      rest.post("v/_forcemerge?max_num_segments=1", null);
      rest.post("v/_refresh", null);
      JsonNode stats = rest.get("_omdb/v/stats").at("/indices/v/shards/0/0/fields/embedding");
      assertEquals(stats.toString(), "equal", stats.at("/last_audit/result").asText());
      assertEquals(Json.read(Json.of("{'embedding': [3.0, 4.0]}")), rest.get("v/_source/b"));
    }
  }
}
