// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.util.IOUtils;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;

/** The script stops and restarts one node of a cluster, and leaves the others alone. */
public class ITClusterScript extends ClusterTestCase {

  @Test
  public void testOneNodeStopsAndRestarts() throws Exception {
    Path module = Path.of(System.getProperty("omdb.basedir")).resolve("opensearch-omdb");
    Path folder = module.resolve("target/cluster-it");
    if (Files.exists(folder.resolve("nodes"))) {
      IOUtils.rm(folder.resolve("nodes"));
    }
    Files.createDirectories(folder);
    ClusterScript cluster =
        new ClusterScript(
            module.resolve("cluster"), folder, 2, ClusterScript.freePorts(2, random()));
    cluster.start();
    try (cluster) {
      Rest rest = cluster.rest(1);
      rest.put("v", index(1, 1, "DOCUMENT", 2, "l2"));
      rest.put("v/_doc/a?refresh=true", Json.of("{'embedding': [1, 2]}"));
      rest.awaitGreen("v");
      long first = cluster.pid(1);

      cluster.stop(2);
      assertFalse(Files.exists(cluster.folder(2).resolve("pid")));
      assertEquals(1, nodes(rest));
      cluster.restart(2); // starts it
      long second = cluster.pid(2);
      assertEquals(first, cluster.pid(1));
      assertEquals(2, nodes(rest));

      cluster.restart(1);
      assertNotEquals(first, cluster.pid(1));
      assertEquals(second, cluster.pid(2));
      assertEquals(2, nodes(cluster.rest(2)));
      assertEquals(1, search(rest, "v", knn(new float[] {1, 2}, 1, 10, ""), 10).size());
    }
  }

  private static int nodes(Rest rest) throws Exception {
    JsonNode health = rest.get("_cluster/health");
    return health.get("number_of_nodes").asInt();
  }
}
