// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Contents;
import org.omdb.opensearch.cluster.HookPlugin;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.SoonSyncedLeases;
import org.omdb.opensearch.cluster.TestCluster;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.common.settings.Settings;

/** {@code _source} that is stored without vectors is complete for everyone who reads it. */
public class TestVectorsOutOfSource extends ClusterTestCase {

  private static final int DIMENSION = 64;
  private static final int SIZE = 300;
  private static final int MERGES = 10; // until one comes late enough

  private static TestCluster cluster;
  private static Rest rest;

  /** As where the security plugin is. */
  @Test
  public void testAnotherPluginHasWrappedTheReaders() throws Exception {
    String out =
        Json.of("{'settings': {'index.omdb': true, 'index.omdb.vectors_in_source': false}}");
    Rest.Answer answer = rest.send("PUT", "wrapped", out);
    assertEquals(answer.reasons(), 400, answer.status());
    assertTrue(answer.reasons(), answer.reasons().contains("such as the security plugin, wraps"));
    rest.put("wrapped", Json.of("{'settings': {'index.omdb': true}}"));
  }

  @BeforeClass
  public static void start() throws Exception {
    cluster =
        TestCluster.start(
            newFolder(),
            3,
            node -> Settings.EMPTY,
            node -> List.of(HookPlugin.class, OmdbPlugin.class, SoonSyncedLeases.class));
    rest = cluster.rest();
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
  }

  private static void create(String index, String settings) throws Exception {
    rest.put(
        index,
        Json.of(
            "{'settings': {'index.omdb': true, 'number_of_shards': 2, 'number_of_replicas': 1,"
                + settings
                + "}, 'mappings': {'properties': {'embedding': {'type': 'omdb_vector', 'dimension':"
                + DIMENSION
                + "}, 'a': {'properties': {'e': {'type': 'omdb_vector', 'dimension': 2}}}, 'n':"
                + " {'type': 'integer'}, 'word': {'type': 'keyword'}}}}"));
  }

  private static final String WITHOUT = "'index.omdb.vectors_in_source': false";

