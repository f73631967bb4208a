// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.util.List;
import org.omdb.opensearch.broadcast.ShardsRequest;
import org.opensearch.rest.BaseRestHandler;
import org.opensearch.rest.RestRequest;
import org.opensearch.rest.action.RestToXContentListener;
import org.opensearch.transport.client.node.NodeClient;

/** Handles {@code GET /_omdb/{index}/stats}, and {@code GET /_omdb/stats} for all indexes. */
public final class RestOmdbStatsAction extends BaseRestHandler {

  /** One handler serves all requests. */
  public RestOmdbStatsAction() {}

  @Override
  public String getName() {
    return "omdb_stats_action";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route(RestRequest.Method.GET, "/_omdb/stats"),
        new Route(RestRequest.Method.GET, "/_omdb/{index}/stats"));
  }

  @Override
  protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
    ShardsRequest stats = ShardsRequest.of(request);
    return channel ->
        client.execute(OmdbStatsAction.INSTANCE, stats, new RestToXContentListener<>(channel));
  }
}
