// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import org.opensearch.action.support.broadcast.BroadcastRequest;
import org.opensearch.core.common.io.stream.StreamInput;

/** Asks all copies of all shards of some indexes for their statistics. */
public final class OmdbStatsRequest extends BroadcastRequest<OmdbStatsRequest> {

  OmdbStatsRequest(String... indices) {
    super(indices);
  }

  OmdbStatsRequest(StreamInput in) throws IOException {
    super(in);
  }
}
