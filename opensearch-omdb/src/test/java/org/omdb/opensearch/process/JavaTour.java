// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hc.core5.http.HttpHost;
import org.apache.lucene.util.VectorUtil;
import org.omdb.opensearch.cluster.Json;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.json.jackson.JacksonJsonpMapper;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.opensearch.client.opensearch._types.Refresh;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch.core.BulkRequest;
import org.opensearch.client.opensearch.core.BulkResponse;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

/**
 * A tour by OpenSearch's client for Java. Mappings and queries that it has types for are those of
 * the k-NN plugin; the rest are requests of its generic client.
 */
final class JavaTour implements Closeable {

  private static final String INDEX = "java-tour";
  private static final String FIELD = "v";
  private static final int COUNT = 500;
  private static final int DIMENSION = 12;
  private static final int K = 10;

  /** What the tour indexes. */
  record Song(float[] v, int year) {}

  private final OpenSearchTransport transport;
  private final OpenSearchClient client;
  private final Random random;
  private final Map<String, Song> songs = new TreeMap<>();

  JavaTour(int port, Random random) {
    this.transport =
        ApacheHttpClient5TransportBuilder.builder(new HttpHost("http", "127.0.0.1", port))
            .setMapper(new JacksonJsonpMapper())
            .build();
    this.client = new OpenSearchClient(transport);
    this.random = random;
    for (int i = 0; i < COUNT; i++) {
      songs.put("user_" + (10_000 + i), new Song(vector(), 1990 + i % 30));
    }
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int c = 0; c < DIMENSION; c++) {
      vector[c] = (float) random.nextGaussian();
    }
    return vector;
  }

  void run() throws IOException {
    createIndex();
    indexAll();
    searchTyped();
    searchGeneric();
    updateAndDelete();
    askForStatistics();
    refuse();
    client.indices().delete(d -> d.index(INDEX));
  }

  private void createIndex() throws IOException {
    client
        .indices()
        .create(
            c ->
                c.index(INDEX)
                    .settings(
                        s ->
                            s.numberOfShards(2)
                                .numberOfReplicas(1)
                                .knn(true)
                                .customSettings("index.omdb", JsonData.of(true))
                                .customSettings("index.omdb.knn_api", JsonData.of(true)))
                    .mappings(
                        m ->
                            m.properties(
                                    FIELD,
                                    p -> p.knnVector(v -> v.dimension(DIMENSION).spaceType("l2")))
                                .properties("year", p -> p.integer(i -> i))));
  }

  private void indexAll() throws IOException {
    BulkRequest.Builder bulk = new BulkRequest.Builder().refresh(Refresh.True);
    songs.forEach(
        (id, song) -> bulk.operations(o -> o.index(i -> i.index(INDEX).id(id).document(song))));
    BulkResponse done = client.bulk(bulk.build());
    assertFalse(done.items().toString(), done.errors());
    assertEquals(COUNT, done.items().size());
  }

  private List<String> nearest(float[] target, int least) {
    return songs.entrySet().stream()
        .filter(song -> song.getValue().year() >= least)
        .sorted(
            Comparator.comparingDouble(
                song -> VectorUtil.squareDistance(target, song.getValue().v())))
        .limit(K)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<Float> list(float[] vector) {
    List<Float> list = new ArrayList<>();
    for (float component : vector) {
      list.add(component);
    }
    return list;
  }

  private List<String> ids(Query query) throws IOException {
    return client
        .search(s -> s.index(INDEX).size(K).query(query), Song.class)
        .hits()
        .hits()
        .stream()
        .map(hit -> hit.id())
        .toList();
  }

  private void searchTyped() throws IOException {
    float[] target = vector();
    Map<String, JsonData> wide = Map.of("ef_search", JsonData.of(400));
    assertEquals(
        nearest(target, 0),
        ids(
            Query.of(
                q -> q.knn(n -> n.field(FIELD).vector(list(target)).k(K).methodParameters(wide)))));
    Query recent = Query.of(q -> q.range(r -> r.field("year").gte(JsonData.of(2010))));
    assertEquals(
        nearest(target, 2010),
        ids(
            Query.of(
                q ->
                    q.knn(
                        n ->
                            n.field(FIELD)
                                .vector(list(target))
                                .k(K)
                                .filter(recent)
                                .methodParameters(wide)))));
  }

  private JsonNode send(String method, String path, String body) throws IOException {
    Requests.JsonBodyBuilder request = Requests.builder().method(method).endpoint(path);
    try (Response response =
        client.generic().execute((body == null ? request : request.json(body)).build())) {
      String text = response.getBody().orElseThrow().bodyAsString();
      assertEquals(path + ": " + text, 200, response.getStatus());
      return Json.read(text);
    }
  }

  private List<String> search(String query) throws IOException {
    JsonNode answer = send("POST", INDEX + "/_search", Json.of("{'query': ") + query + "}");
    List<String> ids = new ArrayList<>();
    for (JsonNode hit : answer.at("/hits/hits")) {
      ids.add(hit.get("_id").asText());
    }
    return ids;
  }

  private void searchGeneric() throws IOException {
    float[] target = vector();
    String vector = Json.of("'vector': ") + Json.array(target);
    String knn = Json.of("{'omdb_knn': {'v': {") + vector + Json.of(", 'k': 10, 'ef': 400}}}");
    assertEquals(nearest(target, 0), search(knn));
    assertEquals(nearest(target, 0), search(Json.of("{'omdb_score': {'v': {") + vector + "}}}"));
    List<String> fused =
        search(Json.of("{'omdb_hybrid': {'queries': [{'term': {'year': 2001}}, ") + knn + "]}}");
    assertEquals(K, fused.size());
    assertTrue(fused.toString(), fused.contains(nearest(target, 0).get(0)));
  }

  private void updateAndDelete() throws IOException {
    String gone = "user_10005";
    client.delete(d -> d.index(INDEX).id(gone).refresh(Refresh.True));
    songs.remove(gone);
    String moved = "user_10007";
    Song song = new Song(vector(), 2024);
    client.index(i -> i.index(INDEX).id(moved).document(song).refresh(Refresh.True));
    songs.put(moved, song);
    client.indices().forcemerge(f -> f.index(INDEX).maxNumSegments(1L));
    client.indices().refresh(r -> r.index(INDEX));
    Song stored = client.get(g -> g.index(INDEX).id(moved), Song.class).source();
    assertEquals(list(song.v()), list(stored.v()));
    float[] target = song.v();
    Query query = Query.of(q -> q.knn(n -> n.field(FIELD).vector(list(target)).k(COUNT)));
    List<String> all =
        client
            .search(s -> s.index(INDEX).size(COUNT).query(query), Song.class)
            .hits()
            .hits()
            .stream()
            .map(hit -> hit.id())
            .toList();
    assertEquals(moved, all.get(0));
    assertEquals(List.copyOf(songs.keySet()), all.stream().sorted().toList());
  }

  private void askForStatistics() throws IOException {
    send("POST", "_omdb/" + INDEX + "/warmup", null);
    JsonNode stats = send("GET", "_omdb/" + INDEX + "/stats", null);
    int vectors = 0;
    for (JsonNode copies : stats.at("/indices/" + INDEX + "/shards")) {
      assertEquals(2, copies.size());
      vectors += copies.get(0).at("/fields/" + FIELD + "/vectors").asInt();
    }
    assertEquals(songs.size(), vectors);
  }

  private void refuse() {
    Song wrong = new Song(new float[] {1, 2}, 2000);
    OpenSearchException refused =
        assertThrows(
            OpenSearchException.class,
            () -> client.index(i -> i.index(INDEX).id("wrong").document(wrong)));
    assertEquals(400, refused.status());
    Query byTerm = Query.of(q -> q.term(t -> t.field(FIELD).value(FieldValue.of("a"))));
    assertEquals(400, assertThrows(OpenSearchException.class, () -> ids(byTerm)).status());
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
