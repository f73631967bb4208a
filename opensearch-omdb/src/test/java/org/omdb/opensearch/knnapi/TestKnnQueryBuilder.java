// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import org.junit.Test;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.QueryCopies;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilders;

/** A {@code knn} query keeps what the request says. */
public class TestKnnQueryBuilder extends SeededTestCase {

  private static KnnWanted randomWanted() {
    return switch (random().nextInt(3)) {
      case 0 -> new KnnWanted(null, random().nextFloat(), null, null, null, false);
      case 1 -> new KnnWanted(null, null, random().nextFloat(), null, null, false);
      default ->
          new KnnWanted(
              1 + random().nextInt(10_000),
              null,
              null,
              random().nextBoolean() ? null : 1 + random().nextInt(10_000),
              random().nextBoolean() ? null : 1 + 99 * random().nextFloat(),
              random().nextBoolean());
    };
  }

  @Test
  public void testCopiesAreEqual() throws Exception {
    for (int i = 0; i < 100; i++) {
      KnnQueryBuilder query =
          new KnnQueryBuilder(
                  "e",
                  new float[] {random().nextFloat(), -0f},
                  randomWanted(),
                  random().nextBoolean() ? QueryBuilders.termQuery("a", "b") : null,
                  random().nextBoolean())
              .boost(1 + random().nextInt(3))
              .queryName(random().nextBoolean() ? "name" : null);
      QueryBuilder sent = QueryCopies.sent(query);
      assertEquals(query, sent);
      assertEquals(query.hashCode(), sent.hashCode());
      assertEquals(query, QueryCopies.parsed(query));
    }
  }

  private static int candidates(String parameters, int usual) throws Exception {
    String query = Json.of("{'knn': {'e': {'vector': [1], 'k': 7" + parameters + "}}}");
    KnnQueryBuilder parsed = (KnnQueryBuilder) QueryCopies.parsed(query);
    return parsed.wanted().candidates(usual);
  }

  @Test
  public void testHowManyCandidatesAShardKeeps() throws Exception {
    assertEquals(100, candidates("", 100));
    assertEquals(7, candidates("", 2));
    assertEquals(30, candidates(", 'method_parameters': {'ef_search': 30}", 100));
    assertEquals(7, candidates(", 'method_parameters': {'ef_search': 2}", 100));
    assertEquals(100, candidates(", 'method_parameters': {'ef_search': 2}, 'rescore': true", 9));
    assertEquals(9, candidates(", 'rescore': false", 9));
    assertEquals(350, candidates(", 'rescore': {'oversample_factor': 50.0}", 100));
    KnnWanted most = new KnnWanted(9_000, null, null, null, 2f, false);
    assertEquals(10_000, most.candidates(100));
  }
}
