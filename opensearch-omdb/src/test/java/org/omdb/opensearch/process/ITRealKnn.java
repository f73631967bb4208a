// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import com.carrotsearch.randomizedtesting.RandomizedContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.knnapi.KnnDocumentation;

/**
 * Indexes of the real k-NN plugin are moved as docs/FROM-KNN.md says, and both are asked the same.
 * Skipped where the k-NN plugin can't be downloaded.
 */
public class ITRealKnn extends ClusterTestCase {

  private static final int QUERIES = 5;

  private static final List<KnnSource.Kind> KINDS =
      List.of(
          new KnnSource.Kind(
              "two-shards",
              KnnSource.Space.L2,
              false,
              3_000,
              ", 'number_of_shards': 2",
              ", 'method': {'name': 'hnsw', 'engine': 'lucene', 'space_type': 'l2',"
                  + " 'parameters': {'m': 16, 'ef_construction': 100}}"),
          new KnnSource.Kind(
              "cosines",
              KnnSource.Space.COSINESIMIL,
              false,
              1_000,
              ", 'index.knn.derived_source.enabled': false",
              ", 'space_type': 'cosinesimil', 'method': {'name': 'hnsw', 'engine': 'lucene'}"),
          new KnnSource.Kind(
              "products",
              KnnSource.Space.INNERPRODUCT,
              false,
              1_000,
              "",
              ", 'data_type': 'float', 'space_type': 'innerproduct',"
                  + " 'method': {'name': 'hnsw', 'engine': 'lucene', 'parameters': {'m': 24}}"),
          new KnnSource.Kind(
              "bytes",
              KnnSource.Space.L2,
              true,
              1_000,
              "",
              ", 'data_type': 'byte', 'method': {'name': 'hnsw', 'engine': 'lucene'}"),
          new KnnSource.Kind(
              "byte-cosines",
              KnnSource.Space.COSINESIMIL,
              true,
              1_000,
              "",
              ", 'data_type': 'byte', 'space_type': 'cosinesimil',"
                  + " 'method': {'name': 'hnsw', 'engine': 'lucene'}"),
          new KnnSource.Kind(
              "default-engine", KnnSource.Space.L2, false, 600, "", ", 'space_type': 'l2'"));

  private static KnnAndOmdb nodes;

  @BeforeClass
  public static void start() throws Exception {
    System.out.println("seed " + RandomizedContext.current().getRunnerSeedAsString());
    nodes = new KnnAndOmdb(random());
  }

  @AfterClass
  public static void stop() throws Exception {
    if (nodes != null) {
      nodes.close();
    }
    nodes = null;
  }

  /** The test reads both, so that it fails too where k-NN answers otherwise than is printed. */
  @Test
  public void testRequestsOfTheDocumentation() throws Exception {
    KnnDocumentation.check(
        nodes.knn(),
        request -> request.body() != null && request.body().contains("nmslib")); // since 3.0
    KnnDocumentation.check(nodes.omdb(), request -> false);
  }

  @Test
  public void testMovedIndexesAnswerTheSame() throws Exception {
    for (KnnSource.Kind kind : KINDS) {
      KnnSource source = new KnnSource(kind, new Random(random().nextLong()));
      source.make(nodes.knn());
      source.assertMoved(nodes.knn(), true);
      JsonNode moved = nodes.move(kind.name());
      assertEquals(moved.toString(), source.docs().size(), moved.get("created").asInt());
      assertEquals(moved.toString(), 0, moved.get("failures").size());
      source.assertMoved(nodes.omdb(), false);
      double ofKnn = 0;
      double ofOmdb = 0;
      for (int i = 0; i < QUERIES; i++) {
        float[] query = source.vector();
        if (kind.isLucene()) { // Faiss finds k in each segment, of which some may be deleted
          assertSameWhereExact(source, query);
        }
        assertAllWithin(source, query);
        KnnAndOmdb.Answers answers = search(kind.name(), knn(query, "'k': 10"));
        List<KnnAndOmdb.Hit> best = source.nearest(query, 10, doc -> true);
        ofKnn += recall(source, query, best, answers.knn().ok()) / QUERIES;
        ofOmdb += recall(source, query, best, answers.omdb().ok()) / QUERIES;
      }
      System.out.println(
          kind.name()
              + ": "
              + source.docs().size()
              + " documents, recall@10 of k-NN "
              + ofKnn
              + ", of this plugin "
              + ofOmdb);
      assertTrue(kind.name() + ": recall " + ofOmdb, ofOmdb >= .95 && ofOmdb >= ofKnn - .02);
    }
  }

