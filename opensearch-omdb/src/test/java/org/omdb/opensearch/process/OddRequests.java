// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.omdb.opensearch.cluster.Json;

/** The requests of {@code odd-requests.txt}, of which some are taken by one plugin alone. */
final class OddRequests {

  /** Who takes a request. */
  private enum Takers {
    BOTH("both, with the same hits and scores", true, true),
    NEITHER("neither", false, false),
    OMDB("omdb alone", false, true),
    KNN("knn alone", true, false),
    DIFFERENTLY("both, with other hits", true, true);

    final String header;
    final boolean isKnn;
    final boolean isOmdb;

    Takers(String header, boolean isKnn, boolean isOmdb) {
      this.header = header;
      this.isKnn = isKnn;
      this.isOmdb = isOmdb;
    }
  }

  private static final String[] SPACES = {"l2", "cosinesimil", "innerproduct"};
  private static final String METHOD = "'method': {'name': 'hnsw', 'engine': 'lucene'}";
  private static final int DOCUMENTS = 30;

  private final KnnAndOmdb nodes;
  private final Random random;

  /** New fields of the index for mappings. */
  private int fields;

  private OddRequests(KnnAndOmdb nodes, Random random) {
    this.nodes = nodes;
    this.random = random;
  }

  /** Fails, after all requests were sent, if others than expected were taken or found the same. */
  static void check(KnnAndOmdb nodes, Random random) throws IOException {
    OddRequests requests = new OddRequests(nodes, random);
    requests.makeIndexes();
    List<String> wrong = new ArrayList<>();
    Takers expected = null;
    int sent = 0;
    for (String line : lines()) {
      if (line.startsWith("== ")) {
        expected = takers(line.substring(3));
      } else if (line.isEmpty() == false && line.startsWith("#") == false) {
        String failure = requests.failure(line, expected);
        if (failure != null) {
          wrong.add(line + "\n  " + failure);
        }
        sent++;
      }
    }
    System.out.println(sent + " odd requests");
    if (sent == 0 || wrong.isEmpty() == false) {
      throw new AssertionError(wrong.size() + " of " + sent + ":\n" + String.join("\n", wrong));
    }
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = OddRequests.class.getResourceAsStream("odd-requests.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Takers takers(String header) {
    for (Takers takers : Takers.values()) {
      if (takers.header.equals(header)) {
        return takers;
      }
    }
    throw new AssertionError("no such header: " + header);
  }

  private String failure(String line, Takers expected) throws IOException {
    String[] words = line.split(" ", 2);
    KnnAndOmdb.Answers answers = send(words[0], words[1]);
    boolean isKnn = answers.knn().status() < 300;
    boolean isOmdb = answers.omdb().status() < 300;
    if (isKnn != expected.isKnn || isOmdb != expected.isOmdb) {
      return expected + "\n  k-NN " + answers.knn() + "\n  omdb " + answers.omdb();
    }
    if (isOmdb == false && answers.omdb().status() != 400) {
      return "refused with " + answers.omdb();
    }
    boolean isSearch = words[0].equals("knn") || words[0].equals("query");
    String difference = isSearch && isKnn && isOmdb ? answers.difference() : null;
    return expected == Takers.DIFFERENTLY
        ? (difference == null ? "finds the same" : null)
        : difference;
  }

  private KnnAndOmdb.Answers send(String kind, String rest) throws IOException {
    String[] words = rest.split(" ", 2);
    return switch (kind) {
      case "mapping" -> sendMapping(rest, fields++);
      case "update" -> {
        int field = fields++;
        List<String> both = values(rest);
        sendMapping(both.get(0), field);
        yield sendMapping(both.get(1), field);
      }
      case "settings" -> {
        nodes.both("DELETE", "settings", null);
        yield nodes.both("PUT", "settings", "{\"settings\":" + rest + "}");
      }
      case "document" -> {
        nodes.both("DELETE", words[0] + "/_doc/odd", null);
        yield nodes.both("PUT", words[0] + "/_doc/odd", "{\"e\":" + words[1] + "}");
      }
      case "knn" -> search(words[0], "{\"knn\":{\"e\":" + words[1] + "}}");
      case "query" -> search(words[0], words[1]);
      default -> throw new AssertionError(kind);
    };
  }

  private KnnAndOmdb.Answers sendMapping(String field, int number) throws IOException {
    String typed =
        "{\"type\":\"knn_vector\"" + (field.equals("{}") ? "" : ",") + field.substring(1);
    return nodes.both(
        "PUT", "fields/_mapping", "{\"properties\":{\"f" + number + "\":" + typed + "}}");
  }

  private static List<String> values(String json) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    try (JsonParser parser = mapper.createParser(json);
        MappingIterator<JsonNode> values = mapper.readValues(parser, JsonNode.class)) {
      return values.readAll().stream().map(JsonNode::toString).toList();
    }
  }

  private KnnAndOmdb.Answers search(String index, String query) throws IOException {
    return nodes.both(
        "POST", index + "/_search", "{\"size\":40,\"_source\":false,\"query\":" + query + "}");
  }

  private void makeIndexes() throws IOException {
    make("fields", "");
    for (String space : SPACES) {
      make(space, METHOD + ", 'space_type': '" + space + "'");
      fill(space, false);
    }
    make("byte", METHOD + ", 'data_type': 'byte'");
    fill("byte", true);
  }

  private void make(String index, String field) throws IOException {
    String vector = "{'type': 'knn_vector', 'dimension': 4, " + field + "}";
    String fields =
        field.isEmpty()
            ? ""
            : ", 'mappings': {'properties': {'n': {'type': 'integer'}, 't': {'type': 'text'}, 'g':"
                + " {'type': 'keyword'}, 'e': "
                + vector
                + ", 'c': {'type': 'nested', 'properties': {'p': {'type': 'integer'}, 'v': "
                + vector
                + "}}}}";
    KnnAndOmdb.Answers made =
        nodes.both("PUT", index, Json.of("{'settings': {'index.knn': true}" + fields + "}"));
    made.knn().ok();
    made.omdb().ok();
  }

  private void fill(String index, boolean hasBytes) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < DOCUMENTS; i++) {
      String vector = i == DOCUMENTS - 1 ? "" : "'e': " + vector(hasBytes) + ", ";
      String chunks =
          IntStream.range(0, i % 4)
              .mapToObj(p -> "{'p': " + p + ", 'v': " + vector(hasBytes) + "}")
              .collect(Collectors.joining(", "));
      String text = i % 3 == 0 ? "blue whale" : "red fox";
      lines.append(Json.of("{'index': {'_id': '" + i + "'}}\n{")).append(Json.of(vector));
      lines.append(
          Json.of(
              ("'n': " + i + ", 't': '" + text + "', 'g': '" + (i % 2 == 0 ? "a" : "b"))
                  + ("', 'c': [" + chunks + "]}\n")));
    }
    KnnAndOmdb.Answers done = nodes.both("POST", index + "/_bulk?refresh=true", lines.toString());
    if (done.knn().ok().get("errors").asBoolean() || done.omdb().ok().get("errors").asBoolean()) {
      throw new AssertionError(done.toString());
    }
  }

  private String vector(boolean hasBytes) {
    List<String> components = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      components.add(
          hasBytes ? "" + (random.nextInt(121) - 60) : "" + (6 * random.nextFloat() - 3));
    }
    return components.toString();
  }
}
