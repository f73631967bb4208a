// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.BruteForce;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Contents;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.RealVectors;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.common.settings.Settings;

/** On three nodes with three shards and one replica each, hits are those of brute force. */
public class TestKnnOnCluster extends ClusterTestCase {

  private static final int QUERIES = 20;

  /** More candidates than a shard has vectors, so that a search is exact. */
  private static final int CANDIDATES = 9_000;

  private static final String INDEX = "by-document";

  private static TestCluster cluster;
  private static RealVectors vectors;
  private static BruteForce all;

  @BeforeClass
  public static void start() throws Exception {
    vectors = RealVectors.read(8_000);
    all = new BruteForce(vectors, VectorSimilarityFunction.COSINE);
    cluster = TestCluster.start(newFolder(), 3, Settings.EMPTY);
    for (String replication : List.of("DOCUMENT", "SEGMENT")) {
      String index = nameOf(replication);
      cluster.rest().put(index, index(3, 1, replication, vectors.dimension(), "cosine"));
      indexAll(cluster.rest(), index, vectors);
      // Replicas that copy segments have the last documents some time after a refresh.
      Contents.awaitSame(cluster.rest(), index, vectors.byId());
    }
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    vectors = null;
    all = null;
  }

  private static String nameOf(String replication) {
    return "by-" + replication.toLowerCase(Locale.ROOT);
  }

  @Test
  public void testHitsAreThoseOfBruteForceWithDocumentReplication() throws Exception {
    checkHits("DOCUMENT");
  }

  @Test
  public void testHitsAreThoseOfBruteForceWithSegmentReplication() throws Exception {
    checkHits("SEGMENT");
  }

  private static void checkHits(String replication) throws Exception {
    for (int i = 0; i < QUERIES; i++) {
      float[] query = anyVector();
      List<BruteForce.Hit> found =
          search(cluster.rest(i % 3), nameOf(replication), knn(query, 50, CANDIDATES, ""), 50);
      BruteForce.assertSame(all.nearest(query, 50, id -> true), found);
    }
  }

  /** Bit for bit, though segments of a primary and of its replica are not the same. */
  @Test
  public void testScoresOfCopiesAreEqual() throws Exception {
    for (int i = 0; i < QUERIES; i++) {
      String query = knn(anyVector(), 50, i % 2 == 0 ? CANDIDATES : 500, "");
      List<BruteForce.Hit> ofPrimaries =
          search(cluster.rest(), INDEX + "/_search?preference=_primary", query);
      List<BruteForce.Hit> ofReplicas =
          search(cluster.rest(), INDEX + "/_search?preference=_replica", query);
      Map<String, Float> scores = new HashMap<>();
      ofPrimaries.forEach(hit -> scores.put(hit.id(), hit.score()));
      int same = 0;
      for (BruteForce.Hit hit : ofReplicas) {
        Float score = scores.get(hit.id());
        if (score != null) {
          assertEquals(hit.id(), score, hit.score(), 0);
          same++;
        }
      }
      assertTrue(same + " of " + ofReplicas.size(), same >= (i % 2 == 0 ? 50 : 45));
    }
  }

  private static List<BruteForce.Hit> search(Rest rest, String path, String query)
      throws Exception {
    return hits(rest.post(path, "{\"_source\":false,\"size\":50,\"query\":" + query + "}"));
  }

  private static float[] anyVector() {
    return vectors.vectors().get(random().nextInt(vectors.size()));
  }

  /** An approximate search finds nearly all neighbors. */
  @Test
  public void testFewMissWithFewCandidates() throws Exception {
    int found = 0;
    for (int i = 0; i < QUERIES; i++) {
      float[] query = anyVector();
      Set<String> expected = new HashSet<>();
      all.nearest(query, 10, id -> true).forEach(hit -> expected.add(hit.id()));
      for (BruteForce.Hit hit : search(cluster.rest(), INDEX, knn(query, 10, 100, ""), 10)) {
        found += expected.contains(hit.id()) ? 1 : 0;
      }
    }
    assertTrue(found + " of " + 10 * QUERIES, found >= 9 * QUERIES);
  }

