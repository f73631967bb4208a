// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.warmup;

import java.io.IOException;
import java.util.List;
import org.omdb.opensearch.broadcast.ShardsResponse;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.io.stream.StreamInput;

/** What each copy of each shard has read, by index and shard. */
public final class OmdbWarmupResponse extends ShardsResponse<ShardWarmup> {

  OmdbWarmupResponse(
      int total,
      int successful,
      int failed,
      List<DefaultShardOperationFailedException> failures,
      List<ShardWarmup> copies) {
    super(total, successful, failed, failures, copies);
  }

  OmdbWarmupResponse(StreamInput in) throws IOException {
    super(in, ShardWarmup::new);
  }
}
