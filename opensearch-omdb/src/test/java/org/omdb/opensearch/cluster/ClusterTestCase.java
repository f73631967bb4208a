// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import com.carrotsearch.randomizedtesting.annotations.ThreadLeakScope;
import com.carrotsearch.randomizedtesting.annotations.TimeoutSuite;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.ClassRule;
import org.junit.rules.TemporaryFolder;

/** Base class of tests on a cluster. Threads of nodes may outlive a test. */
@ThreadLeakScope(ThreadLeakScope.Scope.NONE)
@TimeoutSuite(millis = 15 * 60 * 1000)
public abstract class ClusterTestCase extends SeededTestCase {

  /** Parent of the nodes' folders, deleted after the class. */
  @ClassRule public static final TemporaryFolder FOLDERS = new TemporaryFolder();

  /** The name of the vector field in all indexes. */
  protected static final String FIELD = "embedding";

  /** The number of documents per bulk request. */
  private static final int BULK = 500;

  /** A new folder. */
  protected static Path newFolder() throws IOException {
    return FOLDERS.newFolder().toPath();
  }

  /** Settings and mapping of an index. */
  protected static String index(
      int shards, int replicas, String replication, int dimension, String similarity) {
    return Json.of(
        "{'settings': {'index.omdb': true, 'index.number_of_shards': "
            + shards
            + ", 'index.number_of_replicas': "
            + replicas
            + ", 'index.replication.type': '"
            + replication
            + "'}, 'mappings': {'properties': {'"
            + FIELD
            + "': {'type': 'omdb_vector', 'dimension': "
            + dimension
            + ", 'similarity': '"
            + similarity
            + "'}, 'n': {'type': 'integer'}}}}");
  }

  /** Indexes vectors, with their number in field n, and refreshes the index. */
  protected static void indexAll(Rest rest, String index, RealVectors vectors) throws IOException {
    index(rest, index, vectors, 0, vectors.size());
  }

  /** Indexes the vectors from one number to another, and makes them visible. */
  protected static void index(Rest rest, String index, RealVectors vectors, int from, int to)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) {
      appendDocument(lines, vectors.ids().get(i), vectors.vectors().get(i), i);
      if (i % BULK == BULK - 1 || i == to - 1) {
        JsonNode done = rest.post(index + "/_bulk", lines.toString());
        assertFalse(done.toString(), done.get("errors").asBoolean());
        lines.setLength(0);
      }
    }
    rest.post(index + "/_refresh", null);
  }

  /** Adds a document to a bulk request. */
  protected static void appendDocument(StringBuilder lines, String id, float[] vector, int n) {
    lines.append("{\"index\":{\"_id\":").append(Json.quote(id)).append("}}\n{\"");
    lines.append(FIELD).append("\":").append(Json.array(vector));
    lines.append(",\"n\":").append(n).append("}\n");
  }

  /** A query with a vector. */
  public static String knn(float[] vector, int k, int ef, String more) {
    return Json.of("{'omdb_knn': {'" + FIELD + "': {'vector': ")
        + Json.array(vector)
        + Json.of(", 'k': " + k + ", 'ef': " + ef + more + "}}}");
  }

  /** Searches and returns the hits, best first. */
  protected static List<BruteForce.Hit> search(Rest rest, String index, String query, int size)
      throws IOException {
    JsonNode found =
        rest.post(
            index + "/_search",
            "{\"_source\":false,\"size\":" + size + ",\"query\":" + query + "}");
    assertEquals(found.toString(), 0, found.get("_shards").get("failed").asInt());
    return hits(found);
  }

  /** The hits of an answer, best first. */
  protected static List<BruteForce.Hit> hits(JsonNode found) {
    List<BruteForce.Hit> hits = new ArrayList<>();
    for (JsonNode hit : found.get("hits").get("hits")) {
      hits.add(
          new BruteForce.Hit(
              hit.get("_id").asText(), Float.parseFloat(hit.get("_score").asText())));
    }
    return hits;
  }
}
