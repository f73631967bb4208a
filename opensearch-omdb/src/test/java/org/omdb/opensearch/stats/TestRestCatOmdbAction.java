// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.omdb.lucene.SearchMemory;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.opensearch.action.support.broadcast.BroadcastShardOperationFailedException;
import org.opensearch.cluster.node.DiscoveryNodes;
import org.opensearch.common.Table;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.index.shard.ShardId;

/** The table of statistics, where copies fail. */
public class TestRestCatOmdbAction extends SeededTestCase {

  private static final ShardActivity ACTIVITY = new ShardActivity(0, 0, 0, 0, 0, Map.of(), 0, 0);

  private static ShardStats answer(ShardId shard, String... fields) {
    List<FieldStats> stats =
        List.of(fields).stream()
            .map(
                field ->
                    new FieldStats(
                        field, 7, 7, 0, 1, 0, new SearchMemory(1, 2, 3, 4), Map.of(), null))
            .toList();
    return new ShardStats(TestShardStats.routing(shard), 10, stats, ACTIVITY);
  }

  private static DefaultShardOperationFailedException failure(ShardId shard, Exception cause) {
    return new DefaultShardOperationFailedException(
        shard.getIndexName(),
        shard.id(),
        new BroadcastShardOperationFailedException(shard, "operation failed", cause));
  }

  private static List<Object> column(Table table, String name) {
    return table.getAsMap().get(name).stream().map(cell -> cell.value).toList();
  }

  @Test
  public void testCopiesThatFailedHaveARow() {
    ShardId first = new ShardId("v", "uuid", 0);
    ShardId second = new ShardId("v", "uuid", 1);
    OmdbStatsResponse stats =
        new OmdbStatsResponse(
            3,
            1,
            2,
            List.of(
                failure(second, new IOException("can't read\nlinks")),
                failure(first, new IllegalArgumentException("bad"))),
            List.of(answer(first, "e", "f")));
    Table table = new RestCatOmdbAction(() -> DiscoveryNodes.EMPTY_NODES).table(null, stats);
    assertEquals(4, table.getRows().size());
    for (List<Table.Cell> row : table.getRows()) {
      assertEquals(table.getHeaders().size(), row.size());
    }
    assertEquals(List.of("v", "v", "v", "v"), column(table, "index"));
    assertEquals(List.of(0, 0, 0, 1), column(table, "shard"));
    List<Object> fields = column(table, "field");
    assertEquals(List.of("e", "f"), fields.subList(0, 2));
    assertNull(fields.get(2));
    assertNull(column(table, "vectors").get(3));
    List<Object> failures = column(table, "failure");
    assertNull(failures.get(0));
    assertEquals("java.lang.IllegalArgumentException: bad", failures.get(2));
    assertEquals("java.io.IOException: can't read links", failures.get(3));
  }
}
