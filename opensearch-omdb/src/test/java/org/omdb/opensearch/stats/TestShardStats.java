// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.omdb.lucene.SearchMemory;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.omdb.opensearch.message.OtherFormat;
import org.opensearch.cluster.routing.RecoverySource;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.cluster.routing.UnassignedInfo;
import org.opensearch.common.io.stream.BytesStreamOutput;
import org.opensearch.core.common.bytes.BytesReference;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.index.shard.ShardId;

/** Statistics are read as another node wrote them, if it has the same format of messages. */
public class TestShardStats extends SeededTestCase {

  static ShardRouting routing(ShardId shard) {
    return ShardRouting.newUnassigned(
            shard,
            true,
            RecoverySource.EmptyStoreRecoverySource.INSTANCE,
            new UnassignedInfo(UnassignedInfo.Reason.INDEX_CREATED, "new"))
        .initialize("node", null, 0);
  }

  private static BytesReference written(Writeable message) throws IOException {
    try (BytesStreamOutput out = new BytesStreamOutput()) {
      message.writeTo(out);
      return out.bytes();
    }
  }

  @Test
  public void testSentToAnotherNode() throws Exception {
    FieldStats field =
        new FieldStats("e", 7, 6, 5, 4, 3, new SearchMemory(1, 2, 3, 4), Map.of("equal", 2), null);
    ShardActivity activity = new ShardActivity(1, 2, 3, 4, 5, Map.of("scan", 6L), 7, 8);
    ShardStats stats =
        new ShardStats(routing(new ShardId("v", "uuid", 1)), 10, List.of(field), activity);
    BytesReference message = written(stats);
    assertEquals(stats, new ShardStats(message.streamInput()));
    OmdbStatsResponse response = new OmdbStatsResponse(1, 1, 0, List.of(), List.of(stats));
    BytesReference answer = written(response);
    assertEquals(List.of(stats), new OmdbStatsResponse(answer.streamInput()).copies());
    for (int format : new int[] {2, 300}) {
      refused(() -> new ShardStats(OtherFormat.of(message, format).streamInput()), format);
      refused(() -> new OmdbStatsResponse(OtherFormat.of(answer, format).streamInput()), format);
    }
  }

  private static void refused(ThrowingRunnable read, int format) {
    String refusal = assertThrows(IllegalStateException.class, read).getMessage();
    assertTrue(refusal, refusal.contains("messages have format " + format));
  }
}
