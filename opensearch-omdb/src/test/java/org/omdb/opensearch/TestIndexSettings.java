// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** Settings and mappings may come from anywhere. What an index is made of has to fit together. */
public class TestIndexSettings extends ClusterTestCase {

  private static final String VECTOR =
      "{'properties': {'e': {'type': 'omdb_vector'," + " 'dimension': 2}}}";

  private static TestCluster cluster;
  private static Rest rest;

  @BeforeClass
  public static void start() throws Exception {
    Path shared = newFolder();
    cluster =
        TestCluster.start(
            newFolder(), 1, Settings.builder().putList("path.repo", shared.toString()).build());
    rest = cluster.rest();
    rest.put(
        "_snapshot/backup",
        Json.of("{'type': 'fs', 'settings': {'location': '" + shared.resolve("backup") + "'}}"));
    component("mapping", "'mappings': " + VECTOR);
    component("omdb", "'settings': {'index.omdb': true, 'index.number_of_replicas': 0}");
    component("no-replica", "'settings': {'index.number_of_replicas': 0}");
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
  }

  private static void component(String name, String template) throws Exception {
    rest.put("_component_template/" + name, Json.of("{'template': {" + template + "}}"));
  }

  private static void composed(String name, String more, String... components) throws Exception {
    rest.put(
        "_index_template/" + name,
        Json.of(
            "{'index_patterns': ['"
                + name
                + "-*'], 'composed_of': ['"
                + String.join("', '", components)
                + "']"
                + more
                + "}"));
  }

  private static void refuses(String method, String path, String body, String... sentences)
      throws Exception {
    Rest.Answer answer = rest.send(method, path, Json.of(body));
    assertEquals(answer.reasons(), 400, answer.status());
    for (String sentence : sentences) {
      assertTrue(
          sentence + "\nis not in\n" + answer.reasons(), answer.reasons().contains(sentence));
    }
  }

  private static void checkHoldsVectors(String index) throws Exception {
    rest.put(index + "/_doc/a?refresh=true", Json.of("{'e': [1, 2]}"));
    String query = Json.of("{'query': {'omdb_knn': {'e': {'vector': [1, 2], 'k': 1}}}}");
    JsonNode found = rest.post(index + "/_search", query);
    assertEquals(found.toString(), "a", found.at("/hits/hits/0/_id").asText());
  }

  /** Whichever of several templates, or the request, has settings and mappings. */
  @Test
  public void testTemplatesThatSplitSettingsAndMappings() throws Exception {
    composed("both", "", "mapping", "omdb");
    checkHoldsVectors("both-1"); // made by its first document
    composed("last", ", 'template': {'settings': {'index.omdb': true}}", "mapping", "no-replica");
    rest.put("last-1", null);
    checkHoldsVectors("last-1");
    composed("request", "", "mapping", "no-replica");
    rest.put("request-1", Json.of("{'settings': {'index.omdb': true}}"));
    checkHoldsVectors("request-1");
    rest.put("_template/old", Json.of("{'index_patterns': ['old-*'], 'mappings': " + VECTOR + "}"));
    rest.put("old-1", Json.of("{'settings': {'index.omdb': true, 'number_of_replicas': 0}}"));
    checkHoldsVectors("old-1");
  }

  @Test
  public void testTemplatesThatLackTheSetting() throws Exception {
    composed("lacking", "", "mapping", "no-replica");
    String reason = "needs an index with the setting [index.omdb: true]; a new index takes it from";
    refuses("PUT", "lacking-1", "{}", reason);
    refuses("PUT", "lacking-1/_doc/a", "{'e': [1, 2]}", reason);
    refuses("PUT", "lacking-1", "{'settings': {'index.omdb': false}}", reason);
    assertEquals(404, rest.send("GET", "lacking-1", null).status());
    rest.put("lacking-2", Json.of("{'settings': {'index.omdb': true}}"));
  }

  /** A mapping that is made by a document is checked like any other. */
  @Test
  public void testDynamicTemplates() throws Exception {
    String dynamic =
        "'mappings': {'dynamic_templates': [{'vectors': {'match': 'v_*', 'mapping': {'type':"
            + " 'omdb_vector', 'dimension': 2}}}]}";
    rest.put("dynamic", Json.of("{'settings': {'index.omdb': true}, " + dynamic + "}"));
    rest.put("dynamic/_doc/a?refresh=true", Json.of("{'v_e': [1, 2]}"));
    JsonNode mapping = rest.get("dynamic/_mapping").at("/dynamic/mappings/properties/v_e/type");
    assertEquals("omdb_vector", mapping.asText());
    rest.put("undynamic", Json.of("{" + dynamic + "}"));
    refuses(
        "PUT",
        "undynamic/_doc/a",
        "{'v_e': [1, 2]}",
        "needs an index with the setting [index.omdb: true]");
  }

