// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.BruteForce;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.HookPlugin;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** {@code omdb_hybrid} makes one ranking of those of its queries, and is a query like any other. */
public class TestHybrid extends ClusterTestCase {

  private static final int SIZE = 300;

  /** With this, each search finds the same order of equal scores. */
  private static final String PRIMARY = "?preference=_primary";

  private static final List<String> WORDS = List.of("red", "blue", "moon", "river", "rain", "wind");

  private static final String MAPPING =
      "'mappings': {'properties': {'embedding': {'type': 'omdb_vector', 'dimension': 3,"
          + " 'similarity': 'l2'}, 't': {'type': 'text'}, 'n': {'type': 'integer'}, 'c': {'type':"
          + " 'keyword'}, 'chunks': {'type': 'nested', 'properties': {'t': {'type': 'text'}}}}}}";

  private static TestCluster cluster;
  private static Rest rest;

  @BeforeClass
  public static void start() throws Exception {
    cluster =
        TestCluster.start(
            newFolder(),
            2,
            node -> Settings.EMPTY,
            node -> List.of(OmdbPlugin.class, HookPlugin.class));
    rest = cluster.rest();
    create("v", 3, 1);
    StringBuilder lines = new StringBuilder();
    for (int n = 0; n < SIZE; n++) {
      lines.append(Json.of("{'index': {'_id': '" + n + "'}}\n")).append(document(n)).append('\n');
    }
    assertFalse(rest.post("v/_bulk?refresh=true", lines.toString()).get("errors").asBoolean());
    rest.awaitGreen("v");
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
  }

  @After
  public void forgetHook() {
    HookPlugin.onSegment = segment -> {};
  }

  private static void create(String index, int shards, int replicas) throws IOException {
    rest.put(
        index,
        Json.of(
            "{'settings': {'index.omdb': true, 'index.refresh_interval': -1, 'number_of_shards': "
                + shards
                + ", 'number_of_replicas': "
                + replicas
                + "}, "
                + MAPPING));
  }

  private static float[] randomVector() {
    return new float[] {random().nextFloat(), random().nextFloat(), random().nextFloat()};
  }

  private static String document(int n) {
    StringBuilder text = new StringBuilder();
    for (int i = random().nextInt(12); i >= 0; i--) {
      text.append(WORDS.get(random().nextInt(WORDS.size()))).append(' ');
    }
    return Json.of("{'n': " + n + ", 'c': 'c" + n % 4 + "', 't': '" + text)
        + Json.of("', 'chunks': [{'t': '" + text + "'}, {'t': 'sun'}], 'embedding': ")
        + Json.array(randomVector())
        + "}";
  }

  /** The nearest vectors of a random one. */
  private static String near(int k) {
    return knn(randomVector(), k, Math.max(100, k), "");
  }

  private static String words(String more) {
    String word = WORDS.get(random().nextInt(WORDS.size()));
    return Json.of("{'match': {'t': {'query': '" + word + " moon'" + more + "}}}");
  }

  private static String hybrid(String more, String... queries) {
    return Json.of("{'omdb_hybrid': {'queries': [")
        + String.join(",", queries)
        + "]"
        + Json.of(more)
        + "}}";
  }

  private static JsonNode find(String path, String query, String more) throws IOException {
    JsonNode found = rest.post(path, "{\"query\":" + query + Json.of(more) + "}");
    assertEquals(found.toString(), 0, found.at("/_shards/failed").asInt());
    return found;
  }

  private static List<BruteForce.Hit> all(String query) throws IOException {
    return hits(find("v/_search" + PRIMARY, query, ", 'size': 1000"));
  }

  private static List<String> ids(List<BruteForce.Hit> hits) {
    return hits.stream().map(BruteForce.Hit::id).toList();
  }

  private static void refuses(String method, String path, String body, String sentence)
      throws IOException {
    Rest.Answer answer = rest.send(method, path, body);
    assertEquals(answer.reasons(), 400, answer.status());
    assertTrue(answer.reasons(), answer.reasons().contains(sentence));
  }

