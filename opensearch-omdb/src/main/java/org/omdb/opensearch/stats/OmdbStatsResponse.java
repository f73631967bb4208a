// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.omdb.opensearch.broadcast.ShardsResponse;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.xcontent.XContentBuilder;

/** The statistics of all copies of shards, by index and shard, and what each node has done. */
public final class OmdbStatsResponse extends ShardsResponse<ShardStats> {

  OmdbStatsResponse(
      int total,
      int successful,
      int failed,
      List<DefaultShardOperationFailedException> failures,
      List<ShardStats> copies) {
    super(total, successful, failed, failures, copies);
  }

  OmdbStatsResponse(StreamInput in) throws IOException {
    super(in, ShardStats::new);
  }

  @Override
  protected void addCustomXContentFields(XContentBuilder builder, Params params)
      throws IOException {
    Map<String, ShardActivity> byNode = new TreeMap<>();
    for (ShardStats copy : copies()) {
      byNode.merge(copy.routing().currentNodeId(), copy.activity(), ShardActivity::plus);
    }
    builder.startObject("nodes");
    for (Map.Entry<String, ShardActivity> node : byNode.entrySet()) {
      builder.field(node.getKey(), node.getValue());
    }
    builder.endObject();
    super.addCustomXContentFields(builder, params);
  }
}
