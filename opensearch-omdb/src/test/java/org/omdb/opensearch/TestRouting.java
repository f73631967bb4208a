// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** A query by id looks the document up where the request searches. */
public class TestRouting extends ClusterTestCase {

  private static TestCluster cluster;
  private static Rest rest;

  /** Two routings of different shards. */
  private static final List<String> ROUTINGS = new ArrayList<>();

  @BeforeClass
  public static void start() throws Exception {
    cluster = TestCluster.start(newFolder(), 1, Settings.EMPTY);
    rest = cluster.rest();
    rest.put("v", index(5, 0, "DOCUMENT", 1, "l2"));
    Set<String> shards = new TreeSet<>(Set.of(shardOf("none")));
    ROUTINGS.clear();
    for (int i = 0; ROUTINGS.size() < 2; i++) {
      if (shards.add(shardOf("r" + i))) {
        ROUTINGS.add("r" + i);
      }
    }
    for (int n = 0; n < 2; n++) {
      for (String id : List.of("same", "next", "last")) {
        int component = 10 * (n + 1) + List.of("same", "next", "last").indexOf(id);
        rest.put(
            "v/_doc/" + id + "?refresh=true&routing=" + ROUTINGS.get(n),
            Json.of("{'n': " + component + ", 'embedding': [" + component + "]}"));
      }
    }
    rest.put("v/_doc/none?refresh=true", Json.of("{'n': 30, 'embedding': [30]}"));
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
  }

  private static String shardOf(String routing) throws Exception {
    return rest.get("v/_search_shards?routing=" + routing).at("/shards/0/0/shard").asText();
  }

  private static String near(String id, String more) {
    return Json.of("{'query': {'omdb_knn': {'embedding': {'id': '" + id + "', 'k': 9" + more)
        + "}}}}";
  }

  /** The numbers of the hits, best first. */
  private static List<Integer> search(String parameters, String body) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    rest.post("v/_search" + parameters, body)
        .at("/hits/hits")
        .forEach(hit -> numbers.add(hit.at("/_source/n").asInt()));
    return numbers;
  }

  private static void refuses(String parameters, String body, String sentence) throws Exception {
    Rest.Answer answer = rest.send("POST", "v/_search" + parameters, body);
    assertEquals(answer.reasons(), 400, answer.status());
    assertTrue(answer.reasons(), answer.reasons().contains(sentence));
  }

  @Test
  public void testRoutingOfTheRequest() throws Exception {
    String first = "?routing=" + ROUTINGS.get(0);
    assertEquals(List.of(11, 12), search(first, near("same", "")));
    assertEquals(List.of(21, 22), search("?routing=" + ROUTINGS.get(1), near("same", "")));
    refuses(first, near("none", ""), "needs the document [none], but the search finds none");
    refuses(
        "?routing=" + String.join(",", ROUTINGS),
        near("same", ""),
        "needs one document [same], but the search finds several, with the routings [r");
  }

  /** The namesake of another routing is a hit. */
  @Test
  public void testRoutingOfTheDocument() throws Exception {
    String ofFirst = Json.of(", 'routing': '" + ROUTINGS.get(0) + "'");
    assertEquals(List.of(11, 12, 20, 21, 22, 30), search("", near("same", ofFirst)));
    String ofSecond = Json.of(", 'routing': '" + ROUTINGS.get(1) + "'");
    assertEquals(List.of(21, 22, 12, 11, 10, 30), search("", near("same", ofSecond)));
    assertEquals(List.of(21, 22), search("?routing=" + ROUTINGS.get(1), near("same", ofSecond)));
    refuses("", near("same", ""), "; [routing] of the query names the one that is meant");
    refuses(
        "",
        near("same", Json.of(", 'routing': 'nowhere'")),
        "needs the document [same] with the routing [nowhere], but the search finds none");
    assertEquals(List.of(22, 21, 20, 12, 11, 10), search("", near("none", "")));
    refuses(
        "",
        Json.of("{'query': {'omdb_knn': {'embedding': {'vector': [1], 'routing': 'r', 'k': 1}}}}"),
        "takes [routing] with [id] only");
  }

  @Test
  public void testRoutingInAPointInTime() throws Exception {
    String pit = rest.post("v/_search/point_in_time?keep_alive=1m", null).get("pit_id").asText();
    String body = near("same", Json.of(", 'routing': '" + ROUTINGS.get(0) + "'"));
    JsonNode found =
        rest.post("_search", Json.of("{'pit': {'id': '" + pit + "'}, ") + body.substring(1));
    assertEquals(found.toString(), 6, found.at("/hits/hits").size());
    rest.send("DELETE", "_search/point_in_time", Json.of("{'pit_id': ['" + pit + "']}"));
  }

  @Test
  public void testPreferenceOfTheRequest() throws Exception {
    String shard = shardOf(ROUTINGS.get(0));
    assertEquals(List.of(11, 12), search("?preference=_shards:" + shard, near("same", "")));
  }
}