  /** The k nearest of each shard are hits, so there are more than k, unless size is lower. */
  @Test
  public void testKIsPerShard() throws Exception {
    List<BruteForce.Hit> hits = search(cluster.rest(), INDEX, knn(anyVector(), 7, 100, ""), 100);
    assertEquals(3 * 7, hits.size());
  }

  @Test
  public void testFilterCountsBeforeK() throws Exception {
    for (int limit : new int[] {5, 100, vectors.size() / 2}) {
      float[] query = anyVector();
      String filter = Json.of(", 'filter': {'range': {'n': {'lt': " + limit + "}}}");
      Set<String> counting = new HashSet<>(vectors.ids().subList(0, limit));
      BruteForce.assertSame(
          all.nearest(query, 10, counting::contains),
          search(cluster.rest(), INDEX, knn(query, 10, CANDIDATES, filter), 10));
    }
  }

  @Test
  public void testMinScore() throws Exception {
    float[] query = anyVector();
    List<BruteForce.Hit> expected = all.nearest(query, 40, id -> true);
    int count = 20; // and those that are as near: some texts have the same vector
    while (expected.get(count - 1).score() - expected.get(count).score() < 1e-5) {
      count++;
    }
    float least = (expected.get(count - 1).score() + expected.get(count).score()) / 2;
    String minScore = Json.of(", 'min_score': " + least);
    BruteForce.assertSame(
        expected.subList(0, count),
        search(cluster.rest(), INDEX, knn(query, 40, CANDIDATES, minScore), 40));
    assertEquals(
        List.of(),
        search(
            cluster.rest(), INDEX, knn(query, 40, CANDIDATES, Json.of(", 'min_score': 1.5")), 40));
  }

  /** Without k, hits are all within a limit. The search is approximate and may miss a few. */
  @Test
  public void testAllWithinALimit() throws Exception {
    int wanted = 0;
    int found = 0;
    for (int i = 0; i < QUERIES; i++) {
      int n = random().nextInt(vectors.size());
      float[] query = vectors.vectors().get(n);
      boolean isFiltered = i % 3 == 0;
      Set<String> counting = new HashSet<>(vectors.ids().subList(0, vectors.size() / 2));
      List<BruteForce.Hit> nearest =
          all.nearest(query, 60, id -> isFiltered == false || counting.contains(id));
      float least = (nearest.get(40).score() + nearest.get(41).score()) / 2;
      String filter =
          isFiltered ? ", 'filter': {'range': {'n': {'lt': " + vectors.size() / 2 + "}}}" : "";
      String limit =
          i % 2 == 0 ? ", 'min_score': " + least : ", 'max_distance': " + (2 - 2 * least);
      String within =
          Json.of("{'omdb_knn': {'" + FIELD + "': {'vector': ")
              + Json.array(query)
              + Json.of(limit + filter + "}}}");
      Map<String, Float> expected = new HashMap<>();
      nearest.subList(0, 41).forEach(hit -> expected.put(hit.id(), hit.score()));
      List<BruteForce.Hit> hits = search(cluster.rest(i % 3), nameOf("SEGMENT"), within, 1_000);
      for (BruteForce.Hit hit : hits) {
        Float score = expected.get(hit.id());
        assertTrue(hit + " has less than " + least, hit.score() >= least - 1e-6f);
        if (score != null) {
          assertEquals(score, hit.score(), 1e-5f);
          found++;
        }
      }
      wanted += expected.size();
    }
    assertTrue(found + " of " + wanted, found >= 0.95 * wanted);
  }

