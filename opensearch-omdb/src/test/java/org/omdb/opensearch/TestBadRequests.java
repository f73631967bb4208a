// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** A bad request gets status 400, and a message that says what is wrong and what is accepted. */
public class TestBadRequests extends ClusterTestCase {

  private static TestCluster cluster;
  private static Rest rest;

  @BeforeClass
  public static void start() throws Exception {
    cluster = TestCluster.start(newFolder(), 1, Settings.EMPTY);
    rest = cluster.rest();
    rest.put("plain", Json.of("{'settings': {'number_of_replicas': 0}}"));
    rest.put("v", index(2, 0, "DOCUMENT", 3, "cosine"));
    rest.put("unit", index(1, 0, "DOCUMENT", 2, "dot"));
    rest.put("inner-products", index(1, 0, "DOCUMENT", 2, "mip"));
    rest.put(
        "bytes",
        Json.of(
            "{'settings': {'index.omdb': true}, 'mappings': {'properties': {'embedding': {'type':"
                + " 'omdb_vector', 'dimension': 2, 'data_type': 'byte'}}}}"));
    rest.put("v/_doc/a?refresh=true", Json.of("{'embedding': [1, 2, 3]}"));
    rest.put("v/_doc/without?refresh=true", Json.of("{'n': 1}"));
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
  }

  private static void refuses(String method, String path, String body, String... sentences)
      throws Exception {
    Rest.Answer answer = rest.send(method, path, body == null ? null : Json.of(body));
    assertEquals(answer.reasons(), 400, answer.status());
    for (String sentence : sentences) {
      assertTrue(
          sentence + "\nis not in\n" + answer.reasons(), answer.reasons().contains(sentence));
    }
  }

  private static void refusesDocument(String embedding, String sentence) throws Exception {
    refuses("PUT", "v/_doc/b", "{'embedding': " + embedding + "}", sentence);
  }

  private static void refusesQuery(String query, String sentence) throws Exception {
    refuses("POST", "v/_search", "{'query': {'omdb_knn': " + query + "}}", sentence);
  }

  private static void refusesMapping(String parameters, String sentence) throws Exception {
    refuses(
        "PUT",
        "new",
        "{'settings': {'index.omdb': true}, 'mappings': {'properties': {'e': {'type':"
            + " 'omdb_vector'"
            + parameters
            + "}}}}",
        sentence);
  }

  @Test
  public void testDocuments() throws Exception {
    refusesDocument("[1, 2]", "must have 3 components, as its mapping says, but has 2");
    refusesDocument("[1, 2, 3, 4]", "must have 3 components, as its mapping says, but has 4");
    refusesDocument("[]", "is empty");
    refusesDocument("[1, 'x', 3]", "component 1 of the vector of field [embedding] must be a");
    refusesDocument("[1, [2], 3]", "component 1 of the vector");
    refusesDocument("[1, null, 3]", "component 1 of the vector");
    refusesDocument("[1, NaN, 3]", "NaN");
    refusesDocument("[1, 1e39, 3]", "must be a finite float32, got Infinity");
    refusesDocument("[0, 0, 0]", "must not be all zeros");
    refusesDocument("[3e38, 3e38, 0]", "must have a length of 1.0E-18 to 1.0E18");
    refusesDocument("[0, 1e-30, 0]", "must have a length of 1.0E-18 to 1.0E18");
    refusesDocument("17", "must be an array of numbers or base64 of float32");
    refusesDocument("{'a': 1}", "must be an array of numbers or base64 of float32");
    refusesDocument("'!'", "must be base64 of float32");
    refusesDocument("'AAAA'", "4 bytes each, but there are 3 bytes");
    refusesDocument("'AADAfwAAgD8AAIA/'", "must be a finite float32, got NaN");
    refuses(
        "PUT",
        "bytes/_doc/b",
        "{'embedding': [1, 1.5]}",
        "component 1 of the vector of field [embedding] must be a whole number from -128 to 127");
    refuses("PUT", "bytes/_doc/b", "{'embedding': [128, 0]}", "got 128.0");
    refuses("PUT", "bytes/_doc/b", "{'embedding': [-129, 0]}", "got -129.0");
    refuses("PUT", "unit/_doc/b", "{'embedding': [1, 1]}", "must have the length 1");
    refuses("PUT", "v/_doc/b", "{'embedding': [[1, 2, 3], [1, 2, 3]]}", "component 0");
    String bulk = "{'index':{'_id':'b'}}\n{'embedding':[1]}\n";
    String answer = rest.send("POST", "v/_bulk", Json.of(bulk)).body().toString();
    assertTrue(answer, answer.contains("\"status\":400") && answer.contains("3 components"));
    assertEquals(404, rest.send("GET", "v/_doc/b", null).status());
  }

