// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.BruteForce;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** Requests for the k-NN plugin work, where a template has all indexes in the OMDB layout. */
public class TestKnnApi extends ClusterTestCase {

  private static TestCluster cluster;
  private static Rest rest;

  @BeforeClass
  public static void start() throws Exception {
    cluster = TestCluster.start(newFolder(), 1, Settings.EMPTY);
    rest = cluster.rest();
    rest.put(
        "_index_template/in-omdb-layout",
        Json.of(
            "{'index_patterns': ['*'], 'template': {'settings': {'index.omdb': true,"
                + " 'index.omdb.knn_api': true}}}"));
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
  }

  @Test
  public void testRequestsOfTheDocumentation() throws Exception {
    KnnDocumentation.check(rest, request -> false);
  }

  private static String index(String field) {
    return Json.of("{'mappings': {'properties': {'e': {'type': 'knn_vector', " + field + "}}}}");
  }

  /** Distances and scores are computed here as the documentation of spaces defines them. */
  @Test
  public void testScoresOfAllSpaces() throws Exception {
    for (SpaceType space : SpaceType.values()) {
      String name = "space-" + space;
      rest.put(
          name, index("'dimension': 3, 'method': {'name': 'hnsw', 'space_type': '" + space + "'}"));
      float[][] vectors = new float[10 + random().nextInt(50)][];
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = randomVector();
        lines.append("{\"index\":{\"_id\":\"").append(i).append("\"}}\n{\"e\":");
        lines.append(Json.array(vectors[i])).append("}\n");
      }
      JsonNode done = rest.post(name + "/_bulk?refresh=true", lines.toString());
      assertFalse(done.toString(), done.get("errors").asBoolean());
      float[] query = randomVector();
      double[] scores = Arrays.stream(vectors).mapToDouble(v -> score(space, query, v)).toArray();
      check(name, query, ", 'k': 5", scores, best(scores, 5));
      double limit = scores[random().nextInt(scores.length)] * (1 - 1e-4);
      check(name, query, ", 'min_score': " + limit, scores, atLeast(scores, limit));
      if (space != SpaceType.INNERPRODUCT) {
        double distance = space == SpaceType.L2 ? 1 / limit - 1 : 2 - 2 * limit;
        check(name, query, ", 'max_distance': " + distance, scores, atLeast(scores, limit));
        check(name, query, ", 'max_distance': 1000", scores, atLeast(scores, 0));
      }
    }
  }

  private static float[] randomVector() {
    float[] vector = new float[3];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return vector;
  }

  private static double score(SpaceType space, float[] a, float[] b) {
    double squares = 0;
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (a[i] - b[i]);
      product += a[i] * b[i];
      ofA += a[i] * a[i];
      ofB += b[i] * b[i];
    }
    double distance = 1 - product / Math.sqrt(ofA * ofB);
    return switch (space) {
      case L2 -> 1 / (1 + squares);
      case COSINESIMIL -> (2 - distance) / 2;
      case INNERPRODUCT -> product > 0 ? product + 1 : 1 / (1 - product);
    };
  }

  private static List<Integer> best(double[] scores, int k) {
    return atLeast(scores, 0).subList(0, k);
  }

  /** The vectors with at least a score, best first. */
  private static List<Integer> atLeast(double[] scores, double limit) {
    return IntStream.range(0, scores.length)
        .filter(i -> scores[i] >= limit)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .toList();
  }

  private static void check(
      String index, float[] query, String wanted, double[] scores, List<Integer> expected)
      throws Exception {
    String knn = Json.of("{'knn': {'e': {'vector': " + Json.array(query) + wanted + "}}}");
    List<BruteForce.Hit> found = search(rest, index, knn, 100);
    assertEquals(index + wanted, expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(index + wanted, "" + expected.get(i), found.get(i).id());
      double score = scores[expected.get(i)];
      assertEquals(index + wanted, score, found.get(i).score(), 1e-5 * score);
    }
  }

  @Test
  public void testAMappingComesBackAsItWasGiven() throws Exception {
    String field =
        "{'type': 'knn_vector', 'dimension': 2, 'data_type': 'float', 'space_type': 'cosinesimil',"
            + " 'mode': 'on_disk', 'compression_level': '8x', 'method': {'name': 'hnsw',"
            + " 'space_type': 'cosinesimil', 'engine': 'lucene', 'parameters': {'m': 8,"
            + " 'ef_construction': 50, 'ef_search': 20, 'encoder': {'name': 'sq', 'parameters':"
            + " {'bits': 7}}}}, 'meta': {'model': 'x'}}";
    String mapping = Json.of("{'properties': {'e': " + field + "}}");
    rest.put("returned", "{\"mappings\":" + mapping + "}");
    JsonNode returned = rest.get("returned/_mapping").at("/returned/mappings");
    assertEquals(Json.read(mapping), returned);
    rest.put("returned/_mapping", returned.toString());
    rest.put(
        "returned/_mapping",
        Json.of(
            "{'properties': {'e': {'type': 'knn_vector', 'dimension': 2, 'meta': {'model':"
                + " 'x'}}}}"));
    assertEquals(returned, rest.get("returned/_mapping").at("/returned/mappings"));
    refuses(
        "PUT",
        "returned/_mapping",
        "{'properties': {'e': {'type': 'knn_vector', 'dimension': 2, 'space_type': 'l2'}}}",
        "Cannot update parameter [space_type] from [cosinesimil] to [l2]");
    refuses(
        "PUT",
        "returned/_mapping",
        "{'properties': {'e': {'type': 'omdb_vector', 'dimension': 2}}}",
        "cannot be changed from type [knn_vector] to [omdb_vector]");
  }

  @Test
  public void testWhatElseThePluginDoesWorksOnSuchFields() throws Exception {
    rest.put("else", index("'dimension': 2"));
    rest.put("else/_doc/a?refresh=true", Json.of("{'e': [1, 2]}"));
    rest.put("else/_doc/b?refresh=true", Json.of("{'e': [5, 5]}"));
    String byId = Json.of("{'omdb_knn': {'e': {'id': 'a', 'k': 1}}}");
    assertEquals("b", search(rest, "else", byId, 1).get(0).id());
    String score = Json.of("{'omdb_score': {'e': {'vector': [1, 2]}}}");
    assertEquals(1f, search(rest, "else", score, 1).get(0).score(), 0);
    JsonNode stats = rest.get("_omdb/else/stats").at("/indices/else/shards/0/0/fields/e");
    assertEquals(stats.toString(), 2, stats.get("ids").asInt());
    String named =
        Json.of(
            "{'query': {'knn': {'e': {'vector': [1, 2], 'k': 1, 'boost': 3, '_name': 'x',"
                + " 'expand_nested_docs': false}}}}");
    JsonNode hit = rest.post("else/_search", named).at("/hits/hits/0");
    assertEquals(hit.toString(), 3, hit.get("_score").asDouble(), 0);
    assertEquals(hit.toString(), "x", hit.at("/matched_queries/0").asText());
    String unmapped =
        Json.of("{'knn': {'nothing': {'vector': [1, 2], 'k': 1, 'ignore_unmapped': true}}}");
    assertEquals(List.of(), search(rest, "else", unmapped, 1));
    rest.put("else/_settings", Json.of("{'index.knn.algo_param.ef_search': 50}"));
    String explained =
        rest.post("else/_search", named.replace("{\"query", "{\"explain\":true,\"query"))
            .toString();
    assertTrue(explained, explained.contains("ef=50"));
  }

  @Test
  public void testACopyOfAnIndexKeepsTheSetting() throws Exception {
    rest.put("copied", index("'dimension': 2"));
    rest.put("copied/_doc/a?refresh=true", Json.of("{'e': [1, 2]}"));
    rest.put("copied/_settings", Json.of("{'index.blocks.write': true}"));
    refuses(
        "POST",
        "copied/_clone/copy",
        "{'settings': {'index.omdb.knn_api': false}}",
        "[index.omdb.knn_api] must be true, as in index [copied]");
    rest.post("copied/_clone/copy", Json.of("{'settings': {'number_of_replicas': 0}}"));
    rest.awaitGreen("copy");
    String knn = Json.of("{'knn': {'e': {'vector': [1, 2], 'k': 1}}}");
    assertEquals(List.of(new BruteForce.Hit("a", 1)), search(rest, "copy", knn, 10));
  }

  private static void refuses(String method, String path, String body, String sentence)
      throws Exception {
    Rest.Answer answer = rest.send(method, path, Json.of(body));
    assertEquals(answer.reasons(), 400, answer.status());
    assertTrue(sentence + "\nis not in\n" + answer.reasons(), answer.reasons().contains(sentence));
  }

  private static void refusesMapping(String field, String sentence) throws Exception {
    refuses("PUT", "refused", index(field), sentence);
  }

  private static void refusesMethod(String method, String sentence) throws Exception {
    refusesMapping("'dimension': 2, 'method': {" + method + "}", sentence);
  }

  @Test
  public void testRefusedMappings() throws Exception {
    refusesMapping("'model_id': 'm'", "can't have [model_id]: there are no models");
    refusesMapping(
        "'dimension': 2, 'similarity': 'cosine'", "can't have [similarity]: [space_type]");
    refusesMapping("'space_type': 'l2'", "[dimension] is missing");
    refusesMapping("'dimension': 0", "[dimension] must be 1 to 16384, got 0");
    refusesMapping(
        "'dimension': 8, 'data_type': 'binary'", "[data_type] must be one of [float, byte]");
    refusesMapping(
        "'dimension': 2, 'data_type': 'byte', 'mode': 'on_disk'", "bytes are not compressed");
    refusesMapping(
        "'dimension': 2, 'data_type': 'byte', 'compression_level': '2x'",
        "bytes are not compressed");
    refusesMapping("'dimension': 2, 'space_type': 'hamming'", "graphs can't be built by [hamming]");
    refusesMapping("'dimension': 2, 'space_type': 'x'", "[l2, cosinesimil, innerproduct], got [x]");
    refusesMapping("'dimension': 2, 'mode': 'x'", "[mode] must be one of [in_memory, on_disk]");
    refusesMapping("'dimension': 2, 'compression_level': '3x'", "got [3x]");
    refusesMapping("'dimension': 2, 'store': true", "can't have [store]");
    refusesMapping("'dimension': 2, 'method': 'hnsw'", "[method] must be an object");
    refusesMethod("'name': 'ivf'", "[method.name] must be [hnsw], got [ivf]");
    refusesMethod("'engine': 'lucene'", "[method.name] must be [hnsw], got [null]");
    refusesMethod("'name': 'hnsw', 'engine': 'x'", "[faiss, lucene, nmslib], got [x]");
    refusesMethod("'name': 'hnsw', 'space': 'l2'", "has no parameter [space]");
    refusesMethod("'name': 'hnsw', 'parameters': {'nlist': 4}", "has no parameter [nlist]");
    refusesMethod("'name': 'hnsw', 'parameters': {'m': 2048}", "[m] must be 1 to 512, got 2048");
    refusesMethod("'name': 'hnsw', 'parameters': {'encoder': {'name': 'pq'}}", "got [pq]");
    refusesMapping(
        "'dimension': 2, 'space_type': 'l2', 'method': {'name': 'hnsw', 'space_type':"
            + " 'innerproduct'}",
        "they must be the same, or one is left out");
    refuses(
        "PUT",
        "refused",
        "{'settings': {'index.omdb.knn_api': false}, 'mappings': {'properties': {'e': {'type':"
            + " 'knn_vector', 'dimension': 2}}}}",
        "needs an index with the setting [index.omdb.knn_api: true]");
    refuses(
        "PUT",
        "refused",
        "{'settings': {'index.omdb.knn_api': false, 'index.knn': true}}",
        "add [index.omdb: true] and [index.omdb.knn_api: true]");
    refuses(
        "PUT",
        "refused",
        "{'settings': {'index.knn.derived_source.enabled': true}}",
        "unknown setting [index.knn.derived_source.enabled]");
    refuses(
        "PUT",
        "refused",
        "{'settings': {'index.omdb': false, 'index.omdb.knn_api': true}}",
        "needs [index.omdb: true]");
    refuses(
        "PUT",
        "refused",
        "{'mappings': {'properties': {'x': {'type': 'nested', 'include_in_root': true,"
            + " 'properties': {'e': {'type': 'knn_vector', 'dimension': 3}}}}}}",
        "can't be in the nested object [x]: [include_in_parent] and [include_in_root]");
  }

  private static void refusesQuery(String parameters, String sentence) throws Exception {
    String query = "{'query': {'knn': {'e': {'vector': [1, 2]" + parameters + "}}}}";
    refuses("POST", "asked/_search", query, sentence);
  }

  @Test
  public void testRefusedQueries() throws Exception {
    rest.put("asked", index("'dimension': 2, 'space_type': 'innerproduct'"));
    refusesQuery("", "needs one of [k], [max_distance] and [min_score], and only one");
    refusesQuery(", 'k': 1, 'min_score': 1", "and only one");
    refusesQuery(", 'min_score': 1, 'max_distance': 1", "and only one");
    refusesQuery(", 'k': 0", "[k] of [knn] must be 1 to 10000, got 0");
    refusesQuery(", 'k': 10001", "[k] of [knn] must be 1 to 10000, got 10001");
    refusesQuery(", 'min_score': -1", "[min_score] of [knn] must be a finite number, 0 or more");
    refusesQuery(", 'max_distance': 1", "has one sign for Faiss and the other for Lucene");
    refusesQuery(", 'k': 1, 'method_parameters': {'nprobes': 1}", "has no [nprobes]");
    refusesQuery(", 'k': 1, 'method_parameters': {'ef_search': 0}", "[ef_search] of [knn] must be");
    refusesQuery(", 'k': 1, 'method_parameters': 1", "[method_parameters] must be an object");
    refusesQuery(", 'min_score': 1, 'method_parameters': {'ef_search': 9}", "with [k] only");
    refusesQuery(", 'k': 1, 'rescore': {'oversample_factor': 0.5}", "must be 1 to 100, got 0.5");
    refusesQuery(", 'k': 1, 'rescore': {'x': 1}", "has no [x] in [rescore]");
    refusesQuery(", 'k': 1, 'rescore': 1", "[rescore] must be an object");
    refusesQuery(", 'k': 1, 'expand_nested_docs': true", "is for fields in nested objects");
    refusesQuery(", 'k': 1, 'ef': 1", "[knn] has no parameter [ef]");
    refusesQuery(", 'k': 1, '_name': null", "[knn] takes a text as [_name], got VALUE_NULL");
    refusesQuery(", 'k': 1, 'boost': -1", "[knn] takes a [boost] of 0 or more");
    refuses("POST", "asked/_search", "{'query': {'term': {'e': 1}}}", "the query [knn] searches");
    refuses("POST", "asked/_search", "{'sort': ['e']}", "field [e] of type [knn_vector]");
    refuses("POST", "asked/_search", "{'query': {'knn': {'e': {'k': 1}}}}", "needs [vector]");
    refuses(
        "POST",
        "asked/_search",
        "{'query': {'knn': {'e': {'vector': [1], 'k': 1}}}}",
        "must have 2 components");
    refuses(
        "POST",
        "asked/_search",
        "{'query': {'knn': {'x': {'vector': [1], 'k': 1}}}}",
        "[knn] needs a field of vectors, but [x] is not in the mapping");
    rest.put("cosines", index("'dimension': 2, 'space_type': 'cosinesimil'"));
    refuses("PUT", "cosines/_doc/a", "{'e': [0, 0]}", "which is what space_type [cosinesimil]");
    refuses(
        "PUT", "cosines/_doc/a", "{'e': [1e30, 0]}", "to 1.0E18 for space_type [cosinesimil], but");
    rest.put(
        "chunks",
        Json.of(
            "{'mappings': {'properties': {'c': {'type': 'nested', 'properties': {'e': {'type':"
                + " 'knn_vector', 'dimension': 2}}}}}}"));
    refuses(
        "POST",
        "chunks/_search",
        "{'query': {'knn': {'c.e': {'vector': [1, 2], 'k': 1}}}}",
        "[knn] of field [c.e] must be within a [nested] query with the path [c]");
  }

  /** Found by sending the same requests to k-NN, see ITRealKnn. */
  @Test
  public void testWhatKnnReadsLeniently() throws Exception {
    rest.put(
        "lenient",
        index(
            "'dimension': 2, 'data_type': 'FLOAT', 'method': {'name': 'hnsw', 'space_type':"
                + " 'CosineSimil', 'engine': 'Lucene', 'parameters': {'encoder': {'name':"
                + " 'binary', 'parameters': {'bits': 1}}}}"));
    JsonNode field = rest.get("lenient/_mapping").at("/lenient/mappings/properties/e");
    assertEquals("cosinesimil", field.at("/method/space_type").asText());
    assertEquals("lucene", field.at("/method/engine").asText());
    rest.put("lenient/_doc/a?refresh=true", Json.of("{'e': ['1', '-2.5']}"));
    refuses("PUT", "lenient/_doc/b", "{'e': ['1', 'NaN']}", "must be a finite float32, got NaN");
    refuses("PUT", "lenient/_doc/b", "{'e': ['1', '']}", "component 1 of the vector of field [e]");
    for (String wanted :
        new String[] {
          "'k': '1', 'boost': '2', 'method_parameters': {'ef_search': '10'}",
          "'k': 1, 'boost': 2, 'rescore': {'oversample_factor': '1.5'}",
          "'min_score': '0.9', 'boost': 2, 'expand_nested_docs': true",
          "'max_distance': '0.1', 'boost': 2"
        }) {
      String knn = Json.of("{'knn': {'e': {'vector': ['1', -2.5], " + wanted + "}}}");
      List<BruteForce.Hit> hits = search(rest, "lenient", knn, 10);
      assertEquals(wanted, 1, hits.size());
      assertEquals(wanted, 2, hits.get(0).score(), 1e-6);
    }
  }

  @Test
  public void testUpdatesOfAMappingThatChangeNothing() throws Exception {
    rest.put(
        "updated",
        index("'dimension': 2, 'method': {'name': 'hnsw', 'space_type': 'innerproduct'}"));
    for (String same :
        new String[] {
          "", ", 'data_type': 'float'", ", 'method': {'name': 'hnsw'}", ", 'meta': {'a': 'b'}"
        }) {
      rest.put(
          "updated/_mapping",
          Json.of("{'properties': {'e': {'type': 'knn_vector', 'dimension': 2" + same + "}}}"));
    }
    JsonNode field = rest.get("updated/_mapping").at("/updated/mappings/properties/e");
    assertEquals(field.toString(), "innerproduct", field.at("/method/space_type").asText());
    refuses(
        "PUT",
        "updated/_mapping",
        "{'properties': {'e': {'type': 'knn_vector', 'dimension': 2, 'method': {'name': 'hnsw',"
            + " 'parameters': {'m': 8}}}}}",
        "Cannot update parameter [method] from [{\\\"name\\\":\\\"hnsw\\\"");
  }

  /** JSON has no infinity, and clients do not expect one. */
  @Test
  public void testNoBoostMakesAScoreInfinite() throws Exception {
    rest.put("boosted", index("'dimension': 2, 'space_type': 'innerproduct'"));
    rest.put("boosted/_doc/a?refresh=true", Json.of("{'e': [3, 4]}"));
    for (String query : new String[] {"'knn'", "'omdb_knn'", "'omdb_score'"}) {
      String wanted = query.equals("'omdb_score'") ? "" : ", 'k': 1";
      JsonNode found =
          rest.post(
              "boosted/_search",
              Json.of(
                  "{'explain': true, 'query': {"
                      + query
                      + ": {'e': {'vector': [3, 4], 'boost': 1e38"
                      + wanted
                      + "}}}}"));
      JsonNode score = found.at("/hits/hits/0/_score");
      assertTrue(found.toString(), score.isNumber());
      assertEquals(Float.MAX_VALUE, score.floatValue(), 0);
      assertEquals(Float.MAX_VALUE, found.at("/hits/hits/0/_explanation/value").floatValue(), 0);
    }
  }
}
