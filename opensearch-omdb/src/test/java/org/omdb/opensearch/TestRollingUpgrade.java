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

/**
 * A cluster with two versions of the plugin. A node counts as one of 0.1.0 if its attribute has
 * that version's format of segments.
 */
public class TestRollingUpgrade extends ClusterTestCase {

  private static final String EXPLAIN = Json.of("{'index': 'v', 'shard': 0, 'primary': false}");

  @Test
  public void testAReplicaWaitsForTheUpgradeOfItsNode() throws Exception {
    for (String replication : List.of("DOCUMENT", "SEGMENT")) {
      AtomicBoolean isUpgraded = new AtomicBoolean(false);
      try (TestCluster cluster =
          TestCluster.start(
              newFolder(),
              2,
              node -> node == 0 || isUpgraded.get() ? Settings.EMPTY : ofFirstVersion(),
              node -> List.of(OmdbPlugin.class))) {
        Rest rest = cluster.rest();
        assertEquals(List.of("2", "1"), List.of(format(rest, "node-0"), format(rest, "node-1")));
        rest.put(
            "v",
            index(1, 0, replication, 2, "l2")
                .replace(
                    "\"index.omdb\"",
                    "\"index.routing.allocation.include._name\": \"node-0\", \"index.omdb\""));
        rest.put("v/_doc/a?refresh=true", Json.of("{'embedding': [1, 2]}"));
        rest.put(
            "v/_settings",
            Json.of(
                "{'index.routing.allocation.include._name': null, 'index.number_of_replicas': 1}"));
        String why = rest.post("_cluster/allocation/explain", EXPLAIN).toString();
        assertTrue(
            why,
            why.contains(
                "node [node-1] has an older version of the plugin [opensearch-omdb] than node"
                    + " [node-0]"));
        assertEquals("yellow", rest.get("_cluster/health/v").get("status").asText());
        Rest.Answer moved =
            rest.send(
                "POST",
                "_cluster/reroute",
                Json.of(
                    "{'commands': [{'move': {'index': 'v', 'shard': 0, 'from_node': 'node-0',"
                        + " 'to_node': 'node-1'}}]}"));
        assertEquals(moved.reasons(), 400, moved.status());
        assertTrue(
            moved.reasons(), moved.reasons().contains("Upgrade the plugin on node [node-1]"));
        isUpgraded.set(true);
        cluster.stop(1);
        cluster.start(1);
        rest.awaitGreen("v");
        assertEquals("2", format(rest, "node-1"));
        for (String copy : List.of("_primary", "_replica")) {
          JsonNode found = rest.get("v/_search?preference=" + copy);
          assertEquals(found.toString(), 1, found.at("/hits/total/value").asInt());
        }
      }
    }
  }

  private static Settings ofFirstVersion() {
    return Settings.builder().put("node.attr.omdb_segment_format", 1).build();
  }

  private static String format(Rest rest, String node) throws Exception {
    for (JsonNode attribute : rest.get("_cat/nodeattrs?format=json")) {
      if (attribute.get("node").asText().equals(node)
          && attribute.get("attr").asText().equals("omdb_segment_format")) {
        return attribute.get("value").asText();
      }
    }
    throw new AssertionError(node + " tells no format");
  }
}