  /** Settings that need each other may be in different templates too. */
  @Test
  public void testSettingsFromSeveralTemplates() throws Exception {
    component("out", "'settings': {'index.omdb.vectors_in_source': false}");
    component("load", "'settings': {'index.omdb.load_on_open': true}");
    composed("several", "", "mapping", "out", "load", "omdb");
    checkHoldsVectors("several-1");
    composed("half", "", "out", "no-replica");
    refuses(
        "PUT", "half-1", "{}", "[index.omdb.vectors_in_source: false] needs [index.omdb: true]");
    composed("other-half", "", "load", "no-replica");
    refuses(
        "PUT", "other-half-1", "{}", "[index.omdb.load_on_open: true] needs [index.omdb: true]");
    component("codec", "'settings': {'index.codec': 'Lucene101'}");
    composed("coded", "", "codec", "no-replica");
    refuses(
        "PUT",
        "coded-1",
        "{'settings': {'index.omdb': true}}",
        "[index.omdb] can wrap Lucene's own codec only");
  }

  /** An index that is made of another one's files keeps the settings of these files. */
  @Test
  public void testResizedIndexesKeepTheSettingsOfTheirFiles() throws Exception {
    resizable("whole", true);
    resizable("plain", false);
    for (String resize : List.of("_clone", "_split", "_shrink")) {
      int shards = resize.equals("_split") ? 4 : resize.equals("_shrink") ? 1 : 2;
      String count = "'index.number_of_shards': " + shards + ", 'index.number_of_replicas': 0";
      String target = "/" + resize + "/target";
      refuses(
          "POST",
          "whole" + target,
          "{'settings': {" + count + ", 'index.omdb': false}}",
          "[index.omdb] must be true, as in index [whole]");
      refuses(
          "POST",
          "whole" + target,
          "{'settings': {" + count + ", 'index.omdb': null}}",
          "[index.omdb] must be true, as in index [whole]");
      refuses(
          "POST",
          "whole" + target,
          "{'settings': {" + count + ", 'index.omdb.vectors_in_source': false}}",
          "[index.omdb.vectors_in_source] must be true, as in index [whole]");
      refuses(
          "POST",
          "whole" + target,
          "{'settings': {" + count + ", 'index.codec': 'Lucene101'}}",
          "[index.omdb] can wrap Lucene's own codec only");
      refuses(
          "POST",
          "plain" + target,
          "{'settings': {" + count + ", 'index.omdb': true}}",
          "[index.omdb] must be false, as in index [plain]");
      assertEquals(404, rest.send("GET", "target", null).status());
      rest.post(
          "whole" + target,
          Json.of("{'settings': {" + count + ", 'index.omdb.load_on_open': true}}"));
      rest.awaitGreen("target");
      JsonNode settings = rest.get("target/_settings?flat_settings=true").at("/target/settings");
      assertEquals("true", settings.get("index.omdb").asText());
      assertEquals("true", settings.get("index.omdb.load_on_open").asText());
      rest.delete("target");
    }
  }

  private static void resizable(String index, boolean isOmdb) throws Exception {
    String mapping = isOmdb ? VECTOR : "{'properties': {'e': {'type': 'float'}}}";
    rest.put(
        index,
        Json.of(
            "{'settings': {'index.number_of_shards': 2, 'index.number_of_replicas': 0"
                + (isOmdb ? ", 'index.omdb': true" : "")
                + "}, 'mappings': "
                + mapping
                + "}"));
    rest.put(index + "/_doc/a?refresh=true", Json.of("{'e': [1, 2]}"));
    rest.put(index + "/_settings", Json.of("{'index.blocks.write': true}"));
  }

  @Test
  public void testRestoredIndexesKeepTheSettingsOfTheirFiles() throws Exception {
    rest.put(
        "saved",
        Json.of(
            "{'settings': {'index.omdb': true, 'number_of_replicas': 0}, 'mappings': "
                + VECTOR
                + "}"));
    checkHoldsVectors("saved");
    rest.put(
        "_snapshot/backup/one?wait_for_completion=true",
        Json.of("{'indices': 'saved', 'include_global_state': false}"));
    String restore = "_snapshot/backup/one/_restore?wait_for_completion=true";
    String renamed = "'indices': 'saved', 'rename_pattern': 'saved', 'rename_replacement': 'again'";
    for (String setting : List.of("index.omdb", "index.omdb.vectors_in_source")) {
      String reason = "[" + setting + "] can't be changed or ignored by a restore";
      for (String change :
          List.of(
              "'index_settings': {'" + setting + "': false}",
              "'index_settings': {'" + setting.substring("index.".length()) + "': false}",
              "'index_settings': {'" + setting + "': null}",
              "'ignore_index_settings': ['" + setting + "']",
              "'ignore_index_settings': ['index.refresh_interval', '" + setting + "']")) {
        refuses("POST", restore, "{" + renamed + ", " + change + "}", reason);
      }
    }
    assertEquals(404, rest.send("GET", "again", null).status());
    // A pattern leaves out what can't be ignored.
    rest.post(restore, Json.of("{" + renamed + ", 'ignore_index_settings': ['index.omdb*']}"));
    rest.awaitGreen("again");
    assertEquals("true", rest.get("again/_settings").at("/again/settings/index/omdb").asText());
    checkHoldsVectors("again");
  }
}
