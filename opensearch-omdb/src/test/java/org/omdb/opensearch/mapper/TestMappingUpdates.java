// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** An update of the mapping does to a field's {@code meta} what it does in OpenSearch's types. */
public class TestMappingUpdates extends ClusterTestCase {

  /** Types of the plugin and of OpenSearch, with the parameters that each needs. */
  private static final Map<String, String> TYPES =
      Map.of(
          "omdb_vector", ", 'dimension': 2",
          "knn_vector", ", 'dimension': 2",
          "keyword", "",
          "text", "",
          "integer", "",
          "date", "",
          "boolean", "",
          "ip", "");

  private static final String GIVEN = "{\"model\":\"x\",\"unit\":\"s\"}";

  private static TestCluster cluster;
  private static Rest rest;

  @BeforeClass
  public static void start() throws Exception {
    cluster = TestCluster.start(newFolder(), 1, Settings.EMPTY);
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

  /** A mapping that has a field of each type. */
  private static String fields(String more) {
    StringBuilder fields = new StringBuilder();
    TYPES.forEach(
        (type, needed) ->
            fields
                .append(fields.length() == 0 ? "" : ",")
                .append("'" + type + "': {'type': '" + type + "'" + needed + more + "}"));
    return Json.of("{'properties': {" + fields + "}}");
  }

  /** Makes an index with {@link #GIVEN} in all fields, updates the mapping, and returns all. */
  private static Map<String, String> afterUpdate(String index, String update) throws Exception {
    rest.put(
        index,
        Json.of("{'settings': {'index.omdb': true, 'index.omdb.knn_api': true}, 'mappings': ")
            + fields(", 'meta': " + GIVEN)
            + "}");
    assertEquals(allWith(GIVEN), meta(index));
    rest.put(index + "/_mapping", update);
    return meta(index);
  }

  private static Map<String, String> meta(String index) throws Exception {
    Map<String, String> meta = new TreeMap<>();
    JsonNode fields = rest.get(index + "/_mapping").at("/" + index + "/mappings/properties");
    for (String type : TYPES.keySet()) {
      meta.put(type, fields.path(type).path("meta").toString());
    }
    return meta;
  }

  private static Map<String, String> allWith(String meta) {
    Map<String, String> all = new TreeMap<>();
    TYPES.keySet().forEach(type -> all.put(type, meta));
    return all;
  }

  @Test
  public void testAnUpdateOfAFieldWithoutMetaRemovesIt() throws Exception {
    assertEquals(allWith(""), afterUpdate("without", fields("")));
  }

  @Test
  public void testMetaIsReplacedAsAWhole() throws Exception {
    assertEquals(
        allWith("{\"unit\":\"ms\"}"), afterUpdate("other", fields(", 'meta': {'unit': 'ms'}")));
  }

  @Test
  public void testAnUpdateOfOtherFieldsKeepsMeta() throws Exception {
    assertEquals(
        allWith(GIVEN),
        afterUpdate("kept", Json.of("{'properties': {'another': {'type': 'keyword'}}}")));
    rest.put("kept/_doc/a", Json.of("{'dynamic': 'field'}"));
    assertEquals(allWith(GIVEN), meta("kept"));
  }
}