  @Test
  public void testAnIndexThatIgnoresWhatIsMalformedDoesNotIgnoreVectors() throws Exception {
    rest.put(
        "lenient",
        Json.of(
            "{'settings': {'index.omdb': true, 'index.mapping.ignore_malformed': true}, 'mappings':"
                + " {'properties': {'e': {'type': 'omdb_vector', 'dimension': 3}}}}"));
    refuses("PUT", "lenient/_doc/b", "{'e': [1]}", "must have 3 components");
  }

  @Test
  public void testTwoVectorsInOneDocument() throws Exception {
    rest.put(
        "inner",
        Json.of(
            "{'settings': {'index.omdb': true}, 'mappings': {'properties': {'a': {'properties':"
                + " {'e': {'type': 'omdb_vector', 'dimension': 1}}}}}}"));
    refuses("PUT", "inner/_doc/b", "{'a': [{'e': [1]}, {'e': [2]}]}", "here is a second one");
  }

  @Test
  public void testQueries() throws Exception {
    refusesQuery("{'embedding': {'vector': [1, 2], 'k': 1}}", "must have 3 components");
    refusesQuery("{'embedding': {'vector': [0, 0, 0], 'k': 1}}", "must not be all zeros");
    refusesQuery("{'embedding': {'vector': [0, 0, 1e20], 'k': 1}}", "must have a length of");
    refusesQuery("{'embedding': {'vector': [1, NaN, 0], 'k': 1}}", "NaN");
    refusesQuery("{'embedding': {'vector': [1, 1e39, 0], 'k': 1}}", "finite");
    refusesQuery("{'embedding': {'vector': 'x', 'k': 1}}", "base64");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'k': 0}}", "[k] of [omdb_knn] must be 1 to");
    refusesQuery(
        "{'embedding': {'vector': [1, 2, 3], 'k': 1000000}}", "must be 1 to 10000, got 1000000");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'k': 5, 'ef': 4}}", "[ef] of [omdb_knn]");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'k': 5, 'ef': 10001}}", "got 10001");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'k': 1.5}}", "1.5");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'k': 5, 'min_score': -1}}", "[min_score]");
    refusesQuery("{'embedding': {'vector': [1, 2, 3]}}", "needs [k]");
    refusesQuery(
        "{'embedding': {'vector': [1, 2, 3], 'k': 5, 'max_distance': 1}}",
        "takes either [k], the number of neighbors wanted, or [max_distance]");
    refusesQuery(
        "{'embedding': {'vector': [1, 2, 3], 'min_score': 0.5, 'max_distance': 1}}",
        "takes either [min_score] or [max_distance], which say the same");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'max_distance': -1}}", "[max_distance] of");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'min_score': NaN}}", "NaN");
    refusesQuery(
        "{'embedding': {'vector': [1, 2, 3], 'min_score': 0.5, 'ef': 9}}", "[ef] with [k] only");
    refuses(
        "POST",
        "inner-products/_search",
        "{'query': {'omdb_knn': {'embedding': {'vector': [1, 2], 'max_distance': 1}}}}",
        "similarity [mip] of field [embedding] has none");
    refuses(
        "POST",
        "bytes/_search",
        "{'query': {'omdb_knn': {'embedding': {'vector': [1.5, 2], 'k': 1}}}}",
        "must be a whole number from -128 to 127, because its data_type is [byte], got 1.5");
    refusesQuery("{'embedding': {'k': 1}}", "needs either [vector] or [id]");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'id': 'a', 'k': 1}}", "got both");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'k': 1, 'knn': 2}}", "no parameter [knn]");
    refusesQuery("{'embedding': [1, 2, 3]}", "[embedding] must be an object");
    refusesQuery("{}", "needs the name of a field");
    refusesQuery(
        "{'embedding': {'vector': [1, 2, 3], 'k': 1}, 'n': {'vector': [1], 'k': 1}}",
        "takes one field, but there are [embedding] and [n]");
    refusesQuery("{'nothing': {'vector': [1, 2, 3], 'k': 1}}", "is not in the mapping");
    refusesQuery("{'n': {'vector': [1, 2, 3], 'k': 1}}", "is of type [integer]");
    refusesQuery("{'embedding': {'id': null, 'k': 1}}", "takes a text as [id], got VALUE_NULL");
    refusesQuery("{'embedding': {'id': {}, 'k': 1}}", "takes a text as [id], got START_OBJECT");
    refusesQuery(
        "{'embedding': {'id': 'a', 'routing': null, 'k': 1}}", "takes a text as [routing]");
    refusesQuery("{'embedding': {'id': 'nobody', 'k': 1}}", "needs the document [nobody]");
    refusesQuery("{'embedding': {'id': 'without', 'k': 1}}", "it has none in field [embedding]");
    refusesQuery(
        "{'embedding': {'vector': [1, 2, 3], 'k': 1, 'filter': {'nonsense': {}}}}", "nonsense");
    refuses("POST", "v/_search", "{'query': {'term': {'embedding': 1}}}", "[omdb_knn] searches");
    refuses("POST", "v/_search", "{'sort': ['embedding']}", "can't sort by field [embedding]");
    refuses(
        "POST",
        "v/_search",
        "{'aggs': {'a': {'terms': {'field': 'embedding'}}}}",
        "can't aggregate on field [embedding]");
    refusesQuery(
        "{'embedding': {'vector': [1, 2, 3], 'k': 1, 'boost': -1}}",
        "takes a [boost] of 0 or more, got -1.0");
    refusesQuery("{'embedding': {'vector': [1, 2, 3], 'k': 1, 'boost': NaN}}", "NaN");
    refuses(
        "POST", "v/_search", "{'fields': [{'field': 'embedding', 'format': 'hex'}]}", "[base64]");
  }

  private static void refusesScore(String query, String sentence) throws Exception {
    refuses("POST", "v/_search", "{'query': {'omdb_score': " + query + "}}", sentence);
  }

  @Test
  public void testScoreQueries() throws Exception {
    refusesScore("{}", "[omdb_score] needs the name of a field");
    refusesScore("{'embedding': [1]}", "[embedding] must be an object");
    refusesScore("{'embedding': {}}", "needs [vector] for field [embedding]");
    refusesScore("{'embedding': {'vector': [1, 2]}}", "must have 3 components");
    refusesScore("{'embedding': {'vector': 'x'}}", "base64");
    refusesScore("{'embedding': {'vector': [1, 2, 3], 'k': 1}}", "has no parameter [k]");
    refusesScore("{'embedding': {'vector': [1, 2, 3], 'boost': -1}}", "takes a [boost]");
    refusesScore("{'embedding': {'vector': [1, 2, 3]}, 'n': {}}", "[omdb_score] takes one field");
    refusesScore("{'nothing': {'vector': [1, 2, 3]}}", "[omdb_score] needs a field of vectors");
    refusesScore("{'n': {'vector': [1, 2, 3]}}", "is of type [integer]");
    String unmapped =
        Json.of("{'query': {'omdb_score': {'nothing': {'vector': [1], 'ignore_unmapped': true}}}}");
    assertEquals(0, rest.post("v/_search", unmapped).at("/hits/total/value").asInt());
  }

  private static void refusesHybrid(String more, String sentence) throws Exception {
    refuses(
        "POST",
        "v/_search",
        "{'query': {'omdb_hybrid': {'queries': [{'match_all': {}}]" + more + "}}}",
        sentence);
  }

  @Test
  public void testHybridQueries() throws Exception {
    refuses(
        "POST",
        "v/_search",
        "{'query': {'omdb_hybrid': {}}}",
        "[omdb_hybrid] takes 1 to 20 [queries], got 0");
    refuses(
        "POST",
        "v/_search",
        "{'query': {'omdb_hybrid': {'queries': {'match_all': {}}}}}",
        "takes an array of [queries], got START_OBJECT");
    refusesHybrid(", 'weights': [1, 2]", "got 2 weights for 1 queries");
    refusesHybrid(", 'weights': [-1]", "must be finite numbers, 0 or more, got -1.0");
    refusesHybrid(", 'weights': ['1']", "passed as String");
    refusesHybrid(", 'weights': 1", "takes an array of [weights]");
    refusesHybrid(", 'fusion': 'mean'", "takes a [fusion] of [rrf, min_max, l2], got [mean]");
    refusesHybrid(", 'fusion': null", "takes a text as [fusion], got VALUE_NULL");
    refusesHybrid(", '_name': {}", "takes a text as [_name], got START_OBJECT");
    refusesHybrid(", 'fusion': 'l2', 'rank_constant': 1", "with the [fusion] rrf only");
    refusesHybrid(", 'rank_constant': 0", "must be 1 or more, got 0");
    refusesHybrid(", 'window': 0", "[window] of [omdb_hybrid] must be 1 to 10000, got 0");
    refusesHybrid(", 'window': 10001", "got 10001");
    refusesHybrid(", 'boost': -1", "takes a [boost] of 0 or more, got -1.0");
    refusesHybrid(", 'k': 1", "has no parameter [k]; it has queries, fusion, weights");
    refusesHybrid(", 'filter': {'nonsense': {}}", "nonsense");
  }

  @Test
  public void testIgnoreUnmapped() throws Exception {
    String query =
        Json.of(
            "{'query': {'omdb_knn': {'nothing': {'vector': [1], 'k': 1, 'ignore_unmapped':"
                + " true}}}}");
    assertEquals(0, rest.post("v/_search", query).at("/hits/total/value").asInt());
  }

  @Test
  public void testMappings() throws Exception {
    refusesMapping("", "[dimension] is missing");
    refusesMapping(", 'dimension': 0", "[dimension] must be 1 to 16384, got 0");
    refusesMapping(", 'dimension': 16385", "[dimension] must be 1 to 16384");
    refusesMapping(", 'dimension': 3, 'similarity': 'hamming'", "one of l2, cosine, dot, mip");
    refusesMapping(", 'dimension': 3, 'data_type': 'binary'", "one of [float, byte], got [binary]");
    refusesMapping(
        ", 'dimension': 3, 'data_type': 'byte', 'similarity': 'dot'",
        "similarity [dot] compares vectors of length 1, which bytes can't be");
    refusesMapping(", 'dimension': 3, 'm': 513", "[m] must be 1 to 512");
    refusesMapping(", 'dimension': 3, 'ef_construction': 0", "[ef_construction] must be 1 to 3200");
    refusesMapping(", 'dimension': 3, 'dims': 3", "unknown parameter [dims]");
    refusesMapping(", 'dimension': 3, 'copy_to': 'x'", "can't have [copy_to]");
    refusesMapping(", 'dimension': 3, 'index': false", "can't have [index]: a vector is always");
    refusesMapping(", 'dimension': 3, 'index_options': {}", "can't have [index_options]");
    refusesMapping(", 'dimension': 3, 'store': true", "can't have [store]: a vector is always");
    refusesMapping(", 'dimension': 3, 'doc_values': true", "can't have [doc_values]");
    refusesMapping(", 'dimension': 3, 'boost': 2", "can't have [boost]");
    refusesMapping(", 'dimension': 3, 'fields': {'x': {'type': 'keyword'}}", "can't have [fields]");
    refuses(
        "PUT",
        "new",
        "{'settings': {'index.omdb': true}, 'mappings': {'properties': {'x': {'type': 'keyword',"
            + " 'fields': {'e': {'type': 'omdb_vector', 'dimension': 3}}}}}}",
        "can't be a multi-field");
    refuses(
        "PUT",
        "new",
        "{'settings': {'index.omdb': true}, 'mappings': {'properties': {'x': {'type': 'nested',"
            + " 'include_in_parent': true, 'properties': {'y': {'type': 'nested', 'properties':"
            + " {'e': {'type': 'omdb_vector', 'dimension': 3}}}}}}}}",
        "can't be in the nested object [x]: [include_in_parent] and [include_in_root]");
    refuses(
        "PUT",
        "plain/_mapping",
        "{'properties': {'e': {'type': 'omdb_vector', 'dimension': 3}}}",
        "needs an index with the setting [index.omdb: true]");
  }

  @Test
  public void testWhatOfAMappingMayChange() throws Exception {
    String parameters =
        "{'properties': {'embedding': {'type': 'omdb_vector', 'similarity': '%s', 'dimension': %d,"
            + " 'm': %d, 'ef_construction': %d}}}";
    refuses(
        "PUT",
        "v/_mapping",
        String.format(Locale.ROOT, parameters, "cosine", 4, 16, 100),
        "Cannot update parameter [dimension] from [3] to [4]");
    refuses(
        "PUT",
        "v/_mapping",
        String.format(Locale.ROOT, parameters, "l2", 3, 16, 100),
        "Cannot update parameter [similarity] from [cosine] to [l2]");
    refuses(
        "PUT",
        "v/_mapping",
        "{'properties': {'embedding': {'type': 'omdb_vector', 'dimension': 3, 'data_type':"
            + " 'byte'}}}",
        "Cannot update parameter [data_type] from [float] to [byte]");
    rest.put("v/_mapping", Json.of(String.format(Locale.ROOT, parameters, "cosine", 3, 8, 50)));
    checkMapping(8, 50);
    // What is not named stays, and a default that is named counts.
    updateMapping("'m': 12");
    checkMapping(12, 50);
    updateMapping("'ef_construction': 60");
    checkMapping(12, 60);
    updateMapping("'m': 16, 'similarity': 'cosine'");
    checkMapping(16, 60);
    updateMapping("'m': 8");
    rest.put("v/_doc/after?refresh=true", Json.of("{'embedding': [3, 2, 1]}"));
    rest.post("v/_forcemerge?max_num_segments=1", null);
    rest.post("v/_refresh", null);
    assertEquals(2, search(rest, "v", knn(new float[] {1, 2, 3}, 10, 100, ""), 10).size());
    rest.delete("v/_doc/after?refresh=true");
  }

  private static void updateMapping(String parameters) throws Exception {
    rest.put(
        "v/_mapping",
        Json.of(
            "{'properties': {'embedding': {'type': 'omdb_vector', 'dimension': 3, "
                + parameters
                + "}}}"));
  }

  private static void checkMapping(int m, int efConstruction) throws Exception {
    JsonNode field = rest.get("v/_mapping").at("/v/mappings/properties/embedding");
    assertEquals(field.toString(), m, field.get("m").asInt());
    assertEquals(field.toString(), efConstruction, field.get("ef_construction").asInt());
    assertEquals(field.toString(), "cosine", field.get("similarity").asText());
  }

  @Test
  public void testSettings() throws Exception {
    refuses(
        "PUT", "new", "{'settings': {'index.omdb': true, 'index.codec': 'Omdb104'}}", "[Omdb104]");
    refuses(
        "PUT",
        "new",
        "{'settings': {'index.omdb': true, 'index.codec': 'Lucene101'}}",
        "[index.omdb] can wrap Lucene's own codec");
    refuses(
        "PUT",
        "new",
        "{'settings': {'index.omdb.vectors_in_source': false}}",
        "[index.omdb.vectors_in_source: false] needs [index.omdb: true], and both are set when the"
            + " index is created");
    refuses(
        "PUT",
        "new",
        "{'settings': {'index.omdb.load_on_open': true}}",
        "[index.omdb.load_on_open: true] needs [index.omdb: true], and both are set when the"
            + " index is created");
    rest.put("harmless", Json.of("{'settings': {'index.omdb.load_on_open': false}}"));
    rest.put("closed", index(1, 0, "DOCUMENT", 3, "l2"));
    refuses("PUT", "closed/_settings", "{'index.omdb': false}", "Can't update non dynamic");
    refuses(
        "PUT",
        "closed/_settings",
        "{'index.omdb.load_on_open': false}",
        "Can't update non dynamic");
    rest.post("closed/_close", null);
    refuses("PUT", "closed/_settings", "{'index.omdb': false}", "final closed setting");
    for (String codec : Arrays.asList("default", "lz4", "best_compression", "zlib")) {
      rest.put(
          "c-" + codec,
          Json.of("{'settings': {'index.omdb': true, 'index.codec': '" + codec + "'}}"));
    }
  }

  @Test
  public void testStatsAndExport() throws Exception {
    refuses("GET", "_omdb/plain/stats", null, "does not have the setting [index.omdb: true]");
    refuses("POST", "plain/_omdb/export", null, "does not have the setting [index.omdb: true]");
    refuses("POST", "v/_omdb/export", null, "[omdb.export.path] is not in its opensearch.yml");
    refuses("POST", "v/_omdb/export?field=n", null, "there is no field [n] of vectors");
    refuses("POST", "v/_omdb/export?what=ever", null, "unrecognized parameter");
    assertEquals(404, rest.send("GET", "_omdb/nowhere/stats", null).status());
  }

  /** Indexes of another kind fail a request only if it names them. */
  @Test
  public void testPatternsOfStatsAndExportLeaveOutOtherIndexes() throws Exception {
    for (String path : List.of("_omdb/stats", "_omdb/*/stats", "_omdb/_all/stats")) {
      JsonNode indexes = rest.get(path).get("indices");
      assertTrue(path + ": " + indexes, indexes.has("v") && indexes.has("unit"));
      assertFalse(path + ": " + indexes, indexes.has("plain"));
    }
    for (String path : List.of("_omdb/v,pl*/stats", "_omdb/v*,-unit/stats")) {
      JsonNode stats = rest.get(path);
      assertEquals(1, stats.get("indices").size());
      assertEquals(2, stats.at("/_shards/successful").asInt());
      assertEquals(0, stats.at("/_shards/failed").asInt());
      JsonNode shards = stats.at("/indices/v/shards");
      int vectors = 0;
      for (JsonNode shard : shards) {
        vectors += shard.at("/0/fields/embedding/vectors").asInt();
      }
      assertEquals(shards.toString(), 1, vectors);
    }
    assertEquals(0, rest.get("_omdb/pl*/stats").get("indices").size());
    refuses("GET", "_omdb/v,plain/stats", null, "[plain] does not have the setting");
    refuses("GET", "_omdb/pl*,plain/stats", null, "[plain] does not have the setting");
    refuses("POST", "pl*/_omdb/export", null, "none of the indexes [pl*] has the setting");
    // It gets as far as the folder.
    refuses("POST", "v,pl*/_omdb/export", null, "[omdb.export.path] is not in its opensearch.yml");
  }
}
