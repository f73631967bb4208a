// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.allocation;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.opensearch.Version;
import org.opensearch.cluster.ClusterInfo;
import org.opensearch.cluster.ClusterName;
import org.opensearch.cluster.ClusterState;
import org.opensearch.cluster.metadata.IndexMetadata;
import org.opensearch.cluster.metadata.Metadata;
import org.opensearch.cluster.node.DiscoveryNode;
import org.opensearch.cluster.node.DiscoveryNodeRole;
import org.opensearch.cluster.node.DiscoveryNodes;
import org.opensearch.cluster.routing.IndexRoutingTable;
import org.opensearch.cluster.routing.RecoverySource;
import org.opensearch.cluster.routing.RoutingTable;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.cluster.routing.UnassignedInfo;
import org.opensearch.cluster.routing.allocation.RoutingAllocation;
import org.opensearch.cluster.routing.allocation.decider.AllocationDeciders;
import org.opensearch.cluster.routing.allocation.decider.Decision;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.common.transport.TransportAddress;
import org.opensearch.core.index.shard.ShardId;
import org.opensearch.snapshots.SnapshotShardSizeInfo;

/** Segments do not go to nodes whose version of the plugin can't read them. */
public class TestFormatAllocationDecider extends SeededTestCase {

  private static final String OLD = "of 0.1.0";
  private static final String NEW = "of this version";
  private static final String NEWER = "of a later version";
  private static final String WRONG = "with a wrong attribute";
  private static final String NONE = "without the plugin";

  private static final FormatAllocationDecider DECIDER = new FormatAllocationDecider();

  private static final IndexMetadata DOCUMENTS = index(true, "DOCUMENT");
  private static final IndexMetadata SEGMENTS = index(true, "SEGMENT");

  private static IndexMetadata index(boolean isOmdb, String replication) {
    return IndexMetadata.builder("v")
        .settings(
            Settings.builder()
                .put(IndexMetadata.SETTING_VERSION_CREATED, Version.CURRENT)
                .put(IndexMetadata.SETTING_INDEX_UUID, "uuid")
                .put(IndexMetadata.SETTING_REPLICATION_TYPE, replication)
                .put("index.omdb", isOmdb))
        .numberOfShards(1)
        .numberOfReplicas(2)
        .build();
  }

  private static DiscoveryNode node(int number, String name, String format, boolean hasPlugin) {
    Map<String, String> attributes = new HashMap<>();
    if (hasPlugin) {
      attributes.put(PluginAllocationDecider.ATTRIBUTE, "true");
    }
    if (format != null) {
      attributes.put(SegmentFormat.ATTRIBUTE, format);
    }
    return new DiscoveryNode(
        name,
        name,
        new TransportAddress(InetAddress.getLoopbackAddress(), 9_300 + number),
        attributes,
        Set.of(DiscoveryNodeRole.DATA_ROLE),
        Version.CURRENT);
  }

  private static RoutingAllocation allocation(IndexMetadata index, ShardRouting... assigned) {
    DiscoveryNodes nodes =
        DiscoveryNodes.builder()
            .add(node(0, OLD, null, true))
            .add(node(1, NEW, Integer.toString(SegmentFormat.CURRENT), true))
            .add(node(2, NEWER, Integer.toString(SegmentFormat.CURRENT + 1), true))
            .add(node(3, WRONG, "x", true))
            .add(node(4, NONE, null, false))
            .build();
    IndexRoutingTable.Builder table = IndexRoutingTable.builder(index.getIndex());
    for (ShardRouting shard : assigned) {
      table.addShard(shard);
    }
    ClusterState state =
        ClusterState.builder(new ClusterName("c"))
            .nodes(nodes)
            .metadata(Metadata.builder().put(index, false))
            .routingTable(RoutingTable.builder().add(table).build())
            .build();
    RoutingAllocation allocation =
        new RoutingAllocation(
            new AllocationDeciders(List.of(DECIDER)),
            state.getRoutingNodes(),
            state,
            ClusterInfo.EMPTY,
            SnapshotShardSizeInfo.EMPTY,
            0);
    allocation.debugDecision(true);
    return allocation;
  }

  private static ShardRouting unassigned(IndexMetadata index, boolean isPrimary) {
    return ShardRouting.newUnassigned(
        new ShardId(index.getIndex(), 0),
        isPrimary,
        isPrimary
            ? RecoverySource.ExistingStoreRecoverySource.INSTANCE
            : RecoverySource.PeerRecoverySource.INSTANCE,
        new UnassignedInfo(UnassignedInfo.Reason.CLUSTER_RECOVERED, "test"));
  }

  private static ShardRouting started(IndexMetadata index, boolean isPrimary, String node) {
    return unassigned(index, isPrimary).initialize(node, null, 0).moveToStarted();
  }

  private static Decision decide(RoutingAllocation allocation, ShardRouting shard, String node) {
    return DECIDER.canAllocate(shard, allocation.routingNodes().node(node), allocation);
  }

  private static void assertAllowed(RoutingAllocation allocation, ShardRouting shard, String node) {
    Decision decision = decide(allocation, shard, node);
    assertEquals(decision.toString(), Decision.Type.YES, decision.type());
  }