  /** The score of the tenth neighbor is the limit of the ten; a search may miss one of them. */
  @Test
  public void testScoresWithinALimitAreThoseOfK() throws Exception {
    String id = vectors.ids().get(random().nextInt(vectors.size()));
    List<BruteForce.Hit> nearest = search(cluster.rest(), INDEX, near(id, ""), 10);
    String within =
        Json.of("{'omdb_knn': {'embedding': {'id': ")
            + Json.quote(id)
            + Json.of(", 'min_score': " + nearest.get(9).score() + "}}}");
    List<BruteForce.Hit> hits = search(cluster.rest(), INDEX, within, 10);
    assertTrue(hits + "\n" + nearest, hits.size() >= 8);
    for (BruteForce.Hit hit : hits) {
      boolean isTie = hit.score() == nearest.get(9).score();
      assertTrue(hit + " of " + hits + "\n" + nearest, isTie || nearest.contains(hit));
    }
  }

  /** The document may be in a shard that nobody has, or another one of that id. */
  @Test
  public void testByIdWhileAShardIsMissing() throws Exception {
    Rest rest = cluster.rest();
    rest.put(
        "homeless?wait_for_active_shards=0",
        Json.of(
            "{'settings': {'index.omdb': true, 'index.routing.allocation.require._name': 'nobody'},"
                + " 'mappings': {'properties': {'"
                + FIELD
                + "': {'type': 'omdb_vector', 'dimension': "
                + vectors.dimension()
                + "}}}}"));
    for (String id : List.of(vectors.ids().get(0), "not there")) {
      String body = "{\"query\":" + near(id, "") + "}";
      Rest.Answer answer = rest.send("POST", INDEX + ",homeless/_search", body);
      assertEquals(answer.reasons(), 503, answer.status());
      assertTrue(answer.reasons(), answer.reasons().contains("shards have answered"));
    }
    rest.delete("homeless");
  }

  /** A query by words or numbers decides what is found, and vectors decide the scores. */
  @Test
  public void testScoresOfWhatAnotherQueryFinds() throws Exception {
    float[] query = anyVector();
    String below = Json.of("{'range': {'n': {'lt': 50}}}");
    String score =
        Json.of("{'omdb_score': {'" + FIELD + "': {'vector': ")
            + Json.array(query)
            + Json.of(", 'filter': ")
            + below
            + "}}}";
    Map<String, Float> expected = new HashMap<>();
    search(cluster.rest(), INDEX, knn(query, 50, CANDIDATES, Json.of(", 'filter': ") + below), 50)
        .forEach(hit -> expected.put(hit.id(), hit.score()));
    List<BruteForce.Hit> hits = search(cluster.rest(1), INDEX, score, 100);
    assertEquals(50, hits.size());
    Map<String, Float> found = new HashMap<>();
    hits.forEach(hit -> found.put(hit.id(), hit.score()));
    assertEquals(expected, found);

    JsonNode rescored =
        cluster
            .rest(2)
            .post(
                INDEX + "/_search",
                Json.of("{'size': 50, 'query': {'constant_score': {'filter': ")
                    + below
                    + Json.of("}}, 'rescore': {'window_size': 50, 'query': {'query_weight': 0,")
                    + Json.of("'rescore_query': ")
                    + score
                    + "}}}");
    found.clear();
    hits(rescored).forEach(hit -> found.put(hit.id(), hit.score()));
    assertEquals(expected, found);
  }

  /** The vector of a document is looked up on its shard, and the document is not a hit. */
  @Test
  public void testNeighborsOfStoredDocuments() throws Exception {
    for (int i = 0; i < QUERIES; i++) {
      int n = random().nextInt(vectors.size());
      String id = vectors.ids().get(n);
      BruteForce.assertSame(
          all.nearest(vectors.vectors().get(n), 10, other -> other.equals(id) == false),
          search(cluster.rest(i % 3), INDEX, near(id, ""), 10));
    }
  }

  private static String near(String id, String more) {
    return Json.of("{'omdb_knn': {'embedding': {'id': ")
        + Json.quote(id)
        + Json.of(", 'k': 10, 'ef': " + CANDIDATES + more + "}}}");
  }

