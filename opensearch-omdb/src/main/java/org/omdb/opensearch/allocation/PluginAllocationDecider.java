// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.allocation;

import org.omdb.opensearch.index.OmdbSettings;
import org.opensearch.cluster.metadata.IndexMetadata;
import org.opensearch.cluster.node.DiscoveryNode;
import org.opensearch.cluster.routing.RoutingNode;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.cluster.routing.allocation.RoutingAllocation;
import org.opensearch.cluster.routing.allocation.decider.AllocationDecider;
import org.opensearch.cluster.routing.allocation.decider.Decision;
import org.opensearch.common.settings.Settings;

/**
 * Allocates shards of indexes with {@code index.omdb} only to nodes that have the plugin. {@code
 * GET /_cluster/allocation/explain} shows the reason. A node without the plugin would fail to read
 * the mapping, and its error message could not tell which plugin is missing.
 *
 * <p>A node with the plugin has the attribute {@value #ATTRIBUTE}, which all nodes can see.
 */
public final class PluginAllocationDecider extends AllocationDecider {

  /** The node attribute. Only its presence counts, not its value. */
  public static final String ATTRIBUTE = "omdb";

  /** The node attribute of nodes that have the names of the k-NN plugin. */
  private static final String KNN_API_ATTRIBUTE = "omdb_knn_api";

  private static final String NAME = "omdb_plugin";

  /** One decider serves all shards of the cluster. */
  public PluginAllocationDecider() {}

  /**
   * The settings that mark a node as one with the plugin, and with which format of segments.
   *
   * @param hasKnnApi whether the node has the names of the k-NN plugin
   * @return settings to add to the node's own
   */
  public static Settings nodeSettings(boolean hasKnnApi) {
    Settings.Builder settings = Settings.builder().put("node.attr." + ATTRIBUTE, true);
    SegmentFormat.put(settings);
    if (hasKnnApi) {
      settings.put("node.attr." + KNN_API_ATTRIBUTE, true);
    }
    return settings.build();
  }

  /** Whether a node has the plugin, in any version. */
  static boolean hasPlugin(DiscoveryNode node) {
    return node.getAttributes().containsKey(ATTRIBUTE);
  }

  @Override
  public Decision canAllocate(ShardRouting shard, RoutingNode node, RoutingAllocation allocation) {
    return decide(allocation.metadata().getIndexSafe(shard.index()), node.node(), allocation);
  }

  @Override
  public Decision canRemain(ShardRouting shard, RoutingNode node, RoutingAllocation allocation) {
    return canAllocate(shard, node, allocation);
  }

  @Override
  public Decision canAllocate(IndexMetadata index, RoutingNode node, RoutingAllocation allocation) {
    return decide(index, node.node(), allocation);
  }

  private static Decision decide(
      IndexMetadata index, DiscoveryNode node, RoutingAllocation allocation) {
    if (OmdbSettings.isOmdb(index.getSettings()) == false) {
      return allocation.decision(Decision.YES, NAME, "the index has no [index.omdb: true]");
    }
    if (OmdbSettings.hasKnnApi(index.getSettings())
        && node.getAttributes().containsKey(KNN_API_ATTRIBUTE) == false) {
      return allocation.decision(
          Decision.NO,
          NAME,
          "the index has the setting [index.omdb.knn_api: true], and node [%s] does not have"
              + " [omdb.knn_api.enabled: true], which is the default unless the plugin"
              + " [opensearch-knn] is installed there",
          node.getName());
    }
    return hasPlugin(node)
        ? allocation.decision(Decision.YES, NAME, "the node has the plugin [opensearch-omdb]")
        : allocation.decision(
            Decision.NO,
            NAME,
            "the index has the setting [index.omdb: true], and node [%s] does not have the plugin"
                + " [opensearch-omdb]: install it there with [opensearch-plugin install] and"
                + " restart the node",
            node.getName());
  }
}
