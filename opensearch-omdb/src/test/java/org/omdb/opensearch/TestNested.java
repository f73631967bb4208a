// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.BruteForce;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Contents;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** Documents have several vectors in nested objects, and the best one counts. */
public class TestNested extends ClusterTestCase {

  private static final int DIMENSION = 4;
  private static final int DOCUMENTS = 150;

  /** What is indexed: the chunks of each document. */
  private static final Map<Integer, List<float[]>> CHUNKS = new TreeMap<>();

  private static TestCluster cluster;
  private static Rest rest;

  @BeforeClass
  public static void start() throws Exception {
    CHUNKS.clear();
    cluster = TestCluster.start(newFolder(), 1, Settings.EMPTY);
    rest = cluster.rest();
    create("v", 1, "");
    StringBuilder lines = new StringBuilder();
    for (int n = 0; n < DOCUMENTS; n++) {
      lines.append(document(n, random().nextInt(6)));
      if (random().nextInt(40) == 0) {
        bulk("v", lines); // several segments
      }
    }
    bulk("v", lines);
    for (int i = 0; i < 20; i++) {
      int n = random().nextInt(DOCUMENTS);
      if (random().nextBoolean()) {
        lines.append(document(n, random().nextInt(3))); // mostly fewer chunks than before
      } else {
        lines.append(Json.of("{'delete': {'_id': '" + n + "'}}\n"));
        CHUNKS.remove(n);
      }
    }
    bulk("v", lines);
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
  }

  private static void create(String index, int shards, String settings) throws IOException {
    rest.put(
        index,
        Json.of(
            "{'settings': {'index.omdb': true, 'number_of_replicas': 0, 'number_of_shards': "
                + shards
                + settings
                + "}, 'mappings': {'properties': {'n': {'type': 'integer'}, 'title': {'type':"
                + " 'text'}, 'whole': {'type': 'omdb_vector', 'dimension': 1}, 'chunks': {'type':"
                + " 'nested', 'properties': {'embedding': {'type': 'omdb_vector', 'dimension': "
                + DIMENSION
                + "}, 'page': {'type': 'integer'}}}}}}"));
  }