  private static float[] randomVector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = Float.intBitsToFloat(random().nextInt());
      if (Float.isFinite(vector[i]) == false || Math.abs(vector[i]) > 1e18f) {
        vector[i] = random().nextFloat();
      }
    }
    return vector;
  }

  private static Map<String, float[]> fill(String index) throws Exception {
    Map<String, float[]> expected = new HashMap<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < SIZE; i++) {
      float[] vector = randomVector();
      expected.put("id " + i, vector);
      appendDocument(lines, "id " + i, vector, i);
    }
    JsonNode done = rest.post(index + "/_bulk?refresh=true", lines.toString());
    assertFalse(done.toString(), done.get("errors").asBoolean());
    return expected;
  }

  private static JsonNode source(String index, String id) throws Exception {
    return rest.get(index + "/_source/" + id.replace(" ", "%20"));
  }

  /** Fails unless the source of each document has its vector, and so has the segment. */
  private static void check(String index, Map<String, float[]> expected) throws Exception {
    rest.post(index + "/_refresh", null);
    rest.awaitGreen(index);
    for (String copies : List.of("_primary", "_replica")) {
      Contents.assertSame(index, expected, Contents.ofIndex(rest, index, copies));
      Map<String, float[]> sources = new HashMap<>();
      JsonNode found =
          rest.post(
              index + "/_search?preference=" + copies,
              "{\"size\":" + 2 * SIZE + ",\"query\":{\"match_all\":{}}}");
      for (JsonNode hit : found.at("/hits/hits")) {
        sources.put(hit.get("_id").asText(), Json.vector(hit.at("/_source/embedding")));
      }
      Contents.assertSame(index + " _source", expected, sources);
    }
  }

  @Test
  public void testSourceIsAsItWas() throws Exception {
    create("kept", WITHOUT);
    String document =
        "{'word': 'x', 'other': {'deep': [{'embedding': [1]}, {'x': 2.5}]}, 'embedding': %s, 'a':"
            + " {'n': 1, 'e': [0.1, -3e-20]}, 'long': 12345678901234, 'nothing': null, 'n': 3}";
    String vector = Json.array(randomVector());
    String json = Json.of(document).replace("%s", vector);
    for (String refresh : List.of("false", "true")) { // without a refresh, reads the translog
      rest.put("kept/_doc/1?refresh=" + refresh, json);
      assertEquals(Json.read(json), source("kept", "1"));
    }
    JsonNode filtered = rest.get("kept/_doc/1?_source_includes=a.*").get("_source");
    assertEquals(Json.read(Json.of("{'a': {'n': 1, 'e': [0.1, -3e-20]}}")), filtered);
    assertFalse(rest.get("kept/_doc/1?_source_excludes=embedding").at("/_source").has("embedding"));
  }

  @Test
  public void testOtherWaysToWriteIt() throws Exception {
    create("ways", WITHOUT);
    float[] vector = randomVector();
    rest.put(
        "ways/_doc/base64?refresh=true",
        Json.of("{'embedding': '" + VectorParser.toBase64(vector) + "'}"));
    Contents.assertSame(
        "base64",
        Map.of("", vector),
        Map.of("", Json.vector(source("ways", "base64").get("embedding"))));
    rest.put("ways/_doc/dotted?refresh=true", Json.of("{'a.e': [1.5, 2.5], 'a.n': 3}"));
    assertEquals(
        Json.read(Json.of("{'a.n': 3, 'a': {'e': [1.5, 2.5]}}")), source("ways", "dotted"));
    String inArray = Json.of("{'a': [{'n': 1}, {'e': [1.5, 2.5]}]}");
    rest.put("ways/_doc/array?refresh=true", inArray);
    assertEquals(Json.read(inArray), source("ways", "array"));
    for (String none : List.of("{'n': 1}", "{'embedding': null}", "{'a': {}}")) {
      rest.put("ways/_doc/none?refresh=true", Json.of(none));
      assertEquals(Json.read(Json.of(none)), source("ways", "none"));
    }
  }

  /** What is put back would be a second vector of the document, at its next update. */
  @Test
  public void testNoTargetOfCopyTo() throws Exception {
    create("copied", WITHOUT);
    rest.put(
        "copied/_mapping",
        Json.of(
            "{'properties': {'base64': {'type': 'keyword', 'index': false, 'doc_values': false,"
                + " 'copy_to': 'a.e'}}}"));
    Rest.Answer refused = rest.send("PUT", "copied/_doc/1", Json.of("{'base64': 'AACAPwAAAEA='}"));
    assertEquals(400, refused.status());
    assertTrue(refused.reasons(), refused.reasons().contains("copy_to"));
    rest.put("copied/_doc/1?refresh=true", Json.of("{'a': {'e': [1, 2]}}"));
  }

  /** Also those that OpenSearch's own copy of a document leaves out. */
  @Test
  public void testNumbersAreKept() throws Exception {
    create("numbers", WITHOUT);
    rest.put(
        "numbers/_mapping",
        Json.of("{'properties': {'big': {'type': 'object', 'enabled': false}}}"));
    String big = "\"big\":{\"n\":[1,18446744073709551615],\"d\":0.12345678901234567890}";
    rest.put(
        "numbers/_doc/1?refresh=true",
        "{\"embedding\":" + Json.array(randomVector()) + "," + big + "}");
    rest.post("numbers/_update/1?refresh=true", Json.of("{'doc': {'n': 4}}"));
    String text = rest.text("numbers/_source/1");
    assertTrue(text, text.contains("18446744073709551615"));
    rest.put(
        "numbers/_doc/2?refresh=true",
        "{\"embedding\":" + Json.array(randomVector()) + "," + big + "}");
    assertTrue(rest.text("numbers/_source/2").startsWith("{" + big));
  }

  @Test
  public void testUpdatesKeepTheVector() throws Exception {
    create("updated", WITHOUT);
    Map<String, float[]> expected = fill("updated");
    for (int i = 0; i < 60; i++) {
      String id = "id%20" + random().nextInt(SIZE);
      // Each update reads the previous version, from the translog or from the segment.
      rest.post(
          "updated/_update/" + id + "?refresh=" + (i % 3 == 0),
          Json.of("{'doc': {'word': 'changed " + i + "'}}"));
    }
    check("updated", expected);
    float[] other = randomVector();
    rest.post(
        "updated/_update/id%201?refresh=true",
        "{\"doc\":{\"embedding\":" + Json.array(other) + "}}");
    expected.put("id 1", other);
    check("updated", expected);
    JsonNode byQuery = rest.post("updated/_update_by_query?refresh=true", null);
    assertEquals(byQuery.toString(), SIZE, byQuery.get("updated").asInt());
    check("updated", expected);
    rest.post("updated/_forcemerge?max_num_segments=1", null);
    check("updated", expected);
  }

  @Test
  public void testReindexKeepsTheVector() throws Exception {
    create("from", WITHOUT);
    Map<String, float[]> expected = fill("from");
    rest.post("from/_forcemerge?max_num_segments=1", null);
    create("to", "'index.replication.type': 'DOCUMENT'");
    create("back", WITHOUT);
    for (String[] way : new String[][] {{"from", "to"}, {"to", "back"}}) {
      JsonNode done =
          rest.post(
              "_reindex?refresh=true",
              Json.of(
                  "{'source': {'index': '" + way[0] + "'}, 'dest': {'index': '" + way[1] + "'}}"));
      assertEquals(done.toString(), SIZE, done.get("created").asInt());
      check(way[1], expected);
    }
  }

  /** The whole source is kept for recoveries until a merge. After it vectors are stored once. */
  @Test
  public void testMergesMakeItSmaller() throws Exception {
    String soon = ", 'index.soft_deletes.retention_lease.sync_interval': '100ms'";
    create("with", "'index.omdb.vectors_in_source': true" + soon);
    create("without", WITHOUT + soon);
    long with = mergedBytes("with", fill("with"));
    Map<String, float[]> expected = fill("without");
    long enough = with - 2L * SIZE * DIMENSION * Float.BYTES;
    long without = mergedBytes("without", expected);
    // Each copy drops the sources by what it knows of the others at the time of its merge. On a
    // busy
    // machine that may be too early, and the next merge does it.
    for (int i = 0; i < MERGES && without >= enough; i++) {
      without = mergedBytes("without", expected);
    }
    assertTrue(without + ", with vectors in _source " + with, without < enough);
  }

  /** Changes a document, merges each copy into one segment, and returns the size of all copies. */
  private static long mergedBytes(String index, Map<String, float[]> expected) throws Exception {
    float[] other = randomVector();
    expected.put("id 0", other);
    rest.put(index + "/_doc/id%200?refresh=true", "{\"embedding\":" + Json.array(other) + "}");
    awaitNoRecoveryNeedsIt(index);
    // Operations are also kept from the last commit on that was known to be in all copies, as the
    // translog on disk says. The first flush may write that down only after its own commit.
    rest.post(index + "/_flush?force=true", null);
    rest.post(index + "/_flush?force=true", null);
    rest.post(index + "/_forcemerge?max_num_segments=1", null);
    check(index, expected);
    long bytes = 0;
    for (JsonNode shard : rest.get(index + "/_segments").at("/indices/" + index + "/shards")) {
      for (JsonNode copy : shard) {
        for (JsonNode segment : copy.get("segments")) {
          bytes += segment.get("search").asBoolean() ? segment.get("size_in_bytes").asLong() : 0;
        }
      }
    }
    return bytes;
  }

  /** Waits until the leases show that all copies have all operations. */
  private static void awaitNoRecoveryNeedsIt(String index) throws Exception {
    for (int i = 0; i < 100; i++) {
      boolean done = true;
      JsonNode shards =
          rest.get(index + "/_stats?level=shards").at("/indices/" + index + "/shards");
      for (JsonNode shard : shards) {
        for (JsonNode copy : shard) { // each merges by the leases that it knows
          long all = copy.at("/seq_no/max_seq_no").asLong();
          JsonNode leases = copy.at("/retention_leases/leases");
          done &= leases.isEmpty() == false;
          done &= copy.at("/seq_no/global_checkpoint").asLong() == all;
          for (JsonNode lease : leases) {
            done &= lease.get("retaining_seq_no").asLong() > all;
          }
        }
      }
      if (done) {
        return;
      }
      Thread.sleep(100);
    }
    fail("leases stay behind: " + rest.get(index + "/_stats?level=shards"));
  }

  /** A replica that was away catches up by replaying operations, which have the whole source. */
  @Test
  public void testReplicaThatWasAwayGetsWholeOperations() throws Exception {
    create("away", WITHOUT);
    Map<String, float[]> expected = fill("away");
    rest.awaitGreen("away");
    rest.post("away/_flush?force=true", null);
    cluster.stop(1);
    try {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        float[] vector = randomVector();
        expected.put("id " + i, vector);
        appendDocument(lines, "id " + i, vector, i);
      }
      assertFalse(rest.post("away/_bulk?refresh=true", lines.toString()).get("errors").asBoolean());
      rest.post("away/_flush?force=true", null);
    } finally {
      cluster.start(1);
    }
    check("away", expected);
  }

  private static void createNested(String index, String settings, String mapping) throws Exception {
    String vector = "{'type': 'omdb_vector', 'dimension': 2}";
    rest.put(
        index,
        Json.of(
            "{'settings': {'index.omdb': true, 'number_of_shards': 2, 'number_of_replicas': 1, "
                + settings
                + "}, 'mappings': {"
                + mapping
                + "'properties': {'whole': "
                + vector
                + ", 'c': {'type': 'nested', 'properties': {'in': {'properties': {'e': "
                + vector
                + "}}, 'p': {'type': 'nested', 'properties': {'e': "
                + vector
                + ", 'f': "
                + vector
                + "}}}}}}}"));
  }

  private static String maybeVector(String name) {
    return switch (random().nextInt(4)) {
      case 0 -> "'" + name + "': null, ";
      case 1 -> "";
      default -> // with exact decimals
          "'"
              + name
              + "': ["
              + random().nextInt(99) / 4f
              + ", "
              + random().nextInt(99) / 8f
              + "], ";
    };
  }

  private static String nestedDocument() {
    StringBuilder json = new StringBuilder("{");
    json.append(maybeVector("whole")).append("'c': [");
    for (int chunks = random().nextInt(4); chunks > 0; chunks--) {
      json.append("{'in': {").append(maybeVector("e")).append("'n': 1}, 'p': [");
      for (int parts = random().nextInt(3); parts > 0; parts--) {
        json.append('{').append(maybeVector("e")).append(maybeVector("f"));
        json.append("'n': ").append(parts).append(parts > 1 ? "}, " : "}");
      }
      json.append(chunks > 1 ? "]}, null, " : "]}");
    }
    return Json.of(json.append("], 'n': 2}").toString());
  }

  /** Fails unless all documents are complete, for searches of both copies and for gets. */
  private static void checkDocuments(String index, Map<String, JsonNode> expected)
      throws Exception {
    rest.post(index + "/_refresh", null);
    rest.awaitGreen(index);
    for (String copies : List.of("_primary", "_replica")) {
      Map<String, JsonNode> found = new HashMap<>();
      for (JsonNode hit :
          rest.get(index + "/_search?size=" + SIZE + "&preference=" + copies).at("/hits/hits")) {
        found.put(hit.get("_id").asText(), hit.get("_source"));
      }
      assertEquals(expected, found);
    }
    for (String id : expected.keySet()) {
      assertEquals(expected.get(id), source(index, id));
    }
  }

  /** Each vector comes back in its object, whichever of its neighbors have one. */
  @Test
  public void testVectorsOfNestedObjects() throws Exception {
    String soon = ", 'index.soft_deletes.retention_lease.sync_interval': '100ms'";
    createNested("nested", WITHOUT + soon, "");
    Map<String, JsonNode> expected = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      String json = nestedDocument();
      rest.put("nested/_doc/" + i + "?refresh=" + (i % 9 == 0), json);
      expected.put("" + i, Json.read(json));
      assertEquals(Json.read(json), source("nested", "" + i)); // from the translog, or a segment
    }
    checkDocuments("nested", expected);
    for (int i = 0; i < 10; i++) {
      String id = "" + random().nextInt(expected.size());
      rest.post("nested/_update/" + id, Json.of("{'doc': {'n': " + i + "}}"));
      ((ObjectNode) expected.get(id)).put("n", i);
    }
    checkDocuments("nested", expected);
    JsonNode byQuery = rest.post("nested/_update_by_query?refresh=true", null);
    assertEquals(byQuery.toString(), expected.size(), byQuery.get("updated").asInt());
    rest.post("nested/_flush?force=true", null);
    rest.post("nested/_forcemerge?max_num_segments=1", null);
    checkDocuments("nested", expected);
    createNested("unnested", "'index.replication.type': 'DOCUMENT'", "");
    createNested("again", WITHOUT, "");
    for (String[] way : new String[][] {{"nested", "unnested"}, {"unnested", "again"}}) {
      rest.post(
          "_reindex?refresh=true",
          Json.of("{'source': {'index': '" + way[0] + "'}, 'dest': {'index': '" + way[1] + "'}}"));
      checkDocuments(way[1], expected);
    }
    cluster.stop(1);
    try {
      for (int i = 0; i < 10; i++) {
        String json = nestedDocument();
        rest.put("nested/_doc/" + i, json);
        expected.put("" + i, Json.read(json));
      }
      rest.post("nested/_flush?force=true", null);
    } finally {
      cluster.start(1);
    }
    checkDocuments("nested", expected);
  }

  @Test
  public void testInnerHitsHaveTheirVector() throws Exception {
    createNested("inner", WITHOUT, "");
    rest.put(
        "inner/_doc/1?refresh=true",
        Json.of(
            "{'c': [{'n': 1}, {'in': {'e': [1, 1]}, 'p': {'f': [2, 2]}}, {'in': {'e': [9, 9]}}]}"));
    JsonNode hit =
        rest.post(
                "inner/_search",
                Json.of(
                    "{'query': {'nested': {'path': 'c', 'inner_hits': {}, 'query': {'omdb_knn':"
                        + " {'c.in.e': {'vector': [1, 1], 'k': 1}}}}}}"))
            .at("/hits/hits/0/inner_hits/c/hits/hits/0");
    assertEquals(hit.toString(), 1, hit.at("/_nested/offset").asInt());
    assertEquals(
        Json.read(Json.of("{'in': {'e': [1.0, 1.0]}, 'p': {'f': [2.0, 2.0]}}")),
        hit.get("_source"));
  }

  /** The source may lack objects, so that nobody could count them. */
  @Test
  public void testNestedVectorsStayInASourceThatTheMappingFilters() throws Exception {
    createNested("filtered", WITHOUT, "'_source': {'excludes': ['c.p.n', 'c.in.n']}, ");
    String json = "{'c': [{'in': {'n': 1}}, {'in': {'e': [1, 1], 'n': 2}}], 'whole': [1, 2]}";
    rest.put("filtered/_doc/1?refresh=true", Json.of(json));
    JsonNode found = source("filtered", "1");
    assertEquals(Json.read("[1.0, 2.0]"), found.get("whole"));
    JsonNode chunks = found.get("c");
    assertEquals(Json.read("[1, 1]"), chunks.get(chunks.size() - 1).at("/in/e"));
  }

  /** OpenSearch's own option: no source is stored at all. */
  @Test
  public void testDerivedSource() throws Exception {
    rest.put(
        "derived",
        Json.of(
            "{'settings': {'index.omdb': true, 'index.derived_source.enabled': true,"
                + " 'number_of_shards': 2, 'number_of_replicas': 1}, 'mappings': {'properties':"
                + " {'embedding': {'type': 'omdb_vector', 'dimension': "
                + DIMENSION
                + "}, 'n': {'type': 'integer'}, 'word': {'type': 'keyword'}}}}"));
    Map<String, float[]> expected = fill("derived");
    check("derived", expected);
    rest.post("derived/_update/id%202?refresh=true", Json.of("{'doc': {'word': 'changed'}}"));
    assertEquals("changed", source("derived", "id 2").get("word").asText());
    check("derived", expected);
  }
}