  /** Fuses the answers of queries, as the documentation says. */
  private static List<BruteForce.Hit> fuse(
      String fusion, double[] weights, int rankConstant, List<List<BruteForce.Hit>> rankings) {
    Map<String, Double> sums = new HashMap<>();
    for (int query = 0; query < rankings.size(); query++) {
      List<BruteForce.Hit> ranking = rankings.get(query);
      double max = ranking.stream().mapToDouble(BruteForce.Hit::score).max().orElse(0);
      double min = ranking.stream().mapToDouble(BruteForce.Hit::score).min().orElse(0);
      double squares =
          ranking.stream().mapToDouble(hit -> (double) hit.score() * hit.score()).sum();
      for (int i = 0; i < ranking.size(); i++) {
        double score = ranking.get(i).score();
        double scaled =
            switch (fusion) {
              case "rrf" -> 1 / (rankConstant + i + 1.0);
              case "min_max" -> max == min ? 1 : (score - min) / (max - min);
              default -> score / Math.sqrt(squares);
            };
        sums.merge(ranking.get(i).id(), weights[query] * scaled, Double::sum);
      }
    }
    return sums.entrySet().stream()
        .map(one -> new BruteForce.Hit(one.getKey(), one.getValue().floatValue()))
        .sorted(Comparator.comparing(BruteForce.Hit::score).reversed())
        .toList();
  }

  @Test
  public void testFusesTheAnswersOfItsQueries() throws Exception {
    for (int i = 0; i < 9; i++) {
      String fusion = List.of("rrf", "min_max", "l2").get(i % 3);
      int window = 1 + random().nextInt(120);
      List<String> queries = new ArrayList<>(List.of(near(1 + random().nextInt(60)), words("")));
      if (random().nextBoolean()) {
        queries.add(Json.of("{'term': {'c': 'c1'}}")); // all have the same score
      }
      if (random().nextBoolean()) {
        queries.add(Json.of("{'term': {'c': 'nothing'}}"));
      }
      double[] weights = new double[queries.size()];
      StringBuilder more = new StringBuilder(", 'fusion': '" + fusion + "', 'window': " + window);
      StringBuilder array = new StringBuilder();
      List<List<BruteForce.Hit>> rankings = new ArrayList<>();
      for (int query = 0; query < weights.length; query++) {
        weights[query] = i < 3 ? 1 : random().nextInt(9) / 4.0;
        array.append(query == 0 ? "" : ", ").append(weights[query]);
        rankings.add(hits(find("v/_search" + PRIMARY, queries.get(query), ", 'size': " + window)));
      }
      more.append(i < 3 ? "" : ", 'weights': [" + array + "]");
      int rankConstant = i < 3 ? 60 : 1 + random().nextInt(100);
      more.append(i < 3 || i % 3 > 0 ? "" : ", 'rank_constant': " + rankConstant);
      String query = hybrid(more.toString(), queries.toArray(String[]::new));
      BruteForce.assertSame(fuse(fusion, weights, rankConstant, rankings), all(query));
    }
  }

  /** Vectors have no equal scores, so that copies do not matter. */
  @Test
  public void testAllCopiesAnswerTheSame() throws Exception {
    String query = hybrid("", near(20), near(30));
    List<BruteForce.Hit> expected = all(query);
    for (int i = 0; i < 6; i++) {
      JsonNode found = cluster.rest(i % 2).post("v/_search?size=1000", "{\"query\":" + query + "}");
      BruteForce.assertSame(expected, hits(found));
    }
  }

  @Test
  public void testPages() throws Exception {
    String query = hybrid(", 'fusion': 'l2'", near(20), words(""));
    List<BruteForce.Hit> all = all(query);
    List<BruteForce.Hit> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += 40) {
      String page = ", 'size': 40, 'from': " + from;
      pages.addAll(hits(find("v/_search" + PRIMARY, query, page)));
    }
    assertEquals(all, pages);

