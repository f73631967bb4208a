// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.omdb.opensearch.cluster.QueryCopies;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.opensearch.common.io.stream.BytesStreamOutput;
import org.opensearch.core.index.shard.ShardId;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilders;
import org.opensearch.search.SearchHit;
import org.opensearch.search.SearchShardTarget;

/** A query and its hits are equal after they were sent to another node. */
public class TestOmdbHybridQueryBuilder extends SeededTestCase {

  private static Scale randomScale() {
    return Scale.values()[random().nextInt(Scale.values().length)];
  }

  private static OmdbHybridQueryBuilder randomQuery() {
    List<QueryBuilder> queries = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    for (int i = random().nextInt(4); i >= 0; i--) {
      queries.add(QueryBuilders.termQuery("a", "b" + random().nextInt()));
      weights.add(random().nextFloat());
    }
    Scale scale = randomScale();
    int rankConstant =
        scale == Scale.RRF ? 1 + random().nextInt(100) : Fusion.DEFAULT_RANK_CONSTANT;
    return new OmdbHybridQueryBuilder(
            queries, new Fusion(scale, rankConstant, weights), 1 + random().nextInt(1000))
        .boost(1 + random().nextInt(3))
        .queryName(random().nextBoolean() ? "name" : null);
  }

  @Test
  public void testSentToAnotherNode() throws Exception {
    for (int i = 0; i < 50; i++) {
      OmdbHybridQueryBuilder query = randomQuery();
      QueryBuilder read = QueryCopies.sent(query);
      assertEquals(query, read);
      assertEquals(query.hashCode(), read.hashCode());
    }
  }

  @Test
  public void testWrittenAsJson() throws Exception {
    for (int i = 0; i < 50; i++) {
      OmdbHybridQueryBuilder query = randomQuery();
      assertEquals(query, QueryCopies.parsed(query));
    }
  }

  private static OmdbHybridQueryBuilder hybrid(QueryBuilder query, int count) {
    return new OmdbHybridQueryBuilder(
        Collections.nCopies(count, query),
        new Fusion(Scale.RRF, 60, Collections.nCopies(count, 1f)),
        10);
  }

  private static void refused(QueryBuilder query, int count, String got) {
    String reason =
        assertThrows(IllegalArgumentException.class, () -> hybrid(query, count)).getMessage();
    assertTrue(reason, reason.endsWith(got));
  }

  /** Also those of others within, wherever they are in its queries. */
  @Test
  public void testSearchesAreBounded() {
    QueryBuilder term = QueryBuilders.termQuery("a", "b");
    hybrid(hybrid(term, 9), 10);
    refused(hybrid(term, 10), 10, "got 110 queries on 2 levels");
    QueryBuilder inBool = QueryBuilders.boolQuery().filter(hybrid(term, 20));
    hybrid(inBool, 4);
    refused(inBool, 5, "got 105 queries on 2 levels");
    QueryBuilder deep = term;
    for (int level = 0; level < 5; level++) {
      deep = hybrid(deep, 1);
    }
    refused(deep, 1, "got 6 queries on 6 levels");
  }

  private static SearchHit hit(String id, int shard, long seqNo, float score) {
    SearchHit hit = new SearchHit(0, id, Map.of(), Map.of());
    hit.shard(new SearchShardTarget("node", new ShardId("index", "uuid", shard), null, null));
    hit.setSeqNo(seqNo);
    hit.score(score);
    return hit;
  }

  /** Documents of one id in different shards, or of different versions, are different hits. */
  @Test
  public void testHitsAreVersionsOfDocumentsOfShards() throws Exception {
    Fusion fusion = new Fusion(Scale.RRF, 1, List.of(1f, 10f));
    SearchHit[] first = {hit("a", 0, 1, 9), hit("a", 1, 1, 8), hit("b", 0, 2, 7)};
    SearchHit[] second = {hit("b", 0, 2, 3), hit("a", 0, 5, 2)};
    FusedHits fused =
        fusion.fuse(
            List.of(new Ranking(first, false), new Ranking(second, random().nextBoolean())));
    List<FusedHit> ofFirst = List.copyOf(fused.of(new ShardId("index", "uuid", 0)));
    assertEquals(3, ofFirst.size());
    assertEquals(new FusedHit.Version("a", 1), ofFirst.get(0).document());
    assertEquals(1 / 2f, fusion.score(ofFirst.get(0).parts()), 0);
    assertEquals(new FusedHit.Version("b", 2), ofFirst.get(1).document());
    assertEquals(1 / 4f + 10 / 2f, fusion.score(ofFirst.get(1).parts()), 1e-6f);
    assertEquals(new FusedHit.Version("a", 5), ofFirst.get(2).document());
    assertEquals(1, fused.of(new ShardId("index", "uuid", 1)).size());
    assertEquals(0, fused.of(new ShardId("index", "other", 0)).size());
    try (BytesStreamOutput out = new BytesStreamOutput()) {
      fused.writeTo(out);
      assertEquals(fused, new FusedHits(out.bytes().streamInput()));
    }
  }

  @Test
  public void testScales() {
    for (Scale scale : Scale.values()) {
      assertEquals(0, scale.of(new double[0], 60).length);
    }
    double[] equal = {3, 3};
    assertArrayEquals(new double[] {1, 1}, Scale.MIN_MAX.of(equal, 60), 0);
    assertArrayEquals(new double[] {0, 0}, Scale.L2.of(new double[] {0, 0}, 60), 0);
    assertArrayEquals(new double[] {1, 0.5, 0}, Scale.MIN_MAX.of(new double[] {5, 3, 1}, 60), 0);
    assertArrayEquals(new double[] {0.8, 0.6}, Scale.L2.of(new double[] {4, 3}, 60), 1e-12);
    assertArrayEquals(new double[] {1 / 61.0, 1 / 62.0}, Scale.RRF.of(equal, 60), 0);
    double[] ofLargeConstant = Scale.RRF.of(equal, Integer.MAX_VALUE);
    assertArrayEquals(new double[] {0x1p-31, 1 / (0x1p31 + 1)}, ofLargeConstant, 0);
    double[] large = Scale.L2.of(new double[] {Float.MAX_VALUE, Float.MAX_VALUE}, 60);
    assertEquals(Math.sqrt(0.5), large[0], 1e-12);
  }
}
