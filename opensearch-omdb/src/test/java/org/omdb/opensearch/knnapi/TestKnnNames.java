// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.omdb.opensearch.OmdbPlugin;
import org.omdb.opensearch.allocation.PluginAllocationDecider;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.opensearch.Version;
import org.opensearch.cluster.ClusterName;
import org.opensearch.cluster.ClusterState;
import org.opensearch.cluster.metadata.IndexMetadata;
import org.opensearch.cluster.node.DiscoveryNode;
import org.opensearch.cluster.node.DiscoveryNodeRole;
import org.opensearch.cluster.routing.RoutingNode;
import org.opensearch.cluster.routing.RoutingNodes;
import org.opensearch.cluster.routing.allocation.RoutingAllocation;
import org.opensearch.cluster.routing.allocation.decider.AllocationDeciders;
import org.opensearch.cluster.routing.allocation.decider.Decision;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.common.transport.TransportAddress;
import org.opensearch.plugins.SearchPlugin.QuerySpec;

/** A node has the names of the k-NN plugin unless that is installed, or a setting says so. */
public class TestKnnNames extends SeededTestCase {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static void check(boolean hasNames, Settings node) {
    OmdbPlugin plugin = new OmdbPlugin(node);
    assertEquals(hasNames, plugin.getMappers().containsKey("knn_vector"));
    assertTrue(plugin.getMappers().containsKey("omdb_vector"));
    Set<String> queries = new HashSet<>();
    for (QuerySpec<?> query : plugin.getQueries()) {
      queries.add(query.getName().getPreferredName());
    }
    assertEquals(hasNames, queries.contains("knn"));
    assertTrue(queries.toString(), queries.contains("omdb_knn"));
    Set<String> settings = new HashSet<>();
    for (Setting<?> setting : plugin.getSettings()) {
      settings.add(setting.getKey());
    }
    assertEquals(hasNames, settings.contains("index.knn"));
    assertTrue(settings.toString(), settings.contains("index.omdb.knn_api"));
    assertEquals(
        hasNames, plugin.additionalSettings().getAsBoolean("node.attr.omdb_knn_api", false));
  }

  @Test
  public void testNamesOfANode() throws Exception {
    Path home = folder.newFolder().toPath();
    Settings node = Settings.builder().put("path.home", home.toString()).build();
    Settings.Builder changed = Settings.builder().put(node);
    check(true, node);
    check(false, changed.put("omdb.knn_api.enabled", false).build());
    Files.createDirectories(home.resolve("plugins").resolve("opensearch-knn"));
    check(false, node);
    check(true, changed.put("omdb.knn_api.enabled", true).build());
  }

  private static Decision decide(boolean indexHasKnnApi, Map<String, String> attributes) {
    IndexMetadata index =
        IndexMetadata.builder("i")
            .settings(
                Settings.builder()
                    .put("index.version.created", Version.CURRENT)
                    .put("index.omdb", true)
                    .put("index.omdb.knn_api", indexHasKnnApi))
            .numberOfShards(1)
            .numberOfReplicas(0)
            .build();
    DiscoveryNode node =
        new DiscoveryNode(
            "n",
            new TransportAddress(TransportAddress.META_ADDRESS, 1),
            attributes,
            DiscoveryNodeRole.BUILT_IN_ROLES,
            Version.CURRENT);
    ClusterState state = ClusterState.builder(ClusterName.DEFAULT).build();
    RoutingAllocation allocation =
        new RoutingAllocation(
            new AllocationDeciders(Set.of()), new RoutingNodes(state), state, null, null, 0);
    allocation.debugDecision(true);
    return new PluginAllocationDecider().canAllocate(index, new RoutingNode("n", node), allocation);
  }

  @Test
  public void testAnIndexWithTheirMappingsStaysAwayFromOtherNodes() {
    Map<String, String> without = Map.of("omdb", "true");
    Map<String, String> with = Map.of("omdb", "true", "omdb_knn_api", "true");
    assertEquals(Decision.Type.YES, decide(false, without).type());
    assertEquals(Decision.Type.YES, decide(true, with).type());
    assertEquals(Decision.Type.NO, decide(true, Map.of()).type());
    Decision refused = decide(true, without);
    assertEquals(Decision.Type.NO, refused.type());
    assertTrue(
        refused.toString(), refused.getExplanation().contains("[omdb.knn_api.enabled: true]"));
  }
}
