// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opensearch.action.support.broadcast.BroadcastResponse;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;

/** The statistics of all copies of shards, by index and shard. */
public final class OmdbStatsResponse extends BroadcastResponse {

  private final List<ShardStats> shards;

  OmdbStatsResponse(
      int total,
      int successful,
      int failed,
      List<DefaultShardOperationFailedException> failures,
      List<ShardStats> shards) {
    super(total, successful, failed, failures);
    this.shards = shards;
  }

  OmdbStatsResponse(StreamInput in) throws IOException {
    super(in);
    this.shards = in.readList(ShardStats::new);
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    super.writeTo(out);
    out.writeList(shards);
  }

  @Override
  protected void addCustomXContentFields(XContentBuilder builder, Params params)
      throws IOException {
    Map<String, Map<Integer, List<ShardStats>>> byIndex = new TreeMap<>();
    for (ShardStats shard : shards) {
      byIndex
          .computeIfAbsent(shard.routing().getIndexName(), name -> new TreeMap<>())
          .computeIfAbsent(shard.routing().id(), id -> new ArrayList<>())
          .add(shard);
    }
    builder.startObject("indices");
    for (Map.Entry<String, Map<Integer, List<ShardStats>>> index : byIndex.entrySet()) {
      builder.startObject(index.getKey()).startObject("shards");
      for (Map.Entry<Integer, List<ShardStats>> shard : index.getValue().entrySet()) {
        builder.startArray(Integer.toString(shard.getKey()));
        for (ShardStats copy : shard.getValue()) {
          builder.value(copy);
        }
        builder.endArray();
      }
      builder.endObject().endObject();
    }
    builder.endObject();
  }
}