  private static float[] randomVector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random().nextFloat();
    }
    return vector;
  }

  /** Sends the lines, and empties them. */
  private static void bulk(String index, StringBuilder lines) throws IOException {
    if (lines.length() > 0) {
      JsonNode done = rest.post(index + "/_bulk?refresh=true", lines.toString());
      assertFalse(done.toString(), done.get("errors").asBoolean());
      lines.setLength(0);
    }
  }

  /** The lines of a document with random chunks. */
  private static String document(int n, int chunks) {
    List<float[]> vectors = new ArrayList<>();
    StringBuilder array = new StringBuilder();
    for (int page = 0; page < chunks; page++) {
      vectors.add(randomVector());
      array
          .append(page == 0 ? "" : ", ")
          .append(Json.of("{'page': " + page + ", 'embedding': "))
          .append(Json.array(vectors.get(page)))
          .append("}");
    }
    CHUNKS.put(n, vectors);
    return Json.of("{'index': {'_id': '" + n + "'}}\n{'n': " + n + ", 'title': 't" + n % 3)
        + Json.of("', 'chunks': [" + array + "]}\n");
  }

  /** A query within a nested query. */
  private static String nested(String query, String more) {
    return Json.of("{'nested': {'path': 'chunks', 'score_mode': 'max', 'query': ")
        + query
        + Json.of(more)
        + "}}";
  }

  private static String near(float[] vector, int k, String more) {
    return Json.of("{'omdb_knn': {'chunks.embedding': {'ef': 1000, 'k': " + k + ", 'vector': ")
        + Json.array(vector)
        + Json.of(more)
        + "}}}";
  }

  private static List<BruteForce.Hit> find(String query) throws IOException {
    return search(rest, "v", query, 1000);
  }

  private static float score(float[] a, float[] b) {
    return VectorSimilarityFunction.EUCLIDEAN.compare(a, b);
  }

  /** The documents with the best chunks that pass a filter of number and page. */
  private static List<BruteForce.Hit> best(
      float[] vector, int k, BiPredicate<Integer, Integer> filter) {
    List<BruteForce.Hit> hits = new ArrayList<>();
    CHUNKS.forEach(
        (n, chunks) -> {
          float best = -1;
          for (int page = 0; page < chunks.size(); page++) {
            if (filter.test(n, page)) {
              best = Math.max(best, score(vector, chunks.get(page)));
            }
          }
          if (best >= 0) {
            hits.add(new BruteForce.Hit("" + n, best));
          }
        });
    hits.sort(Comparator.comparing(BruteForce.Hit::score).reversed());
    return hits.subList(0, Math.min(k, hits.size()));
  }

  @Test
  public void testBestChunkCounts() throws Exception {
    for (int i = 0; i < 10; i++) {
      float[] vector = randomVector();
      int k = 1 + random().nextInt(200);
      List<BruteForce.Hit> expected = best(vector, k, (n, page) -> true);
      BruteForce.assertSame(expected, find(nested(near(vector, k, ""), "")));
    }
  }

  /** Each document has many chunks near to the query, but is one hit. */
  @Test
  public void testGraphsFindAsManyDocuments() throws Exception {
    create("large", 1, "");
    StringBuilder lines = new StringBuilder();
    List<float[]> nearest = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      float[] middle = randomVector();
      nearest.add(middle);
      lines.append(Json.of("{'index': {'_id': '" + n + "'}}\n{'chunks': ["));
      for (int page = 0; page < 10; page++) {
        float[] vector = middle.clone();
        vector[page % DIMENSION] += page / 1000f;
        lines.append(page == 0 ? "" : ",").append(Json.of("{'embedding': "));
        lines.append(Json.array(vector)).append("}");
      }
      lines.append("]}\n");
      if (n % 100 == 99) {
        bulk("large", lines);
      }
    }
    rest.post("large/_forcemerge?max_num_segments=1", null);
    rest.post("large/_refresh", null);
    int found = 0;
    for (int i = 0; i < 20; i++) {
      float[] vector = randomVector();
      Set<String> expected = new HashSet<>();
      nearest.stream()
          .sorted(Comparator.comparing(middle -> -score(vector, middle)))
          .limit(10)
          .forEach(middle -> expected.add("" + nearest.indexOf(middle)));
      String query = nested(near(vector, 10, "").replace("1000", "50"), "");
      List<BruteForce.Hit> hits = search(rest, "large", query, 100);
      assertEquals(10, hits.size());
      found += (int) hits.stream().filter(hit -> expected.contains(hit.id())).count();
    }
    assertTrue("found " + found + " of 200", found >= 170);
    String stats = rest.get("_omdb/large/stats").toString();
    assertTrue(stats, stats.contains("\"audits\":{\"equal\":1}"));
  }

  @Test
  public void testFiltersOfParentsAndChildren() throws Exception {
    float[] vector = randomVector();
    String parent = "{'range': {'n': {'lt': 100}}}";
    String child = "{'range': {'chunks.page': {'gte': 1}}}";
    check(vector, parent, (n, page) -> n < 100);
    check(vector, child, (n, page) -> page >= 1);
    check(vector, "{'match': {'title': 't1'}}", (n, page) -> n % 3 == 1);
    check(vector, "{'exists': {'field': 'n'}}", (n, page) -> true);
    check(
        vector,
        "{'bool': {'must': [" + parent + "], 'filter': [" + child + "]}}",
        (n, page) -> n < 100 && page >= 1);
    check(
        vector,
        "{'bool': {'must_not': [" + parent + ", {'term': {'chunks.page': 2}}]}}",
        (n, page) -> n >= 100 && page != 2);
    check(
        vector,
        "{'bool': {'should': [" + child + ", {'match': {'title': 't1'}}]}}",
        (n, page) -> page >= 1 || n % 3 == 1);
    check(vector, "{'match_all': {}}", (n, page) -> true);
    check(vector, "{'term': {'n': -1}}", (n, page) -> false);
  }

  private static void check(float[] vector, String filter, BiPredicate<Integer, Integer> passes)
      throws IOException {
    List<BruteForce.Hit> expected = best(vector, 12, passes);
    BruteForce.assertSame(expected, find(nested(near(vector, 12, ", 'filter': " + filter), "")));
    List<BruteForce.Hit> all = best(vector, DOCUMENTS, passes);
    String score =
        Json.of("{'omdb_score': {'chunks.embedding': {'filter': " + filter + ", 'vector': ")
            + Json.array(vector)
            + "}}}";
    BruteForce.assertSame(all, find(nested(score, "")));
    float limit = 0.6f;
    String radial =
        near(vector, 0, ", 'min_score': " + limit + ", 'filter': " + filter)
            .replace(Json.of("'ef': 1000, 'k': 0, "), "");
    BruteForce.assertSame(
        all.stream().filter(hit -> hit.score() >= limit).toList(), find(nested(radial, "")));
  }

  @Test
  public void testInnerHitsAndExpandedDocuments() throws Exception {
    float[] vector = randomVector();
    String best = nested(near(vector, 9, ""), ", 'inner_hits': {'size': 10}");
    String expanded =
        nested(
            near(vector, 9, ", 'expand_nested_docs': true"),
            ", 'inner_hits': {'size': 10, '_source': false, 'fields': ['chunks.embedding'],"
                + " 'docvalue_fields': [{'field': 'chunks.page'}]}");
    JsonNode ofBest = hitsOf(best);
    JsonNode ofExpanded = hitsOf(expanded);
    assertEquals(9, ofBest.size());
    assertEquals(9, ofExpanded.size());
    for (int i = 0; i < 9; i++) {
      int n = ofBest.get(i).get("_id").asInt();
      List<float[]> chunks = CHUNKS.get(n);
      JsonNode one = ofBest.get(i).at("/inner_hits/chunks/hits/hits");
      assertEquals(one.toString(), 1, one.size());
      float[] found = chunks.get(one.at("/0/_nested/offset").asInt());
      assertEquals(ofBest.get(i).get("_score").asDouble(), score(vector, found), 1e-6);

      assertEquals(n, ofExpanded.get(i).get("_id").asInt());
      JsonNode all = ofExpanded.get(i).at("/inner_hits/chunks/hits/hits");
      assertEquals(all.toString(), chunks.size(), all.size());
      for (JsonNode hit : all) {
        float[] chunk = chunks.get(hit.at("/_nested/offset").asInt());
        assertEquals(score(vector, chunk), hit.get("_score").asDouble(), 1e-6);
        assertArrayEquals(chunk, Json.vector(hit.at("/fields/chunks.embedding")), 0);
      }
    }
    String sum =
        nested(
                near(
                    vector,
                    9,
                    ", 'expand_nested_docs': true, 'filter': {'term': {'chunks.page': 0}}"),
                ", 'inner_hits': {}")
            .replace("\"max\"", "\"sum\"");
    for (JsonNode hit : hitsOf(sum)) {
      assertEquals(1, hit.at("/inner_hits/chunks/hits/total/value").asInt());
    }
    String sums = expanded.replace("\"max\"", "\"sum\"");
    for (JsonNode hit : hitsOf(sums)) {
      double expected = 0;
      for (float[] chunk : CHUNKS.get(hit.get("_id").asInt())) {
        expected += score(vector, chunk);
      }
      assertEquals(expected, hit.get("_score").asDouble(), 1e-5);
    }
  }

  private static JsonNode hitsOf(String query) throws IOException {
    return rest.post("v/_search", "{\"query\":" + query + "}").at("/hits/hits");
  }

  @Test
  public void testWithWordsInOneRanking() throws Exception {
    String query =
        Json.of("{'omdb_hybrid': {'queries': [{'match': {'title': 't1'}}, ")
            + nested(near(randomVector(), 5, ""), ", 'inner_hits': {}")
            + "]}}";
    int chunks = 0;
    for (JsonNode hit :
        rest.post("v/_search", "{\"size\":200,\"query\":" + query + "}").at("/hits/hits")) {
      chunks += hit.at("/inner_hits/chunks/hits/hits").size();
    }
    assertEquals(5, chunks);
  }

  @Test
  public void testIdsAreThoseOfDocumentsWithOffsets() throws Exception {
    rest.post("v/_flush?force=true", null);
    String uuid = rest.get("v/_settings").at("/v/settings/index/uuid").asText();
    Set<String> ids = new TreeSet<>();
    for (Path shard : Contents.shardFolders(cluster.folder(0), uuid)) {
      Map<String, float[]> contents = Contents.ofFolder(shard, "chunks.embedding");
      ids.addAll(contents.keySet());
      contents.forEach(
          (id, vector) -> {
            String[] parts = id.split("#");
            float[] chunk = CHUNKS.get(Integer.parseInt(parts[0])).get(Integer.parseInt(parts[1]));
            assertArrayEquals(chunk, vector, 0);
          });
    }
    assertEquals(CHUNKS.values().stream().mapToInt(List::size).sum(), ids.size());
  }

  @Test
  public void testVectorsOfBytes() throws Exception {
    rest.put(
        "bytes",
        Json.of(
            "{'settings': {'index.omdb': true, 'number_of_replicas': 0, 'number_of_shards': 1},"
                + " 'mappings': {'properties': {'f': {'type': 'nested', 'properties': {'v': {'type':"
                + " 'omdb_vector', 'dimension': 1, 'data_type': 'byte'}}}}}}"));
    rest.put("bytes/_doc/far", Json.of("{'f': [{'v': [9]}, {'v': [-9]}]}"));
    rest.put("bytes/_doc/near?refresh=true", Json.of("{'f': [{'v': [1]}, {'v': [2]}]}"));
    String near = "{'omdb_knn': {'f.v': {'vector': [0], 'k': 2%s}}}";
    String query = "{'nested': {'path': 'f', 'score_mode': 'sum', 'query': " + near + "}}";
    assertEquals(
        List.of(new BruteForce.Hit("near", 1 / 2f), new BruteForce.Hit("far", 1 / 82f)),
        search(rest, "bytes", Json.of(query.replace("%s", "")), 9));
    assertEquals(
        List.of(new BruteForce.Hit("near", 1 / 2f + 1 / 5f), new BruteForce.Hit("far", 2 / 82f)),
        search(rest, "bytes", Json.of(query.replace("%s", ", 'expand_nested_docs': true")), 9));
  }

  /** Requests of the k-NN plugin. */
  @Test
  public void testKnnApi() throws Exception {
    rest.put(
        "knn",
        Json.of(
            "{'settings': {'index.omdb': true, 'index.omdb.knn_api': true, 'number_of_replicas': 0,"
                + " 'number_of_shards': 1}, 'mappings': {'properties': {'open': {'type': 'boolean'},"
                + " 'f': {'type': 'nested', 'properties': {'v': {'type': 'knn_vector', 'dimension':"
                + " 1, 'space_type': 'l2'}, 'color': {'type': 'keyword'}}}}}}"));
    rest.put(
        "knn/_doc/1",
        Json.of("{'open': true, 'f': [{'v': [1], 'color': 'blue'}, {'v': [9], 'color': 'red'}]}"));
    rest.put(
        "knn/_doc/2?refresh=true",
        Json.of("{'open': false, 'f': [{'v': [2], 'color': 'red'}, {'v': [3], 'color': 'red'}]}"));
    assertEquals(List.of("1:1", "2:1"), ofKnn(""));
    assertEquals(List.of("1:2", "2:2"), ofKnn(", 'expand_nested_docs': true"));
    assertEquals(List.of("1:1"), ofKnn(", 'filter': {'term': {'open': true}}"));
    assertEquals(
        List.of("2:2", "1:1"),
        ofKnn(", 'filter': {'term': {'f.color': 'red'}}, 'expand_nested_docs': true"));
    String ofColor =
        ", 'filter': {'nested': {'path': 'f', 'query': {'term': {'f.color': 'blue'}}}}";
    assertEquals(List.of("1:1"), ofKnn(ofColor));
  }

  /** The ids of hits, each with the number of its inner hits. */
  private static List<String> ofKnn(String more) throws IOException {
    String query =
        "{'query': {'nested': {'path': 'f', 'score_mode': 'max', 'inner_hits': {}, 'query': {'knn':"
            + " {'f.v': {'vector': [0], 'k': 9"
            + more
            + "}}}}}}";
    List<String> hits = new ArrayList<>();
    rest.post("knn/_search", Json.of(query))
        .at("/hits/hits")
        .forEach(
            hit ->
                hits.add(hit.get("_id").asText() + ":" + hit.at("/inner_hits/f/hits/hits").size()));
    return hits;
  }

  @Test
  public void testObjectsInObjects() throws Exception {
    rest.put(
        "deep",
        Json.of(
            "{'settings': {'index.omdb': true, 'number_of_replicas': 0, 'number_of_shards': 1},"
                + " 'mappings': {'properties': {'a': {'type': 'nested', 'properties': {'b':"
                + " {'type': 'nested', 'properties': {'embedding': {'type': 'omdb_vector',"
                + " 'dimension': 1}}}}}}}}"));
    rest.put(
        "deep/_doc/x#1?refresh=true".replace("#", "%23"),
        Json.of(
            "{'a': [{'b': [{'embedding': [1]}, {'embedding': null}, {'embedding': [2]}]},"
                + " {'b': {'embedding': [3]}}]}"));
    rest.post("deep/_flush?force=true", null);
    String uuid = rest.get("deep/_settings").at("/deep/settings/index/uuid").asText();
    Path shard = Contents.shardFolders(cluster.folder(0), uuid).get(0);
    assertEquals(
        Set.of("x#1#0#0", "x#1#0#2", "x#1#1#0"),
        Contents.ofFolder(shard, "a.b.embedding").keySet());

    String near = Json.of("{'omdb_knn': {'a.b.embedding': {'vector': [2.9], 'k': 9}}}");
    String inner = Json.of("{'nested': {'path': 'a.b', 'query': ") + near + "}}";
    String outer = Json.of("{'nested': {'path': 'a', 'inner_hits': {}, 'query': ") + inner + "}}";
    assertEquals(1, search(rest, "deep", inner, 10).size());
    JsonNode hit = rest.post("deep/_search", "{\"query\":" + outer + "}").at("/hits/hits/0");
    assertEquals(hit.toString(), 2, hit.at("/inner_hits/a/hits/total/value").asInt());
  }

  private static void refuses(String query, String sentence) throws IOException {
    Rest.Answer answer = rest.send("POST", "v/_search", "{\"query\":" + query + "}");
    assertEquals(answer.reasons(), 400, answer.status());
    assertTrue(answer.reasons(), answer.reasons().contains(sentence));
  }

  @Test
  public void testWhatCannotWorkIsRefused() throws Exception {
    float[] vector = randomVector();
    refuses(near(vector, 1, ""), "must be within a [nested] query with the path [chunks]");
    refuses(
        near(vector, 1, "")
            .replace("omdb_knn", "omdb_score")
            .replace("\"ef\": 1000, \"k\": 1,", ""),
        "must be within a [nested] query with the path [chunks]");
    String whole = Json.of("{'omdb_knn': {'whole': {'vector': [1], 'k': 1}}}");
    refuses(nested(whole, ""), "must be outside of [nested] queries");
    refuses(
        whole.replace("\"k\"", "\"expand_nested_docs\": true, \"k\""),
        "is for fields in nested objects, and [whole] is not in one");
    refuses(
        Json.of(
            "{'omdb_knn': {'whole': {'vector': [1], 'min_score': 1, 'expand_nested_docs': true}}}"),
        "takes [expand_nested_docs] with [k] only");
    int some = CHUNKS.keySet().iterator().next();
    refuses(
        nested(Json.of("{'omdb_knn': {'chunks.embedding': {'id': '" + some + "', 'k': 1}}}"), ""),
        "or only in nested objects");
    String fields =
        ", 'mappings': {'properties': {'x': {'type': 'nested', 'properties': {'e': {'type':"
            + " 'omdb_vector', 'dimension': 1}}}}}}";
    refusesIndex("'index.derived_source.enabled': true}" + fields, "Derived source is not");
  }

  private static void refusesIndex(String settingsAndMappings, String sentence) throws IOException {
    String body = Json.of("{'settings': {'index.omdb': true, " + settingsAndMappings);
    Rest.Answer answer = rest.send("PUT", "refused", body);
    assertEquals(answer.reasons(), 400, answer.status());
    assertTrue(answer.reasons(), answer.reasons().contains(sentence));
  }
}
