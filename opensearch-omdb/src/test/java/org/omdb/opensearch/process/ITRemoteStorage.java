// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.omdb.opensearch.OmdbPlugin;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Contents;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.RealVectors;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** Indexes whose segments are in a repository: remote-backed ones, and searchable snapshots. */
public class ITRemoteStorage extends ClusterTestCase {

  private static final int SIZE = 1_200;

  /**
   * Also after a node was restarted, and when all segments are fetched from the repository again.
   */
  @Test
  public void testRemoteBackedIndex() throws Exception {
    Path home = newFolder();
    Path repository = home.resolve("repository");
    Settings.Builder settings =
        Settings.builder()
            .put("path.repo", repository.toString())
            .put("cluster.remote_store.state.enabled", true);
    for (String kind : new String[] {"segment", "translog", "state"}) {
      settings.put("node.attr.remote_store." + kind + ".repository", "remote");
    }
    settings
        .put("node.attr.remote_store.repository.remote.type", "fs")
        .put(
            "node.attr.remote_store.repository.remote.settings.location",
            repository.resolve("remote").toString());
    RealVectors vectors = RealVectors.read(SIZE);
    try (TestCluster cluster = TestCluster.start(home, 2, settings.build())) {
      Rest rest = cluster.rest();
      rest.put("v", index(2, 1, "SEGMENT", vectors.dimension(), "cosine"));
      indexAll(rest, "v", vectors);
      rest.awaitGreen("v");
      JsonNode made = rest.get("v/_settings?flat_settings=true").at("/v/settings");
      assertEquals(made.toString(), "true", made.get("index.remote_store.enabled").asText());
      Map<String, float[]> expected = vectors.byId();
      rest.send("DELETE", "v/_doc/" + vectors.ids().get(3) + "?refresh=true", null);
      expected.remove(vectors.ids().get(3));
      Contents.awaitSame(rest, "v", expected);

      rest.post("v/_forcemerge?max_num_segments=1&flush=true", null);
      rest.post("v/_refresh", null);
      Contents.awaitSame(rest, "v", expected);

      cluster.stop(1);
      cluster.start(1);
      Contents.awaitSame(rest, "v", expected);

      rest.post("v/_close", null);
      rest.post(
          "_remotestore/_restore?restore_all_shards=true&wait_for_completion=true",
          Json.of("{'indices': ['v']}"));
      Contents.awaitSame(rest, "v", expected);
      checkHits(rest, "v", vectors, expected);
    }
  }

  /** A snapshot is searched where it is, by a node that holds no shards of its own. */
  @Test
  public void testSearchableSnapshot() throws Exception {
    Path home = newFolder();
    Path repository = home.resolve("repository");
    RealVectors vectors = RealVectors.read(SIZE);
    try (TestCluster cluster =
        TestCluster.start(
            home,
            2,
            node ->
                Settings.builder()
                    .put("path.repo", repository.toString())
                    .putList(
                        "node.roles",
                        node == 0
                            ? new String[] {"cluster_manager", "data", "ingest"}
                            : new String[] {"cluster_manager", "warm"})
                    .put("node.search.cache.size", node == 0 ? "0b" : "200mb")
                    .build(),
            node -> List.of(OmdbPlugin.class))) {
      Rest rest = cluster.rest();
      rest.put("v", index(1, 0, "DOCUMENT", vectors.dimension(), "cosine"));
      index(rest, "v", vectors, 0, SIZE / 2);
      index(rest, "v", vectors, SIZE / 2, SIZE);
      rest.post("v/_forcemerge?max_num_segments=1&flush=true", null);
      rest.put(
          "_snapshot/repo",
          Json.of(
              "{'type': 'fs', 'settings': {'location': '"
                  + repository.resolve("snapshots")
                  + "'}}"));
      rest.put("_snapshot/repo/one?wait_for_completion=true", Json.of("{'indices': 'v'}"));
      rest.post(
          "_snapshot/repo/one/_restore?wait_for_completion=true",
          Json.of(
              "{'indices': 'v', 'storage_type': 'remote_snapshot', 'rename_pattern': 'v', 'rename_replacement': 'far'}"));
      rest.awaitGreen("far");
      checkHits(rest, "far", vectors, vectors.byId());
    }
  }

  private static void checkHits(
      Rest rest, String index, RealVectors vectors, Map<String, float[]> expected)
      throws Exception {
    for (int i = 10; i < 20; i++) {
      String query = knn(vectors.vectors().get(i), 10, 400, "");
      assertEquals(vectors.ids().get(i), search(rest, index, query, 10).get(0).id());
    }
    assertEquals(expected.size(), rest.get(index + "/_count").get("count").asInt());
  }
}