  private static String knn(float[] query, String wanted) {
    return "{'knn': {'e': {'vector': " + Json.array(query) + ", " + wanted + "}}}";
  }

  private static KnnAndOmdb.Answers search(String index, String query) throws IOException {
    return nodes.both(
        "POST",
        index + "/_search",
        Json.of("{'_source': false, 'size': 10, 'query': " + query + "}"));
  }

  /** Where so many candidates are kept that all vectors are compared. */
  private static void assertSameWhereExact(KnnSource source, float[] query) throws IOException {
    String all = "'k': 10, 'method_parameters': {'ef_search': 5000}";
    String red = "'filter': {'term': {'color': 'red'}}";
    int limit = source.kind().size() / 4;
    String few = "'filter': {'range': {'n': {'lt': " + limit + "}}}";
    String text = "{'constant_score': {'filter': {'term': {'color': 'red'}}, 'boost': 0.4}}";
    List<String> queries =
        new ArrayList<>(
            List.of(
                knn(query, all),
                knn(query, all + ", " + red),
                knn(query, all + ", " + few),
                knn(query, all + ", 'boost': 2.5"),
                knn(query, all + ", 'rescore': {'oversample_factor': 3}"),
                "{'bool': {'should': [" + text + ", " + knn(query, all + ", 'boost': 3") + "]}}",
                "{'bool': {'must': "
                    + knn(query, all)
                    + ", 'filter': {'range': {'n': {'gte': 7}}}}}",
                "{'constant_score': {'filter': " + knn(query, all) + "}}"));
    if (source.kind().hasBytes()) { // k-NN has a NullPointerException
      queries.removeIf(each -> each.contains("rescore"));
    }
    for (String each : queries) {
      KnnAndOmdb.Answers answers = search(source.kind().name(), each);
      answers.assertSameHits(source.kind().name() + " " + each);
      assertTrue(each, KnnAndOmdb.hits(answers.omdb().body()).isEmpty() == false);
    }
    List<KnnAndOmdb.Hit> best = source.nearest(query, 10, KnnSource.Doc::isRed);
    JsonNode found = search(source.kind().name(), queries.get(1)).omdb().ok();
    assertEquals(queries.get(1), 1, recall(source, query, best, found), 0);
  }

  /** All within a radius: k-NN may miss some, and this plugin none. */
  private static void assertAllWithin(KnnSource source, float[] query) throws IOException {
    KnnSource.Space space = source.kind().space();
    double score = source.nearest(query, 15, doc -> true).get(14).score() * (1 - 1e-4);
    List<String> queries =
        new ArrayList<>(
            List.of(
                "'min_score': " + score,
                "'min_score': " + score + ", 'filter': {'term': {'color': 'red'}}"));
    if (space != KnnSource.Space.INNERPRODUCT) {
      double distance = space == KnnSource.Space.L2 ? 1 / score - 1 : 2 - 2 * score;
      queries.add("'max_distance': " + distance);
    }
    for (String wanted : queries) {
      List<KnnAndOmdb.Hit> within =
          source.nearest(query, 15, doc -> wanted.contains("red") == false || doc.isRed()).stream()
              .filter(hit -> hit.score() >= score)
              .limit(10)
              .toList();
      KnnAndOmdb.Answers answers = search(source.kind().name(), knn(query, wanted));
      recall(source, query, within, answers.knn().ok());
      String message = source.kind().name() + " " + wanted + "\n" + within;
      assertEquals(message, 1, recall(source, query, within, answers.omdb().ok()), 0);
    }
  }

