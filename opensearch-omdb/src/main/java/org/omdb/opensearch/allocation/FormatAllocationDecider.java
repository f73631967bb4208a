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
import org.opensearch.indices.replication.common.ReplicationType;

/**
 * Keeps segments of an index with {@code index.omdb} away from nodes whose version of the plugin is
 * too old to read them, while a cluster is upgraded. Files of a shard go from the node with the
 * primary to another one
 *
 * <ul>
 *   <li>when a replica is allocated or moved, and when the primary is moved
 *   <li>with replication by segments, as long as there are both. So a primary does not move ahead
 *       of its replicas
 * </ul>
 *
 * <p>A primary that is on no node stays free to go where its files are: it finds them there, or
 * there are none.
 *
 * <p>The elected cluster manager decides. If its version is 0.1.0, nobody does.
 */
public final class FormatAllocationDecider extends AllocationDecider {

  private static final String NAME = "omdb_segment_format";

  /** One decider serves all shards of the cluster. */
  public FormatAllocationDecider() {}

  @Override
  public Decision canAllocate(ShardRouting shard, RoutingNode node, RoutingAllocation allocation) {
    IndexMetadata index = allocation.metadata().getIndexSafe(shard.index());
    if (OmdbSettings.isOmdb(index.getSettings()) == false) {
      return allocation.decision(Decision.YES, NAME, "the index has no [index.omdb: true]");
    }
    if (PluginAllocationDecider.hasPlugin(node.node()) == false) {
      return allocation.decision(
          Decision.YES, NAME, "that the node has no plugin is for another decider to say");
    }
    if (shard.primary()) {
      return canTakePrimary(shard, node.node(), index, allocation);
    }
    ShardRouting primary = allocation.routingNodes().activePrimary(shard.shardId());
    return primary == null
        ? allocation.decision(Decision.YES, NAME, "there is no active primary to copy files from")
        : canReadFrom(primary, node.node(), allocation);
  }

  private static Decision canTakePrimary(
      ShardRouting primary, DiscoveryNode node, IndexMetadata index, RoutingAllocation allocation) {
    if (primary.currentNodeId() == null) {
      return allocation.decision(
          Decision.YES, NAME, "the primary is new, or finds its files where they are");
    }
    if (IndexMetadata.INDEX_REPLICATION_TYPE_SETTING.get(index.getSettings())
        == ReplicationType.SEGMENT) {
      for (ShardRouting copy : allocation.routingNodes().assignedShards(primary.shardId())) {
        DiscoveryNode replica = node(copy.currentNodeId(), allocation);
        if (copy.primary() == false && SegmentFormat.of(replica) < SegmentFormat.of(node)) {
          return refusal(replica, node, allocation);
        }
      }
    }
    return canReadFrom(primary, node, allocation);
  }

  /**
   * Whether a node can read the segments of a primary: those of the node that it is on and, if it
   * is moving, those of the node that it moves to.
   */
  private static Decision canReadFrom(
      ShardRouting primary, DiscoveryNode node, RoutingAllocation allocation) {
    DiscoveryNode writer = node(primary.currentNodeId(), allocation);
    if (primary.relocating()) {
      DiscoveryNode next = node(primary.relocatingNodeId(), allocation);
      writer = SegmentFormat.of(next) > SegmentFormat.of(writer) ? next : writer;
    }
    return SegmentFormat.of(node) < SegmentFormat.of(writer)
        ? refusal(node, writer, allocation)
        : allocation.decision(
            Decision.YES,
            NAME,
            "node [%s] reads segments up to format [%s], and those of node [%s] have format [%s]",
            node.getName(),
            SegmentFormat.of(node),
            writer.getName(),
            SegmentFormat.of(writer));
  }

  private static DiscoveryNode node(String id, RoutingAllocation allocation) {
    return allocation.routingNodes().node(id).node();
  }

  private static Decision refusal(
      DiscoveryNode reader, DiscoveryNode writer, RoutingAllocation allocation) {
    return allocation.decision(
        Decision.NO,
        NAME,
        "node [%s] has an older version of the plugin [opensearch-omdb] than node [%s], and would"
            + " have to read its segments: they have format [%s], and it reads formats up to"
            + " [%s]. Upgrade the plugin on node [%s]",
        reader.getName(),
        writer.getName(),
        SegmentFormat.of(writer),
        SegmentFormat.of(reader),
        reader.getName());
  }
}