  @Test
  public void testBase64IsTheSameQuery() throws Exception {
    float[] query = anyVector();
    String base64 =
        Json.of(
            "{'omdb_knn': {'embedding': {'vector': '"
                + VectorParser.toBase64(query)
                + "', 'k': 10, 'ef': "
                + CANDIDATES
                + "}}}");
    BruteForce.assertSame(
        search(cluster.rest(), INDEX, knn(query, 10, CANDIDATES, ""), 10),
        search(cluster.rest(), INDEX, base64, 10));
  }

  /** In a bool query scores add up, and the filter of the bool query is applied after k. */
  @Test
  public void testInsideBool() throws Exception {
    float[] query = anyVector();
    Set<String> counting = new HashSet<>(vectors.ids().subList(0, vectors.size() / 2));
    String knn = knn(query, vectors.size(), CANDIDATES, Json.of(", 'boost': 2"));
    List<BruteForce.Hit> expected =
        all.nearest(query, 10, counting::contains).stream()
            .map(hit -> new BruteForce.Hit(hit.id(), 2 * hit.score() + 1))
            .toList();
    String bool =
        Json.of("{'bool': {'must': [")
            + knn
            + Json.of(", {'match_all': {}}], 'filter': {'range': {'n': {'lt': ")
            + vectors.size() / 2
            + "}}}}}";
    BruteForce.assertSame(expected, search(cluster.rest(), INDEX, bool, 10));
    String mustNot =
        Json.of("{'bool': {'must': {'range': {'n': {'lt': 30}}}, 'must_not': ")
            + knn(query, 1, CANDIDATES, "")
            + "}}";
    Set<String> nearest = new HashSet<>();
    search(cluster.rest(), INDEX, knn(query, 1, CANDIDATES, ""), 3)
        .forEach(hit -> nearest.add(hit.id()));
    nearest.retainAll(vectors.ids().subList(0, 30));
    assertEquals(30 - nearest.size(), search(cluster.rest(), INDEX, mustNot, 100).size());
  }

  /** The filter of an alias is applied after k, and also to the look-up of a document. */
  @Test
  public void testAliases() throws Exception {
    int half = vectors.size() / 2;
    cluster
        .rest()
        .post(
            "_aliases",
            Json.of(
                "{'actions': [{'add': {'index': '"
                    + INDEX
                    + "', 'alias': 'all'}}, {'add': {'index': '"
                    + INDEX
                    + "', 'alias': 'first', 'filter': {'range': {'n': {'lt': "
                    + half
                    + "}}}}}]}"));
    float[] query = anyVector();
    BruteForce.assertSame(
        all.nearest(query, 10, id -> true),
        search(cluster.rest(), "all", knn(query, 10, CANDIDATES, ""), 10));
    Set<String> counting = new HashSet<>(vectors.ids().subList(0, half));
    BruteForce.assertSame(
        all.nearest(query, 10, counting::contains),
        search(cluster.rest(), "first", knn(query, vectors.size(), CANDIDATES, ""), 10));
    String hidden = vectors.ids().get(half);
    assertEquals(10, search(cluster.rest(), "all", near(hidden, ""), 10).size());
    Rest.Answer refused =
        cluster.rest().send("POST", "first/_search", "{\"query\":" + near(hidden, "") + "}");
    assertEquals(refused.reasons(), 400, refused.status());
    Rest.Answer ambiguous =
        cluster
            .rest()
            .send("POST", "by-*/_search", "{\"query\":" + near(vectors.ids().get(0), "") + "}");
    assertEquals(ambiguous.reasons(), 400, ambiguous.status());
    assertTrue(ambiguous.reasons(), ambiguous.reasons().contains("[by-document, by-segment]"));
  }

