// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.broadcast;

import java.io.IOException;
import org.omdb.opensearch.message.MessageFormat;
import org.opensearch.action.support.IndicesOptions;
import org.opensearch.action.support.broadcast.BroadcastRequest;
import org.opensearch.core.common.Strings;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.rest.RestRequest;

/** Asks all copies of all shards of some indexes. */
public final class ShardsRequest extends BroadcastRequest<ShardsRequest> {

  private ShardsRequest(String... indices) {
    super(indices);
  }

  ShardsRequest(StreamInput in) throws IOException {
    super(in);
    MessageFormat.check(in, "request");
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    super.writeTo(out);
    MessageFormat.write(out);
  }

  /**
   * Makes the request for the parameter {@code index} of a request by HTTP.
   *
   * @param request names, patterns and aliases in {@code index}; all indexes if it has none
   * @return the request
   */
  public static ShardsRequest of(RestRequest request) {
    ShardsRequest shards =
        new ShardsRequest(Strings.splitStringByCommaToArray(request.param("index")));
    return shards.indicesOptions(IndicesOptions.fromRequest(request, shards.indicesOptions()));
  }
}