  /** Fails if the score of a hit is another one than that of its vector. */
  private static double recall(
      KnnSource source, float[] query, List<KnnAndOmdb.Hit> best, JsonNode answer) {
    Set<String> expected = best.stream().map(KnnAndOmdb.Hit::id).collect(Collectors.toSet());
    Set<String> found = new HashSet<>();
    for (KnnAndOmdb.Hit hit : KnnAndOmdb.hits(answer)) {
      double score = source.kind().space().score(query, source.docs().get(hit.id()).vector());
      assertTrue(hit + " has the score " + score, Math.abs(score - hit.score()) <= 1e-4 * score);
      if (expected.contains(hit.id())) {
        found.add(hit.id());
      }
    }
    return best.isEmpty() ? 1 : (double) found.size() / best.size();
  }

  @Test
  public void testNestedVectors() throws Exception {
    Rest knn = nodes.knn();
    knn.put(
        "chunks",
        Json.of(
            "{'settings': {'index.knn': true}, 'mappings': {'properties': {'n': {'type':"
                + " 'integer'}, 'c': {'type': 'nested', 'properties': {'p': {'type': 'integer'},"
                + " 'v': {'type': 'knn_vector', 'dimension': 8, 'method': {'name': 'hnsw',"
                + " 'engine': 'lucene', 'space_type': 'cosinesimil'}}}}}}}"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      lines.append("{\"index\":{\"_id\":\"").append(i % 450).append("\"}}\n");
      lines.append("{\"n\":").append(i).append(",\"c\":[");
      for (int chunk = random().nextInt(6), p = 0; p < chunk; p++) {
        lines.append(p == 0 ? "" : ",").append("{\"p\":").append(p).append(",\"v\":");
        lines.append(Json.array(vector8())).append('}');
      }
      lines.append("]}\n");
    }
    assertFalse(knn.post("chunks/_bulk?refresh=true", lines.toString()).get("errors").asBoolean());
    assertEquals(450, nodes.move("chunks").get("created").asInt());
    String sources = Json.of("{'size': 450, 'sort': ['n']}");
    assertEquals(
        knn.post("chunks/_search", sources).findValues("_source"),
        nodes.omdb().post("chunks/_search", sources).findValues("_source"));
    for (int i = 0; i < QUERIES; i++) {
      String vector = Json.array(vector8());
      for (String mode : new String[] {"max", "avg", "sum", "min"}) {
        for (String wanted :
            new String[] {
              "'k': 10, 'method_parameters': {'ef_search': 3000}",
              "'k': 10, 'method_parameters': {'ef_search': 3000}, 'expand_nested_docs': true",
              "'k': 10, 'filter': {'range': {'n': {'lt': 100}}}",
              "'k': 10, 'filter': {'range': {'n': {'lt': 100}}}, 'expand_nested_docs': true",
              "'min_score': 0.8",
              "'max_distance': 0.5, 'expand_nested_docs': true"
            }) {
          String query =
              "{'nested': {'path': 'c', 'score_mode': '"
                  + mode
                  + "', 'inner_hits': {'size': 10, '_source': false}, 'query': {'knn': {'c.v':"
                  + " {'vector': "
                  + vector
                  + ", "
                  + wanted
                  + "}}}}}";
          search("chunks", query).assertSameHits(query);
        }
      }
    }
  }

  private static float[] vector8() {
    float[] vector = new float[8];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return vector;
  }

  /** Each difference is in docs/FROM-KNN.md. */
  @Test
  public void testOddRequests() throws Exception {
    OddRequests.check(nodes, random());
  }
}