    String order = ", 'size': 40, 'sort': [{'_score': 'desc'}, {'n': 'asc'}]";
    List<String> ids = new ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page = find("v/_search" + PRIMARY, query, order + after).at("/hits/hits");
      if (page.isEmpty()) {
        break;
      }
      page.forEach(hit -> ids.add(hit.get("_id").asText()));
      after = ", 'search_after': " + page.get(page.size() - 1).get("sort");
    }
    assertEquals(all.size(), ids.size());
    assertEquals(new TreeSet<>(ids(all)), new TreeSet<>(ids));
  }

  @Test
  public void testAggregationsSortAndLimits() throws Exception {
    String query = hybrid("", near(10), words(""));
    List<BruteForce.Hit> all = all(query);
    JsonNode found =
        find("v/_search", query, ", 'size': 0, 'aggs': {'c': {'terms': {'field': 'c'}}}");
    assertEquals(all.size(), found.at("/hits/total/value").asInt());
    int sum = 0;
    for (JsonNode bucket : found.at("/aggregations/c/buckets")) {
      String rest = bucket.get("key").asText().substring(1);
      long expected =
          all.stream()
              .filter(hit -> Integer.parseInt(hit.id()) % 4 == Integer.parseInt(rest))
              .count();
      assertEquals(expected, bucket.get("doc_count").asInt());
      sum += bucket.get("doc_count").asInt();
    }
    assertEquals(all.size(), sum);
    assertEquals(
        all.size(),
        rest.post("v/_search", "{\"size\":0,\"aggs\":{\"f\":{\"filter\":" + query + "}}}")
            .at("/aggregations/f/doc_count")
            .asInt());
    assertEquals(
        all.size(), rest.post("v/_count", "{\"query\":" + query + "}").get("count").asInt());

    List<Integer> numbers = new ArrayList<>();
    find("v/_search", query, ", 'size': 1000, 'sort': [{'n': 'desc'}]")
        .at("/hits/hits")
        .forEach(hit -> numbers.add(hit.at("/_source/n").asInt()));
    assertEquals(
        all.stream()
            .map(hit -> Integer.parseInt(hit.id()))
            .sorted(Comparator.reverseOrder())
            .toList(),
        numbers);
    float fifth = all.get(4).score();
    assertEquals(
        all.stream().filter(hit -> hit.score() >= fifth).toList(),
        hits(find("v/_search" + PRIMARY, query, ", 'size': 1000, 'min_score': " + fifth)));
    assertEquals(
        4, find("v/_search", query, ", 'collapse': {'field': 'c'}").at("/hits/hits").size());
    assertEquals(
        all.size(),
        find(
                "v/_search",
                hybrid(", 'boost': 2, 'window': 300", query),
                ", 'post_filter': {'range': {'n': {'gte': 0}}}")
            .at("/hits/total/value")
            .asInt());
  }

  @Test
  public void testFilters() throws Exception {
    String near = near(40);
    String words = words("");
    String inside = hybrid(", 'filter': {'term': {'c': 'c2'}}", near, words);
    List<BruteForce.Hit> filtered = all(inside);
    assertTrue(filtered.stream().allMatch(hit -> Integer.parseInt(hit.id()) % 4 == 2));
    // The filter is within the search of vectors, so that it does not shorten the hits.
    assertTrue(
        ids(filtered)
            .containsAll(
                ids(
                    all(
                        near.replace(
                            "\"k\": 40", "\"k\": 40, \"filter\": {\"term\": {\"c\": \"c2\"}}")))));

    String narrow = knn(randomVector(), 30, 100, ", 'filter': {'range': {'n': {'lt': 100}}}");
    List<BruteForce.Hit> narrowed = all(hybrid(", 'filter': {'term': {'c': 'c2'}}", narrow));
    assertEquals(25, narrowed.size()); // 100 documents, of which one in four has c2
    assertTrue(narrowed.stream().allMatch(hit -> Integer.parseInt(hit.id()) < 100));

    String hybrid = hybrid("", near, words);
    Set<String> after = new TreeSet<>(ids(all(hybrid)));
    after.removeIf(id -> Integer.parseInt(id) % 4 != 2);
    String bool =
        Json.of("{'bool': {'must': [") + hybrid + Json.of("], 'filter': {'term': {'c': 'c2'}}}}");
    assertEquals(after, new TreeSet<>(ids(all(bool))));
  }

  @Test
  public void testWithinOtherQueries() throws Exception {
    String hybrid = hybrid("", near(20), words(""));
    List<BruteForce.Hit> all = all(hybrid);
    assertEquals(
        new TreeSet<>(ids(all)),
        new TreeSet<>(ids(all(Json.of("{'constant_score': {'filter': ") + hybrid + "}}"))));
    List<BruteForce.Hit> boosted = all(hybrid(", 'boost': 4, 'window': 300", hybrid));
    List<BruteForce.Hit> expected = fuse("rrf", new double[] {4}, 60, List.of(all));
    BruteForce.assertSame(expected, boosted);
    // They search at the same time: OpenSearch gives up a request that it has to rewrite 16 times.
    String[] many = Collections.nCopies(20, hybrid).toArray(String[]::new);
    assertEquals(ids(boosted), ids(all(hybrid(", 'window': 300", many))));
    String not = Json.of("{'bool': {'must_not': [") + hybrid + "]}}";
    assertEquals(SIZE - all.size(), all(not).size());
    // In another query's filter, and two of them beside each other.
    List<BruteForce.Hit> within =
        all(
            Json.of(
                    "{'omdb_knn': {'embedding': {'vector': [0, 0, 0], 'k': 300, 'ef': 300,"
                        + " 'filter': ")
                + hybrid
                + "}}}");
    assertEquals(new TreeSet<>(ids(all)), new TreeSet<>(ids(within)));
    String both = Json.of("{'bool': {'must': [") + hybrid + "," + hybrid + "]}}";
    assertEquals(ids(all).size(), all(both).size());
    assertEquals(2 * all.get(0).score(), all(both).get(0).score(), 1e-6f);
    // The last word has the rescorer.
    JsonNode rescored =
        find(
            "v/_search" + PRIMARY,
            Json.of("{'match_all': {}}"),
            ", 'size': 1000, 'rescore': {'window_size': 300, 'query': {'query_weight': 0,"
                + " 'rescore_query': "
                + hybrid
                + "}}");
    BruteForce.assertSame(all, hits(rescored).subList(0, all.size()));
  }

  @Test
  public void testNamesAndExplanations() throws Exception {
    String near = knn(randomVector(), 5, 100, ", '_name': 'near'");
    String words =
        Json.of("{'bool': {'should': [")
            + words(", '_name': 'word'")
            + Json.of("], '_name': 'words'}}");
    String query = hybrid(", '_name': 'both'", near, words);
    Set<String> nearest = new TreeSet<>(ids(all(near)).subList(0, 15));
    JsonNode found =
        find(
            "v/_search" + PRIMARY + "&include_named_queries_score=true",
            query,
            ", 'size': 25, 'explain': true");
    for (JsonNode hit : found.at("/hits/hits")) {
      JsonNode names = hit.get("matched_queries");
      assertEquals(hit.get("_score").asDouble(), names.get("both").asDouble(), 1e-6);
      assertEquals(nearest.contains(hit.get("_id").asText()), names.has("near"));
      assertEquals(names.has("words"), names.has("word"));
      assertTrue(names.has("words") || names.has("near"));
      JsonNode explanation = hit.get("_explanation");
      assertEquals(hit.get("_score").asDouble(), explanation.get("value").asDouble(), 1e-6);
      String text = explanation.toString();
      assertEquals(text, names.has("near"), text.contains("of queries[0]"));
      assertEquals(text, names.has("words"), text.contains("of queries[1]"));
    }
    JsonNode first = found.at("/hits/hits/0");
    JsonNode alone =
        rest.post("v/_explain/" + first.get("_id").asText() + PRIMARY, "{\"query\":" + query + "}");
    assertTrue(alone.toString(), alone.get("matched").asBoolean());
    assertEquals(first.at("/_explanation/value"), alone.at("/explanation/value"));
    JsonNode simple = find("v/_search" + PRIMARY, query, "").at("/hits/hits/0/matched_queries");
    Set<String> names = new TreeSet<>();
    simple.forEach(name -> names.add(name.asText()));
    Set<String> expected = new TreeSet<>();
    first.get("matched_queries").fieldNames().forEachRemaining(expected::add);
    assertEquals(expected, names);
    List<String> all = ids(all(query));
    int missing = 0;
    while (all.contains("" + missing)) {
      missing++;
    }
    JsonNode none = rest.post("v/_explain/" + missing, "{\"query\":" + query + "}");
    assertFalse(none.toString(), none.get("matched").asBoolean());
  }

  @Test
  public void testInnerHitsOfItsQueries() throws Exception {
    String nested =
        Json.of(
            "{'nested': {'path': 'chunks', 'query': {'match': {'chunks.t': 'sun'}},"
                + " 'inner_hits': {}}}");
    JsonNode found = find("v/_search", hybrid("", nested, near(3)), ", 'size': 20");
    for (JsonNode hit : found.at("/hits/hits")) {
      assertEquals(1, hit.at("/inner_hits/chunks/hits/hits/0/_nested/offset").asInt());
    }
  }

  @Test
  public void testOtherRequestsThanSearches() throws Exception {
    String query = hybrid("", near(20), words(""));
    List<BruteForce.Hit> all = all(query);
    String body = "{\"size\":1000,\"query\":" + query + "}";
    JsonNode several =
        rest.post(
            "_msearch",
            Json.of("{'index': 'v', 'preference': '_primary'}\n")
                + body
                + "\n"
                + Json.of("{'index': 'v', 'preference': '_primary'}\n")
                + body
                + "\n");
    assertEquals(all, hits(several.at("/responses/0")));
    assertEquals(all, hits(several.at("/responses/1")));

    JsonNode page = find("v/_search" + PRIMARY + "&scroll=1m", query, ", 'size': 10");
    List<BruteForce.Hit> scrolled = new ArrayList<>();
    while (page.at("/hits/hits").isEmpty() == false) {
      scrolled.addAll(hits(page));
      page =
          rest.post(
              "_search/scroll",
              Json.of("{'scroll': '1m', 'scroll_id': '" + page.get("_scroll_id").asText() + "'}"));
    }
    assertEquals(all, scrolled);
    rest.send("DELETE", "_search/scroll/_all", null);

    String pit = rest.post("v/_search/point_in_time?keep_alive=1m", null).get("pit_id").asText();
    String in = ", 'size': 1000, 'pit': {'id': '" + pit + "'}";
    assertEquals(new TreeSet<>(ids(all)), new TreeSet<>(ids(hits(find("_search", query, in)))));
    rest.send("DELETE", "_search/point_in_time", Json.of("{'pit_id': ['" + pit + "']}"));

    JsonNode valid = rest.post("v/_validate/query?explain=true", "{\"query\":" + query + "}");
    assertTrue(valid.toString(), valid.get("valid").asBoolean());
    assertTrue(valid.toString(), valid.toString().contains("omdb_hybrid("));
    String wrong = hybrid("", Json.of("{'omdb_knn': {'t': {'vector': [1], 'k': 1}}}"));
    assertFalse(
        rest.post("v/_validate/query", "{\"query\":" + wrong + "}").get("valid").asBoolean());

    assertEquals(
        all.size(),
        rest.post(
                "_reindex",
                Json.of("{'source': {'index': 'v', 'query': ")
                    + query
                    + Json.of("}, 'dest': {'index': 'copies'}}"))
            .get("created")
            .asInt());
    rest.post("copies/_refresh", null);
    assertEquals(
        3,
        rest.post(
                "copies/_delete_by_query",
                "{\"query\":" + hybrid(", 'window': 3", Json.of("{'match_all': {}}")) + "}")
            .get("deleted")
            .asInt());
    assertEquals(400, rest.send("POST", "v/_search", "{\"query\":" + wrong + "}").status());
  }

  @Test
  public void testSeveralIndexesAliasesAndRoutings() throws Exception {
    create("other", 2, 0);
    for (String routing : List.of("a", "b", "c", "d")) {
      rest.put(
          "other/_doc/0?routing=" + routing,
          Json.of("{'n': 1000, 'c': '" + routing + "', 't': 'snow', 'embedding': [9, 9, 9]}"));
    }
    rest.post("other/_refresh", null);
    int stored = rest.get("other/_count").get("count").asInt(); // shards decide
    String query =
        hybrid(
            "",
            Json.of("{'match': {'t': 'snow'}}"),
            Json.of("{'omdb_knn': {'embedding': {'vector': [9, 9, 9], 'k': 9}}}"));
    JsonNode found = find("v,other/_search", query, ", 'size': 1000");
    List<String> names = new ArrayList<>();
    found
        .at("/hits/hits")
        .forEach(hit -> names.add(hit.get("_index").asText() + hit.get("_id").asText()));
    assertEquals(stored, names.stream().filter("other0"::equals).count());
    assertEquals(stored, names.subList(0, stored).stream().filter("other0"::equals).count());
    JsonNode routed = find("other/_search?routing=a", query, "");
    assertTrue(routed.toString(), routed.at("/hits/hits").size() < 3);

    rest.post(
        "_aliases",
        Json.of(
            "{'actions': [{'add': {'index': 'v', 'alias': 'second',"
                + " 'filter': {'term': {'c': 'c2'}}}}]}"));
    for (BruteForce.Hit hit :
        hits(find("second/_search", hybrid("", near(20), words("")), ", 'size': 99"))) {
      assertEquals(2, Integer.parseInt(hit.id()) % 4);
    }
    refuses(
        "POST",
        "_aliases",
        Json.of("{'actions': [{'add': {'index': 'v', 'alias': 'third'," + " 'filter': ")
            + query
            + "}}]}",
        "not for the filter of an alias");
  }

  @Test
  public void testWhatCannotWorkIsRefused() throws Exception {
    String hybrid = hybrid("", near(20), words(""));
    refuses(
        "POST",
        "v/_search",
        Json.of("{'query': {'nested': {'path': 'chunks', 'query': ") + hybrid + "}}}",
        "can't be used within a [nested] query");
    refuses(
        "POST",
        "v/_search",
        Json.of("{'derived': {'d': {'type': 'keyword', 'script': {'source': 'x'}}}, 'query': ")
            + hybrid
            + "}",
        "[derived] fields");
    refuses(
        "POST",
        "v/_search",
        "{\"query\":"
            + hybrid(
                "", near(20), hybrid("", Json.of("{'omdb_knn': {'no': {'vector': [1], 'k': 1}}}")))
            + "}",
        "but [no] is not in the mapping");
  }

  /** A query that fails on some shards fails the request, even if partial results are allowed. */
  @Test
  public void testAFailedShardIsNotHidden() throws Exception {
    rest.put("plain", Json.of("{'mappings': {'properties': {'t': {'type': 'text'}}}}"));
    rest.put("plain/_doc/p?refresh=true", Json.of("{'t': 'moon'}"));
    String body = "{\"query\":" + hybrid("", words(""), near(3)) + "}";
    refuses("POST", "v,plain/_search", body, "is not in the mapping");
    refuses("POST", "v,plain/_search", body, "can't search for its query 1");
    refuses("POST", "v,plain/_search", body, "only 3 of 4 shards have answered");

    rest.put(
        "homeless?wait_for_active_shards=0",
        Json.of("{'settings': {'index.routing.allocation.require._name': 'nobody'}}"));
    String text = "{\"query\":" + hybrid("", words("")) + "}";
    Rest.Answer answer = rest.send("POST", "v,homeless/_search", text);
    assertEquals(answer.reasons(), 503, answer.status());
    assertTrue(answer.reasons(), answer.reasons().contains("only 3 of 4 shards have answered"));
    rest.delete("homeless");
  }

  /** A hit is the version that was found. */
  @Test
  public void testDocumentsThatChangeInBetween() throws Exception {
    create("changing", 1, 0);
    for (String id : List.of("stays", "updated", "deleted")) {
      rest.put("changing/_doc/" + id, Json.of("{'t': 'moon', 'embedding': [1, 1, 1]}"));
    }
    rest.post("changing/_refresh", null);
    AtomicBoolean isChanged = new AtomicBoolean();
    HookPlugin.onSegment =
        segment -> {
          if (isChanged.compareAndSet(false, true)) {
            try {
              rest.put(
                  "changing/_doc/updated", Json.of("{'t': 'private', 'embedding': [1, 1, 1]}"));
              rest.delete("changing/_doc/deleted");
              rest.post("changing/_refresh", null);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    String query =
        hybrid("", Json.of("{'bool': {'must': [{'hook': {}}, {'match': {'t': 'moon'}}]}}"));
    JsonNode found = find("changing/_search", query, "");
    assertTrue(isChanged.get());
    assertEquals(List.of("stays"), ids(hits(found)));
    assertEquals(1, found.at("/hits/total/value").asInt());
  }

  @Test
  public void testCancelledTask() throws Exception {
    CountDownLatch isSearching = new CountDownLatch(1);
    CountDownLatch isCancelled = new CountDownLatch(1);
    HookPlugin.onSegment =
        segment -> {
          isSearching.countDown();
          try {
            assertTrue(isCancelled.await(1, TimeUnit.MINUTES));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    String query = hybrid("", Json.of("{'hook': {}}"));
    CompletableFuture<Rest.Answer> search =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return rest.send("POST", "v/_search", "{\"query\":" + query + "}");
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertTrue(isSearching.await(1, TimeUnit.MINUTES));
    String parent = null;
    int children = 0;
    for (JsonNode node : rest.get("_tasks?actions=indices:data/read/search").get("nodes")) {
      for (JsonNode task : node.get("tasks")) {
        if (task.has("parent_task_id")) {
          children++;
        } else {
          parent = task.get("node").asText() + ":" + task.get("id").asText();
        }
      }
    }
    assertEquals(1, children);
    rest.post("_tasks/" + parent + "/_cancel", null);
    for (JsonNode node : rest.get("_tasks?actions=indices:data/read/search").get("nodes")) {
      for (JsonNode task : node.get("tasks")) {
        assertTrue(task.toString(), task.get("cancelled").asBoolean());
      }
    }
    isCancelled.countDown();
    Rest.Answer answer = search.get(1, TimeUnit.MINUTES);
    assertTrue(answer.reasons(), answer.status() >= 400);
    assertTrue(answer.reasons(), answer.reasons().contains("cancelled"));
  }

  /**
   * The hook takes longer than the request may, so that a search of a query ends early. A node
   * looks at a clock that goes on in steps of 200 ms or more, so it takes several of them.
   */
  @Test
  public void testTimeout() throws Exception {
    HookPlugin.onSegment =
        segment -> {
          try {
            Thread.sleep(1_000);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    JsonNode found =
        find(
            "v/_search",
            hybrid("", Json.of("{'bool': {'filter': {'hook': {}}}}")),
            ", 'timeout': '100ms', 'profile': true");
    assertTrue(found.toString(), found.get("timed_out").asBoolean());
    long nanos = found.at("/profile/shards/0/searches/0/rewrite_time").asLong();
    assertTrue(found.get("profile").toString(), nanos < TimeUnit.MINUTES.toNanos(2));
  }
}
