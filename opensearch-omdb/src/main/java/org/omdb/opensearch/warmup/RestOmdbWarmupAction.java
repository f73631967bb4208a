// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.warmup;

import java.util.List;
import org.omdb.opensearch.broadcast.ShardsRequest;
import org.opensearch.rest.BaseRestHandler;
import org.opensearch.rest.RestRequest;
import org.opensearch.rest.action.RestToXContentListener;
import org.opensearch.transport.client.node.NodeClient;

/** Handles {@code POST /_omdb/{index}/warmup}, and {@code POST /_omdb/warmup} for all indexes. */
public final class RestOmdbWarmupAction extends BaseRestHandler {

  /** One handler serves all requests. */
  public RestOmdbWarmupAction() {}

  @Override
  public String getName() {
    return "omdb_warmup_action";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route(RestRequest.Method.POST, "/_omdb/warmup"),
        new Route(RestRequest.Method.POST, "/_omdb/{index}/warmup"));
  }

  @Override
  protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
    ShardsRequest shards = ShardsRequest.of(request);
    return channel ->
        client.execute(OmdbWarmupAction.INSTANCE, shards, new RestToXContentListener<>(channel));
  }
}
