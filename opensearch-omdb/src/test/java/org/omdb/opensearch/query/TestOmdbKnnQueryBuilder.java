// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import org.junit.Test;
import org.omdb.opensearch.cluster.QueryCopies;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilders;

/** A query is equal after it was sent to another node, or written and parsed as JSON. */
public class TestOmdbKnnQueryBuilder extends SeededTestCase {

  private static AbstractQueryBuilder<?> randomQuery() {
    return random().nextInt(4) == 0 ? randomScore() : randomNeighbors();
  }

  private static OmdbScoreQueryBuilder randomScore() {
    return new OmdbScoreQueryBuilder(
            "e",
            new float[] {random().nextFloat(), -0f},
            random().nextBoolean() ? QueryBuilders.termQuery("a", "b") : null,
            random().nextBoolean())
        .boost(1 + random().nextInt(3))
        .queryName(random().nextBoolean() ? "name" : null);
  }

  private static OmdbKnnQueryBuilder randomNeighbors() {
    int k = 1 + random().nextInt(100);
    Neighborhood wanted =
        random().nextBoolean()
            ? new KnnParameters(
                k, k + random().nextInt(100), random().nextInt(3) / 4f, random().nextBoolean())
            : new Radius(
                random().nextBoolean() ? Radius.Kind.MIN_SCORE : Radius.Kind.MAX_DISTANCE,
                random().nextFloat());
    OmdbKnnQueryBuilder query =
        random().nextBoolean()
            ? OmdbKnnQueryBuilder.near("e", new float[] {random().nextFloat(), -0f}, wanted)
            : OmdbKnnQueryBuilder.nearDocument(
                "e",
                new StoredDocument("user \" 12345", random().nextBoolean() ? "\"r" : null),
                wanted);
    if (random().nextBoolean()) {
      query.within(QueryBuilders.termQuery("a", "b"));
    }
    return query
        .ignoreUnmapped(random().nextBoolean())
        .boost(1 + random().nextInt(3))
        .queryName(random().nextBoolean() ? "name" : null);
  }

  @Test
  public void testSentToAnotherNode() throws Exception {
    for (int i = 0; i < 100; i++) {
      AbstractQueryBuilder<?> query = randomQuery();
      QueryBuilder read = QueryCopies.sent(query);
      assertEquals(query, read);
      assertEquals(query.hashCode(), read.hashCode());
    }
  }

  @Test
  public void testWrittenAsJson() throws Exception {
    for (int i = 0; i < 100; i++) {
      AbstractQueryBuilder<?> query = randomQuery();
      assertEquals(query, QueryCopies.parsed(query));
    }
  }

  /** For people, who do not want to see a whole vector. */
  @Test
  public void testWrittenAsText() {
    KnnParameters parameters = new KnnParameters(1, 1, 0, false);
    String text = OmdbKnnQueryBuilder.near("e", new float[300], parameters).toString();
    assertTrue(text, text.contains("\"vector\" : \"0.0, 0.0, 0.0, ... (300 components)\""));
    Exception refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> OmdbKnnQueryBuilder.near("e", new float[300], parameters).boost(-1));
    assertTrue(refused.toString(), refused.getMessage().length() < 400);
  }
}
