// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;

/** The kinds of index that are compared, by cosine. {@link PlainVectorPlugin} has the baseline. */
public enum ComparedIndex {
  OMDB,
  OMDB_SOURCE_WITHOUT_VECTORS,
  LUCENE;

  /** The name of the index. */
  public String index() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Settings, with a replica of each shard, and mapping.
   *
   * @param settings more of them, each with a comma behind it
   */
  public String create(int dimension, int shards, String settings) {
    String kind =
        switch (this) {
          case OMDB -> "'index.omdb': true, ";
          case OMDB_SOURCE_WITHOUT_VECTORS ->
              "'index.omdb': true, 'index.omdb.vectors_in_source': false, ";
          case LUCENE -> "";
        };
    String type =
        this == LUCENE
            ? "'type': 'plain_vector'"
            : "'type': 'omdb_vector', 'similarity': 'cosine', 'dimension': " + dimension;
    return Json.of(
        "{'settings': {"
            + kind
            + settings
            + "'number_of_shards': "
            + shards
            + ", 'number_of_replicas': 1}, 'mappings': {'properties': {'embedding': {"
            + type
            + "}, 'n': {'type': 'integer'}}}}");
  }

  /**
   * A query.
   *
   * @param candidates how many each shard keeps while it searches, k or more
   */
  public String query(float[] vector, int k, int candidates) {
    return this == LUCENE
        ? Json.of("{'plain_knn': {'field': 'embedding', 'k': " + candidates + ", 'vector': ")
            + Json.array(vector)
            + "}}"
        : ClusterTestCase.knn(vector, k, candidates, "");
  }

  /** Bytes of the segments of all primaries. */
  public long primaryBytes(Rest rest) throws IOException {
    long bytes = 0;
    for (JsonNode shard : rest.get(index() + "/_segments").at("/indices/" + index() + "/shards")) {
      for (JsonNode copy : shard) {
        for (JsonNode segment : copy.get("segments")) {
          boolean counts =
              copy.at("/routing/primary").asBoolean() && segment.get("search").asBoolean();
          bytes += counts ? segment.get("size_in_bytes").asLong() : 0;
        }
      }
    }
    return bytes;
  }
}
