// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import java.util.List;
import org.opensearch.rest.BaseRestHandler;
import org.opensearch.rest.RestRequest;
import org.opensearch.rest.action.RestStatusToXContentListener;
import org.opensearch.transport.client.node.NodeClient;

/** Handles {@code POST /{index}/_omdb/export}. */
public final class RestOmdbExportAction extends BaseRestHandler {

  /** One handler serves all requests. */
  public RestOmdbExportAction() {}

  @Override
  public String getName() {
    return "omdb_export_action";
  }

  @Override
  public List<Route> routes() {
    return List.of(new Route(RestRequest.Method.POST, "/{index}/_omdb/export"));
  }

  @Override
  protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
    OmdbExportRequest export =
        new OmdbExportRequest(
            request.param("index"),
            request.param("field"),
            request.param("folder", ""),
            request.paramAsBoolean("overwrite", false));
    return channel ->
        client.execute(
            OmdbExportAction.INSTANCE,
            export,
            new RestStatusToXContentListener<OmdbExportResponse>(channel));
  }
}
