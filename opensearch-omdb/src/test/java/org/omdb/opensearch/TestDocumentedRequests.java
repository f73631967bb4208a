// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.CurlCommand;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** The requests of the documentation work, in their order. */
public class TestDocumentedRequests extends ClusterTestCase {

  private static final Path DOCS = Path.of(System.getProperty("omdb.basedir"), "docs");
  private static final List<String> PAGES = List.of("OPENSEARCH.md", "FROM-KNN.md");

  /** What a test does not send to a node, and why. */
  private static final Map<String, String> NOT_SENT =
      Map.of(
          "bin/opensearch-plugin", "there is no published archive of 3.9.0 that has this command",
          "opensearch-omdb/cluster", "ITClusterScript runs it",
          "OMDB_CLUSTER=/var/tmp/old", "ITRealKnn runs it",
          "OMDB_CLUSTER=/var/tmp/new", "ITRealKnn runs it",
          "POST _reindex?refresh=true", "it needs a second cluster; ITRealKnn does it",
          "POST words/_search", "components of its vector are left out");

  @Test
  public void testEachRequestIsSentOrThereIsAReason() throws Exception {
    Set<String> notSent = new HashSet<>();
    try (TestCluster cluster = TestCluster.start(newFolder(), 1, Settings.EMPTY)) {
      for (String name : PAGES) {
        CurlCommand.Page page = CurlCommand.of(DOCS.resolve(name));
        assertFalse(name, page.requests().isEmpty());
        notSent.addAll(page.others());
        for (CurlCommand request : page.requests()) {
          String line = request.method() + " " + request.path();
          if (NOT_SENT.containsKey(line)) {
            notSent.add(line);
          } else {
            check(request, cluster.rest());
          }
        }
      }
    }
    assertEquals(NOT_SENT.keySet(), notSent);
  }

  private static void check(CurlCommand command, Rest rest) throws Exception {
    if (command.path().startsWith("_cat/")) {
      assertTrue(command.toString(), rest.text(command.path()).contains("songs"));
      return;
    }
    Rest.Answer answer = rest.send(command.method(), command.path(), command.body());
    String message = command + "\n" + answer.reasons();
    assertTrue(message, answer.status() >= 200 && answer.status() < 300);
    JsonNode failed = answer.body().at("/_shards/failed");
    assertEquals(message, 0, failed.asInt());
    assertFalse(message, answer.body().path("errors").asBoolean());
    if (command.path().contains("_search")) {
      assertTrue(message, answer.body().at("/hits/hits").size() > 0);
    }
  }
}