  @Test
  public void testPages() throws Exception {
    float[] query = anyVector();
    List<BruteForce.Hit> expected = all.nearest(query, 60, id -> true);
    for (int from = 0; from < 60; from += 20) {
      JsonNode page =
          cluster
              .rest()
              .post(
                  INDEX + "/_search",
                  "{\"from\":"
                      + from
                      + ",\"size\":20,\"query\":"
                      + knn(query, 60, CANDIDATES, "")
                      + "}");
      BruteForce.assertSame(expected.subList(from, from + 20), hits(page));
    }
  }

  @Test
  public void testPointInTimeAndSearchAfter() throws Exception {
    JsonNode opened = cluster.rest().post(INDEX + "/_search/point_in_time?keep_alive=1m", null);
    String pit = opened.get("pit_id").asText();
    String id = vectors.ids().get(3);
    float[] query = vectors.vectors().get(3);
    String search =
        Json.of("{'size': 5, 'pit': {'id': '" + pit + "'}, 'sort': [{'_score': 'desc'}")
            + Json.of(", {'n': 'asc'}], 'track_scores': true, 'query': ")
            + near(id, "");
    JsonNode first = cluster.rest().post("_search", search + "}");
    JsonNode last = first.at("/hits/hits/4/sort");
    JsonNode second =
        cluster.rest().post("_search", search + Json.of(", 'search_after': ") + last + "}");
    List<BruteForce.Hit> found = new ArrayList<>(hits(first));
    found.addAll(hits(second));
    BruteForce.assertSame(all.nearest(query, 10, other -> other.equals(id) == false), found);
    cluster.rest().send("DELETE", "_search/point_in_time", Json.of("{'pit_id': ['" + pit + "']}"));
  }

  @Test
  public void testExplain() throws Exception {
    float[] query = anyVector();
    String body = "{\"query\":" + knn(query, 5, CANDIDATES, "") + "}";
    JsonNode found =
        cluster.rest().post(INDEX + "/_search", "{\"explain\":true," + body.substring(1));
    JsonNode best = found.at("/hits/hits/0");
    assertEquals(best.get("_score").floatValue(), best.at("/_explanation/value").floatValue(), 0);
    assertTrue(
        best.toString(),
        best.at("/_explanation/description").asText().contains("omdb_knn(field=embedding, k=5"));
    String id = URLEncoder.encode(best.get("_id").asText(), StandardCharsets.UTF_8);
    JsonNode one = cluster.rest().post(INDEX + "/_explain/" + id, body);
    assertTrue(one.toString(), one.get("matched").asBoolean());
    List<BruteForce.Hit> everything = all.nearest(query, vectors.size(), other -> true);
    String farthest =
        URLEncoder.encode(everything.get(everything.size() - 1).id(), StandardCharsets.UTF_8);
    JsonNode other = cluster.rest().post(INDEX + "/_explain/" + farthest, body);
    assertFalse(other.toString(), other.get("matched").asBoolean());
    assertTrue(other.toString(), other.toString().contains("not among the 5 hits"));
  }

  @Test
  public void testCountsExistsAndNames() throws Exception {
    assertEquals(
        vectors.size(),
        cluster
            .rest()
            .post(INDEX + "/_count", Json.of("{'query': {'exists': {'field': 'embedding'}}}"))
            .get("count")
            .asInt());
    String named = knn(anyVector(), 4, CANDIDATES, Json.of(", '_name': 'near'"));
    JsonNode hit =
        cluster.rest().post(INDEX + "/_search", "{\"query\":" + named + "}").at("/hits/hits/0");
    assertEquals("near", hit.at("/matched_queries/0").asText());
    assertEquals(
        12,
        cluster.rest().post(INDEX + "/_count", "{\"query\":" + named + "}").get("count").asInt());
    JsonNode valid =
        cluster.rest().post(INDEX + "/_validate/query?explain=true", "{\"query\":" + named + "}");
    assertTrue(valid.toString(), valid.get("valid").asBoolean());
  }
}
