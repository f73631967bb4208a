// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.RealVectors;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** Two copies of a shard on two nodes warm up, and tell what they have done. */
public class TestWarmupAndStatistics extends ClusterTestCase {

  private static final int SIZE = 1_500;

  private static TestCluster cluster;
  private static Rest rest;
  private static RealVectors vectors;

  @BeforeClass
  public static void start() throws Exception {
    vectors = RealVectors.read(SIZE);
    cluster = TestCluster.start(newFolder(), 2, Settings.EMPTY);
    rest = cluster.rest();
    rest.put("plain", Json.of("{'settings': {'number_of_replicas': 0}}"));
    rest.put("v", index(1, 1, "DOCUMENT", vectors.dimension(), "cosine"));
    rest.awaitGreen("v");
    // Two segments at least; otherwise all may come to be in one, and nothing is merged.
    index(rest, "v", vectors, 0, SIZE / 2);
    index(rest, "v", vectors, SIZE / 2, SIZE);
    rest.post("v/_forcemerge?max_num_segments=1&flush=true", null);
    rest.post("v/_refresh", null);
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
    vectors = null;
  }

  private static JsonNode copies(JsonNode answer) {
    assertEquals(answer.toString(), 0, answer.at("/_shards/failed").asInt());
    JsonNode copies = answer.at("/indices/v/shards/0");
    assertEquals(answer.toString(), 2, copies.size());
    return copies;
  }

  @Test
  public void testEachCopyReadsItsCodesAndLinks() throws Exception {
    for (String path : List.of("_omdb/v/warmup", "_omdb/warmup", "_omdb/*/warmup")) {
      JsonNode answer = rest.post(path, null);
      assertFalse(answer.toString(), answer.get("indices").has("plain"));
      JsonNode stats = copies(rest.get("_omdb/v/stats"));
      Set<String> nodes = new HashSet<>();
      for (JsonNode copy : copies(answer)) {
        nodes.add(copy.get("node").asText());
        assertTrue(answer.toString(), copy.get("took_in_millis").asLong() >= 0);
        JsonNode ofCopy = stats.get(0).get("node").equals(copy.get("node")) ? stats.get(0) : null;
        JsonNode bytes = (ofCopy == null ? stats.get(1) : ofCopy).at("/fields/" + FIELD + "/bytes");
        long hot = bytes.get("codes").asLong() + bytes.get("links").asLong();
        assertTrue(hot + " of " + answer, hot > 0 && copy.get("bytes").asLong() >= hot);
        assertTrue(answer.toString(), copy.get("bytes").asLong() < 2 * hot);
      }
      assertEquals(2, nodes.size());
    }
    Rest.Answer refused = rest.send("POST", "_omdb/plain/warmup", null);
    assertEquals(400, refused.status());
    assertTrue(refused.reasons(), refused.reasons().contains("does not have the setting"));
    assertEquals(404, rest.send("POST", "_omdb/nowhere/warmup", null).status());
  }

  private static JsonNode primary() throws Exception {
    for (JsonNode copy : copies(rest.get("_omdb/v/stats"))) {
      if (copy.get("primary").asBoolean()) {
        return copy;
      }
    }
    throw new AssertionError("no primary");
  }

  @Test
  public void testSearchesAreCountedWhereTheyAreDone() throws Exception {
    JsonNode before = primary().get("activity");
    int searches = 1 + random().nextInt(5);
    for (int i = 0; i < searches; i++) {
      String query = knn(vectors.vectors().get(i), 7, 50, "");
      String path = "v/_search?preference=_primary";
      assertEquals(7, hits(rest.post(path, "{\"query\":" + query + "}")).size());
    }
    JsonNode copy = primary();
    JsonNode after = copy.get("activity");
    String message = before + "\n" + after;
    assertEquals(message, searches, more("searches", before, after));
    assertEquals(message, 0, more("timed_out", before, after));
    assertEquals(message, 7 * searches, more("rescored_vectors", before, after));
    assertTrue(message, more("visited_vectors", before, after) >= 7 * searches);
    long ways = 0;
    for (JsonNode way : after.get("ways")) {
      ways += way.asLong();
    }
    for (JsonNode way : before.get("ways")) {
      ways -= way.asLong();
    }
    assertEquals(message, searches, ways); // there is one segment
    JsonNode stats = rest.get("_omdb/v/stats");
    assertEquals(after, stats.at("/nodes/" + copy.get("node").asText()));
    assertEquals(2, stats.get("nodes").size());
  }

  private static long more(String count, JsonNode before, JsonNode after) {
    return after.get(count).asLong() - before.get(count).asLong();
  }

  @Test
  public void testMergesAndTheirAuditsAreCounted() throws Exception {
    JsonNode copy = primary();
    assertTrue(copy.toString(), copy.at("/activity/merges").asLong() > 0);
    JsonNode audits = copy.at("/fields/" + FIELD + "/audits");
    assertEquals(copy.toString(), Json.read("{\"equal\":1}"), audits);
  }

  @Test
  public void testTable() throws Exception {
    String[] lines = rest.text("_cat/omdb?v&h=index,shard,prirep,field,vectors,audit").split("\n");
    assertEquals(String.join("\n", lines), 3, lines.length);
    assertEquals(
        List.of("index", "shard", "prirep", "field", "vectors", "audit"),
        List.of(lines[0].split(" +")));
    assertEquals(
        List.of("v", "0", "p", FIELD, "" + vectors.size(), "equal"), List.of(lines[1].split(" +")));
    assertEquals(
        List.of("v", "0", "r", FIELD, "" + vectors.size(), "equal"), List.of(lines[2].split(" +")));
    for (JsonNode row : rest.get("_cat/omdb/v*?format=json&bytes=b&h=node,rows,segments,merges")) {
      assertTrue(row.toString(), row.get("node").asText().startsWith("node-"));
      assertEquals(
          row.toString(),
          4L * vectors.size() * vectors.dimension(),
          Long.parseLong(row.get("rows").asText()));
      assertEquals(row.toString(), "1", row.get("segments").asText());
    }
    String help = rest.text("_cat/omdb?help");
    assertTrue(help, help.contains("vectors of live documents"));
    assertTrue(rest.text("_cat"), rest.text("_cat").contains("/_cat/omdb"));
    assertEquals(400, rest.send("GET", "_cat/omdb/plain", null).status());
  }
}
