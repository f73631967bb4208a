// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.util.IOUtils;
import org.junit.Test;
import org.omdb.opensearch.cluster.BulkClients;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Contents;
import org.omdb.opensearch.cluster.OmdbCommand;
import org.omdb.opensearch.cluster.RealVectors;
import org.omdb.opensearch.cluster.Rest;

/**
 * While clients index, the elected manager is killed with SIGKILL and started again, several times.
 * All acknowledged documents are there afterwards, each id with its vector, bit for bit.
 */
public class ITKilledManager extends ClusterTestCase {

  private static final int NODES = 3;
  private static final int KILLS = 2;

  @Test
  public void testAcknowledgedVectorsSurviveWithDocumentReplication() throws Exception {
    run("DOCUMENT");
  }

  @Test
  public void testAcknowledgedVectorsSurviveWithSegmentReplication() throws Exception {
    run("SEGMENT");
  }

  private static void run(String replication) throws Exception {
    Path module = Path.of(System.getProperty("omdb.basedir")).resolve("opensearch-omdb");
    Path folder = module.resolve("target/cluster-it");
    if (Files.exists(folder.resolve("nodes"))) {
      IOUtils.rm(folder.resolve("nodes"));
    }
    Files.createDirectories(folder);
    ClusterScript cluster =
        new ClusterScript(
            module.resolve("cluster"), folder, NODES, ClusterScript.freePorts(NODES, random()));
    RealVectors vectors = RealVectors.read(3_000);
    Map<String, float[]> acknowledged;
    String uuid;
    cluster.start();
    try (cluster) {
      Rest rest = cluster.rest(1);
      rest.put("words", index(3, 1, replication, vectors.dimension(), "cosine"));
      rest.awaitGreen("words");
      try (BulkClients clients = BulkClients.start(cluster.rests(), "words", vectors, 3)) {
        for (int i = 0; i < KILLS; i++) {
          clients.awaitAcknowledged(1_000);
          int manager = manager(cluster.rest(1 + i % NODES));
          long killed = System.nanoTime();
          cluster.kill(manager);
          clients.awaitAcknowledged(200);
          System.out.println(
              replication
                  + ": 200 documents acknowledged "
                  + millis(killed)
                  + " ms after the kill");
          long restarted = System.nanoTime();
          cluster.start();
          cluster.rest(1 + manager % NODES).awaitGreen("words");
          System.out.println(
              replication + ": green " + millis(restarted) + " ms after the restart");
        }
        acknowledged = clients.finish();
        System.out.println(replication + ": " + clients.figures());
      }
      Contents.awaitSame(rest, "words", acknowledged);
      uuid = rest.get("words/_settings").at("/words/settings/index/uuid").asText();
      rest.post("words/_flush?force=true", null);
    }
    List<Path> folders = new ArrayList<>();
    for (int node = 1; node <= NODES; node++) {
      folders.addAll(Contents.shardFolders(cluster.folder(node), uuid));
    }
    checkFolders(folders, acknowledged);
  }

  private static void checkFolders(List<Path> folders, Map<String, float[]> acknowledged)
      throws IOException {
    Map<String, Integer> copies = new HashMap<>();
    for (Path shard : folders) {
      OmdbCommand.run("verify", "--lucene", shard);
      Map<String, float[]> found = Contents.ofFolder(shard);
      Map<String, float[]> expected = new HashMap<>(acknowledged);
      expected.keySet().retainAll(found.keySet());
      Contents.assertSame(shard.toString(), expected, found);
      found.keySet().forEach(id -> copies.merge(id, 1, Integer::sum));
    }
    assertEquals(acknowledged.keySet(), copies.keySet());
    copies.forEach((id, count) -> assertTrue(id + " is on " + count + " nodes", count >= 2));
  }

  private static long millis(long since) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
  }

  private static int manager(Rest rest) throws IOException {
    String name = rest.get("_cat/cluster_manager?format=json").at("/0/node").asText();
    return Integer.parseInt(name.substring("node-".length()));
  }
}
