// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.CurlCommand;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** The commands of docs/OPENSEARCH.md work, in their order. */
public class TestDocumentedRequests extends ClusterTestCase {

  private static final Path PAGE =
      Path.of(System.getProperty("omdb.basedir"), "docs", "OPENSEARCH.md");

  @Test
  public void testCurlCommands() throws Exception {
    List<CurlCommand> commands = CurlCommand.of(PAGE);
    assertTrue(commands.toString(), commands.size() > 2);
    try (TestCluster cluster = TestCluster.start(newFolder(), 1, Settings.EMPTY)) {
      for (CurlCommand command : commands) {
        check(command, cluster.rest());
      }
    }
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
