// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** A node that can't open a shard is not given one, and the cluster says what it lacks. */
public class TestNodeWithoutPlugin extends ClusterTestCase {

  @Test
  public void testRefusesShardsAndNamesThePlugin() throws Exception {
    try (TestCluster cluster =
        TestCluster.start(
            newFolder(),
            3,
            node -> Settings.builder().put("node.attr.without", node == 2).build(),
            node -> node == 2 ? List.of() : List.of(OmdbPlugin.class))) {
      // One that has the plugin must be elected: without it no mapping can be understood.
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
      cluster.start(2);
    }
    rest.get("_cluster/health?wait_for_nodes=3&timeout=30s");
    assertNotEquals("node-2", rest.get("_cat/cluster_manager?format=json").at("/0/node").asText());
  }
}
