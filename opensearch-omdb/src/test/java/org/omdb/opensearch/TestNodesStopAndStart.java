// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.omdb.opensearch.cluster.BulkClients;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Contents;
import org.omdb.opensearch.cluster.OmdbCommand;
import org.omdb.opensearch.cluster.RealVectors;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/**
 * Several clients index while nodes stop and start. All acknowledged documents are there
 * afterwards, each id with its vector, bit for bit, on primaries and replicas, in searches and in
 * files.
 */
public class TestNodesStopAndStart extends ClusterTestCase {

  private static final int STOPS = 2;
  private static final int CLIENTS = 3;

  @Test
  public void testAcknowledgedVectorsAreThereWithDocumentReplication() throws Exception {
    run("DOCUMENT");
  }

  @Test
  public void testAcknowledgedVectorsAreThereWithSegmentReplication() throws Exception {
    run("SEGMENT");
  }

  private static void run(String replication) throws Exception {
    RealVectors vectors = RealVectors.read(2_000);
    Map<String, float[]> acknowledged;
    String uuid;
    TestCluster cluster = TestCluster.start(newFolder(), 3, Settings.EMPTY);
    try {
      cluster.rest().put("words", index(3, 1, replication, vectors.dimension(), "cosine"));
      cluster.rest().awaitGreen("words");
      try (BulkClients clients =
          BulkClients.start(
              List.of(cluster.rest(0), cluster.rest(1), cluster.rest(2)),
              "words",
              vectors,
              CLIENTS)) {
        for (int i = 0; i < STOPS; i++) {
          clients.awaitAcknowledged(300);
          int node = random().nextInt(3);
          cluster.stop(node);
          clients.awaitAcknowledged(300);
          cluster.start(node);
          cluster.rest((node + 1) % 3).awaitGreen("words");
        }
        acknowledged = clients.finish();
        System.out.println(replication + ": " + clients.figures());
      }
      Contents.awaitSame(cluster.rest(), "words", acknowledged);
      uuid = cluster.rest().get("words/_settings").at("/words/settings/index/uuid").asText();
      cluster.rest().post("words/_flush?force=true", null);
    } finally {
      cluster.close();
    }
    checkFolders(cluster, uuid, acknowledged);
  }

  /** Opens all copies of all shards with Lucene alone, and verifies them with the command. */
  private static void checkFolders(
      TestCluster cluster, String uuid, Map<String, float[]> acknowledged) throws Exception {
    List<Path> folders = new ArrayList<>();
    for (int node = 0; node < cluster.size(); node++) {
      folders.addAll(Contents.shardFolders(cluster.folder(node), uuid));
    }
    Map<String, float[]> shards = new HashMap<>();
    Map<String, Integer> copies = new HashMap<>();
    for (Path folder : folders) {
      OmdbCommand.run("verify", "--lucene", folder);
      Map<String, float[]> shard = Contents.ofFolder(folder);
      shard.forEach((id, vector) -> copies.merge(id, 1, Integer::sum));
      shards.putAll(shard);
      Map<String, float[]> expected = new HashMap<>(acknowledged);
      expected.keySet().retainAll(shard.keySet());
      Contents.assertSame(folder.toString(), expected, shard);
    }
    Contents.assertSame("all folders", acknowledged, shards);
    // The folder of a copy that has moved is deleted once all copies are elsewhere.
    copies.forEach((id, count) -> assertTrue(id + " is on " + count + " nodes", count >= 2));
  }
}
