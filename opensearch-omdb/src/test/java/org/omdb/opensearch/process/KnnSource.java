// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.vector.VectorParser;

/**
 * An index of the k-NN plugin as its users have them, and what it must have: documents with ids of
 * all kinds and with routing, some of which were updated and deleted.
 */
final class KnnSource {

  /** How vectors are compared: the values of {@code space_type}. */
  enum Space {
    L2,
    COSINESIMIL,
    INNERPRODUCT;

    /** The score, as the documentation of k-NN defines it. */
    double score(float[] a, float[] b) {
      double squares = 0;
      double product = 0;
      double ofA = 0;
      double ofB = 0;
      for (int i = 0; i < a.length; i++) {
        squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        product += (double) a[i] * b[i];
        ofA += (double) a[i] * a[i];
        ofB += (double) b[i] * b[i];
      }
      return switch (this) {
        case L2 -> 1 / (1 + squares);
        case COSINESIMIL -> (1 + product / Math.sqrt(ofA * ofB)) / 2;
        case INNERPRODUCT -> product > 0 ? product + 1 : 1 / (1 - product);
      };
    }
  }

  /** A document; its key is unique in the index. */
  record Doc(String id, String routing, float[] vector, int n) {

    String key() {
      return routing == null ? id : id + routing;
    }

    boolean isRed() {
      return n % 3 == 0;
    }
  }

  /**
   * What there is to make.
   *
   * @param settings of the index, in addition to {@code index.knn}
   * @param field the mapping of the vectors
   */
  record Kind(String name, Space space, boolean hasBytes, int size, String settings, String field) {

    boolean isLucene() {
      return field.contains("'engine': 'lucene'");
    }
  }

  static final int DIMENSION = 32;

  private static final int BULK = 500;

  private final Kind kind;
  private final Random random;
  private final Map<String, Doc> docs = new HashMap<>();

  KnnSource(Kind kind, Random random) {
    this.kind = kind;
    this.random = random;
  }

  Kind kind() {
    return kind;
  }

  Map<String, Doc> docs() {
    return docs;
  }

  /** Makes and fills the index, with several segments and documents that were deleted. */
  void make(Rest knn) throws IOException {
    knn.put(
        kind.name(),
        Json.of(
            "{'settings': {'index.knn': true"
                + kind.settings()
                + "}, 'mappings': {'properties': {'e': {'type': 'knn_vector', 'dimension': "
                + DIMENSION
                + kind.field()
                + "}, 'n': {'type': 'integer'}, 'color': {'type': 'keyword'}}}}"));
    List<Doc> all = new ArrayList<>();
    for (int i = 0; i < kind.size(); i++) {
      all.add(new Doc(id(i), i % 5 == 4 ? "r" + i % 3 : null, vector(), i));
    }
    List<Doc> changed = new ArrayList<>();
    for (Doc doc : all) {
      if (random.nextInt(10) == 0) {
        changed.add(new Doc(doc.id(), doc.routing(), vector(), doc.n() + kind.size()));
      }
    }
    index(knn, all);
    index(knn, changed);
    for (Doc doc : all) {
      if (random.nextInt(20) == 0) {
        docs.remove(doc.key());
      }
    }
    StringBuilder lines = new StringBuilder();
    for (Doc doc : all) {
      if (docs.containsKey(doc.key()) == false) {
        lines.append("{\"delete\":").append(address(doc)).append("}\n");
      }
    }
    bulk(knn, lines);
  }

  /** Ids that are a word, long, not ASCII, or have what URLs and JSON treat specially. */
  private static String id(int i) {
    return switch (i % 7) {
      case 0 -> "doc-" + i;
      case 1 -> "документ " + i;
      case 2 -> "日本/語/" + i;
      case 3 -> "\"quoted\" \\ " + i;
      case 4 -> "x".repeat(500) + i;
      case 5 -> "\uD83D\uDE00" + i;
      default -> " " + i + "?&=#% ";
    };
  }

  float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < vector.length; i++) {
      float component = (float) random.nextGaussian();
      vector[i] = kind.hasBytes() ? Math.clamp(Math.round(30 * component), -128, 127) : component;
    }
    return vector;
  }

  private void index(Rest knn, List<Doc> added) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < added.size(); i++) {
      Doc doc = added.get(i);
      docs.put(doc.key(), doc);
      lines.append("{\"index\":").append(address(doc)).append("}\n{\"e\":");
      lines.append(Json.array(doc.vector())).append(",\"n\":").append(doc.n());
      lines.append(",\"color\":\"").append(doc.isRed() ? "red" : "blue").append("\"}\n");
      if (i % BULK == BULK - 1 || i == added.size() - 1) {
        bulk(knn, lines);
      }
    }
  }

  private static String address(Doc doc) {
    String routing = doc.routing() == null ? "" : ",\"routing\":" + Json.quote(doc.routing());
    return "{\"_id\":" + Json.quote(doc.id()) + routing + "}";
  }

  private void bulk(Rest knn, StringBuilder lines) throws IOException {
    JsonNode done = knn.post(kind.name() + "/_bulk?refresh=true", lines.toString());
    if (done.get("errors").asBoolean()) {
      throw new AssertionError(done.toString());
    }
    lines.setLength(0);
  }

  /** The nearest documents of those that count, best first, by comparing all of them. */
  List<KnnAndOmdb.Hit> nearest(float[] query, int k, Predicate<Doc> counts) {
    return docs.values().stream()
        .filter(counts)
        .map(doc -> new KnnAndOmdb.Hit(doc.key(), kind.space().score(query, doc.vector())))
        .sorted((a, b) -> Double.compare(b.score(), a.score()))
        .limit(k)
        .toList();
  }

  /** Fails unless an index has these documents, bit for bit, in its source and in its segments. */
  void assertMoved(Rest rest, boolean isKnn) throws IOException {
    Map<String, float[]> left = new HashMap<>();
    docs.forEach((key, doc) -> left.put(key, doc.vector()));
    String fields = isKnn ? "" : ", 'fields': [{'field': 'e', 'format': 'base64'}]";
    JsonNode page =
        rest.post(
            kind.name() + "/_search?scroll=1m",
            Json.of("{'size': 1000, 'sort': ['_doc']" + fields + "}"));
    while (page.at("/hits/hits").isEmpty() == false) {
      for (JsonNode hit : page.at("/hits/hits")) {
        String key = hit.get("_id").asText() + hit.path("_routing").asText("");
        float[] expected = left.remove(key);
        if (expected == null) {
          throw new AssertionError("made up or twice: " + hit);
        }
        assertSame(expected, Json.vector(hit.at("/_source/e")), hit);
        if (isKnn == false) {
          String base64 = hit.at("/fields/e/0").asText();
          assertSame(expected, VectorParser.fromBase64(base64, "e"), hit);
        }
      }
      page =
          rest.post(
              "_search/scroll",
              Json.of("{'scroll': '1m', 'scroll_id': '" + page.get("_scroll_id").asText() + "'}"));
    }
    if (left.isEmpty() == false) {
      throw new AssertionError("not there: " + left.keySet());
    }
  }

  private static void assertSame(float[] expected, float[] found, JsonNode hit) {
    for (int i = 0; i < DIMENSION; i++) {
      if (found.length != DIMENSION
          || Float.floatToIntBits(found[i]) != Float.floatToIntBits(expected[i])) {
        throw new AssertionError("another vector than " + Json.array(expected) + ": " + hit);
      }
    }
  }
}
