// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.BruteForce;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.common.settings.Settings;

/** Where the vectors of documents and queries are written, and in which form. */
public class TestFetchedVectors extends ClusterTestCase {

  private static final float[] VECTOR = {0.5f, 1.25f, -3, 4};

  private static TestCluster cluster;
  private static Rest rest;

  @BeforeClass
  public static void start() throws Exception {
    cluster = TestCluster.start(newFolder(), 1, Settings.EMPTY);
    rest = cluster.rest();
    rest.put("v", index(2, 0, "DOCUMENT", VECTOR.length, "l2"));
    rest.put("v/_doc/with?refresh=true", "{\"embedding\":" + Json.array(VECTOR) + "}");
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

  /** In the options {@code fields} and {@code docvalue_fields}, as numbers or as base64. */
  @Test
  public void testFieldsAndDocvalueFields() throws Exception {
    for (String option : List.of("fields", "docvalue_fields")) {
      JsonNode numbers = hits("{'sort': 'n', '" + option + "': ['embedding']}");
      assertEquals(2, numbers.size());
      assertNull(numbers.get(0).get("fields"));
      JsonNode vector = numbers.get(1).at("/fields/embedding");
      assertEquals(vector.toString(), VECTOR.length, vector.size());
      for (int i = 0; i < VECTOR.length; i++) {
        assertEquals(VECTOR[i], vector.get(i).floatValue(), 0);
      }
      JsonNode base64 =
          hits(
              "{'query': {'exists': {'field': 'embedding'}}, '"
                  + option
                  + "': [{'field': 'embedding', 'format': 'base64'}]}");
      assertEquals(VectorParser.toBase64(VECTOR), base64.at("/0/fields/embedding/0").asText());
    }
  }

  private static JsonNode hits(String search) throws Exception {
    JsonNode found = rest.post("v/_search", Json.of(search));
    assertEquals(found.toString(), 0, found.at("/_shards/failed").asInt());
    return found.at("/hits/hits");
  }

  /** Vectors have no text. So the request is answered as if the field were not highlighted. */
  @Test
  public void testHighlightingAVectorFindsNothing() throws Exception {
    for (String type : List.of("unified", "plain")) {
      JsonNode hits =
          hits(
              "{'query': {'omdb_knn': {'embedding': {'vector': [0, 0, 0, 1], 'k': 1}}}, 'highlight':"
                  + " {'type': '"
                  + type
                  + "', 'fields': {'embedding': {}}, 'require_field_match': false}}");
      assertEquals(hits.toString(), "with", hits.at("/0/_id").asText());
      assertTrue(hits.toString(), hits.at("/0/highlight").isMissingNode());
    }
  }

  /** Bytes are whole numbers wherever they are written, and base64 is of float32 as elsewhere. */
  @Test
  public void testBytes() throws Exception {
    for (String settings :
        List.of(
            "'index.omdb.vectors_in_source': true",
            "'index.omdb.vectors_in_source': false",
            "'index.derived_source.enabled': true")) {
      rest.put(
          "bytes",
          Json.of(
              "{'settings': {'index.omdb': true, 'number_of_replicas': 0, "
                  + settings
                  + "}, 'mappings': {'properties': {'embedding': {'type': 'omdb_vector',"
                  + " 'dimension': 4, 'data_type': 'byte'}, 'n': {'type': 'integer'}}}}"));
      JsonNode whole = Json.read("[-128, 0, 5, 127]");
      rest.put("bytes/_doc/a?refresh=true", "{\"n\":1,\"embedding\":" + whole + "}");
      String base64 = VectorParser.toBase64(new float[] {100, 2, 3, 4});
      rest.put("bytes/_doc/b?refresh=true", "{\"embedding\":\"" + base64 + "\"}");
      rest.post("bytes/_forcemerge?max_num_segments=1", null);
      rest.post("bytes/_refresh", null);
      JsonNode source = rest.get("bytes/_source/a").get("embedding");
      assertEquals(settings, whole.toString(), source.toString());
      String byId = "{'query': {'omdb_knn': {'embedding': {'id': 'b', 'k': 2}}}, ";
      String option = "'fields': ['embedding']}";
      JsonNode found = rest.post("bytes/_search", Json.of(byId + option)).at("/hits/hits");
      assertEquals(found.toString(), 1, found.size());
      assertEquals(whole.toString(), found.at("/0/fields/embedding").toString());
      for (String name : List.of("fields", "docvalue_fields")) {
        option = "'" + name + "': [{'field': 'embedding', 'format': 'base64'}]}";
        found = rest.post("bytes/_search", Json.of(byId + option)).at("/hits/hits");
        assertEquals(
            VectorParser.toBase64(new float[] {-128, 0, 5, 127}),
            found.at("/0/fields/embedding/0").asText());
      }
      JsonNode numbers =
          rest.post("bytes/_search", Json.of("{'docvalue_fields': ['embedding'], 'sort': 'n'}"));
      assertEquals(whole.toString(), numbers.at("/hits/hits/0/fields/embedding").toString());
      String near = "'vector': [100, 2, 3, 5]";
      for (String query :
          List.of(
              "{'omdb_knn': {'embedding': {" + near + ", 'k': 1}}}",
              "{'omdb_knn': {'embedding': {" + near + ", 'max_distance': 1}}}",
              "{'omdb_score': {'embedding': {"
                  + near
                  + ", 'filter': {'ids': {'values': 'b'}}}}}")) {
        List<BruteForce.Hit> hits = search(rest, "bytes", Json.of(query), 10);
        assertEquals(query, List.of(new BruteForce.Hit("b", 0.5f)), hits);
      }
      JsonNode stats = rest.get("_omdb/bytes/stats").at("/indices/bytes/shards/0/0");
      assertEquals(stats.toString(), 2, stats.at("/fields/embedding/ids").asInt());
      assertEquals(stats.toString(), 2 * 4, stats.at("/fields/embedding/bytes/rows").asInt());
      assertEquals(
          stats.toString(), "equal", stats.at("/fields/embedding/last_audit/result").asText());
      rest.delete("bytes");
    }
  }

  /** Slow logs have a line per query, which is too short for a vector. */
  @Test
  public void testSlowLogsHaveTheFirstComponents() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    AbstractAppender appender =
        new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    Logger log = (Logger) LogManager.getLogger("index.search.slowlog.query");
    log.addAppender(appender);
    try {
      rest.put("v/_settings", Json.of("{'index.search.slowlog.threshold.query.warn': '0ms'}"));
      assertEquals(1, search(rest, "v", knn(VECTOR, 1, 10, ""), 10).size());
    } finally {
      log.removeAppender(appender);
      rest.put("v/_settings", Json.of("{'index.search.slowlog.threshold.query.warn': '-1'}"));
    }
    assertEquals(lines.toString(), 2, lines.size());
    for (String line : lines) {
      assertTrue(line, line.contains("\"vector\":\"0.5, 1.25, -3.0, ... (4 components)\""));
    }
  }
}