  private static void assertRefused(
      RoutingAllocation allocation, ShardRouting shard, String node, String reason) {
    Decision decision = decide(allocation, shard, node);
    assertEquals(decision.toString(), Decision.Type.NO, decision.type());
    assertTrue(decision.toString(), decision.getExplanation().contains(reason));
  }

  @Test
  public void testAReplicaGoesToNodesThatReadWhatThePrimaryWrites() {
    for (IndexMetadata index : List.of(DOCUMENTS, SEGMENTS)) {
      ShardRouting replica = unassigned(index, false);
      RoutingAllocation ofNew = allocation(index, started(index, true, NEW), replica);
      assertRefused(
          ofNew,
          replica,
          OLD,
          "node [of 0.1.0] has an older version of the plugin [opensearch-omdb] than node [of this"
              + " version], and would have to read its segments: they have format [2], and it"
              + " reads formats up to [1]. Upgrade the plugin on node [of 0.1.0]");
      assertRefused(ofNew, replica, WRONG, "reads formats up to [1]");
      assertAllowed(ofNew, replica, NEW);
      assertAllowed(ofNew, replica, NEWER);
      RoutingAllocation ofOld = allocation(index, started(index, true, OLD), replica);
      assertAllowed(ofOld, replica, OLD);
      assertAllowed(ofOld, replica, NEW);
      RoutingAllocation ofNewer = allocation(index, started(index, true, NEWER), replica);
      assertRefused(ofNewer, replica, NEW, "they have format [3], and it reads formats up to [2]");
    }
  }

  @Test
  public void testAStartedReplicaDoesNotMoveToAnOlderNodeThanThatOfThePrimary() {
    ShardRouting replica = started(DOCUMENTS, false, NEWER);
    RoutingAllocation allocation = allocation(DOCUMENTS, started(DOCUMENTS, true, NEW), replica);
    assertRefused(allocation, replica, OLD, "Upgrade the plugin on node [of 0.1.0]");
    assertAllowed(allocation, replica, NEW);
  }

  @Test
  public void testAPrimaryMovesToNodesThatReadWhatItWrote() {
    ShardRouting primary = started(DOCUMENTS, true, NEW);
    RoutingAllocation allocation = allocation(DOCUMENTS, primary, started(DOCUMENTS, false, OLD));
    assertRefused(allocation, primary, OLD, "Upgrade the plugin on node [of 0.1.0]");
    assertAllowed(allocation, primary, NEWER);
  }

  /** What the primary writes once it is there would reach the replica that is being copied. */
  @Test
  public void testAReplicaReadsWhatAMovingPrimaryIsGoingToWrite() {
    ShardRouting moving = started(DOCUMENTS, true, OLD).relocate(NEW, 0);
    ShardRouting replica = unassigned(DOCUMENTS, false);
    RoutingAllocation allocation = allocation(DOCUMENTS, moving, replica);
    assertRefused(allocation, replica, WRONG, "than node [of this version]");
    assertAllowed(allocation, replica, NEW);
  }

  @Test
  public void testWithSegmentReplicationAPrimaryWaitsForItsReplicas() {
    ShardRouting ofSegments = started(SEGMENTS, true, OLD);
    RoutingAllocation segments = allocation(SEGMENTS, ofSegments, started(SEGMENTS, false, WRONG));
    assertRefused(segments, ofSegments, NEW, "Upgrade the plugin on node [with a wrong attribute]");
    RoutingAllocation upgraded = allocation(SEGMENTS, ofSegments, started(SEGMENTS, false, NEWER));
    assertAllowed(upgraded, ofSegments, NEW);
    ShardRouting ofDocuments = started(DOCUMENTS, true, OLD);
    RoutingAllocation documents =
        allocation(DOCUMENTS, ofDocuments, started(DOCUMENTS, false, WRONG));
    assertAllowed(documents, ofDocuments, NEW);
  }

  @Test
  public void testShardsWithoutFilesElsewhereAreAllocatedAnywhere() {
    ShardRouting primary = unassigned(DOCUMENTS, true);
    ShardRouting replica = unassigned(DOCUMENTS, false);
    RoutingAllocation allocation = allocation(DOCUMENTS, primary, replica);
    assertAllowed(allocation, primary, OLD);
    assertAllowed(allocation, replica, OLD);
  }

  @Test
  public void testOtherIndexesAndNodesWithoutThePluginAreForOtherDeciders() {
    IndexMetadata plain = index(false, "SEGMENT");
    ShardRouting primary = started(plain, true, NEW);
    ShardRouting replica = unassigned(plain, false);
    RoutingAllocation ofPlain = allocation(plain, primary, replica);
    assertAllowed(ofPlain, replica, OLD);
    assertAllowed(ofPlain, primary, OLD);
    ShardRouting ofOmdb = unassigned(DOCUMENTS, false);
    assertAllowed(allocation(DOCUMENTS, started(DOCUMENTS, true, NEW), ofOmdb), ofOmdb, NONE);
  }
}
