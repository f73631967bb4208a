// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.omdb.opensearch.broadcast.ShardsRequest;
import org.opensearch.ExceptionsHelper;
import org.opensearch.cluster.node.DiscoveryNode;
import org.opensearch.cluster.node.DiscoveryNodes;
import org.opensearch.common.Table;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.unit.ByteSizeValue;
import org.opensearch.rest.RestRequest;
import org.opensearch.rest.RestResponse;
import org.opensearch.rest.action.RestResponseListener;
import org.opensearch.rest.action.cat.AbstractCatAction;
import org.opensearch.rest.action.cat.RestTable;
import org.opensearch.transport.client.node.NodeClient;

/**
 * Handles {@code GET /_cat/omdb[/{index}]}: the statistics as a table, with a row for each vector
 * field of each copy of each shard. A copy that failed has one row too, which says why.
 */
public final class RestCatOmdbAction extends AbstractCatAction {

  private final Supplier<DiscoveryNodes> nodes;

  /**
   * One handler serves all requests.
   *
   * @param nodes returns the nodes of the cluster
   */
  public RestCatOmdbAction(Supplier<DiscoveryNodes> nodes) {
    this.nodes = nodes;
  }

  @Override
  public String getName() {
    return "cat_omdb_action";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route(RestRequest.Method.GET, "/_cat/omdb"),
        new Route(RestRequest.Method.GET, "/_cat/omdb/{index}"));
  }

  @Override
  protected void documentation(StringBuilder text) {
    text.append("/_cat/omdb\n");
    text.append("/_cat/omdb/{index}\n");
  }

  @Override
  protected RestChannelConsumer doCatRequest(RestRequest request, NodeClient client) {
    ShardsRequest shards = ShardsRequest.of(request);
    return channel ->
        client.execute(
            OmdbStatsAction.INSTANCE,
            shards,
            new RestResponseListener<OmdbStatsResponse>(channel) {
              @Override
              public RestResponse buildResponse(OmdbStatsResponse stats) throws Exception {
                return RestTable.buildResponse(table(request, stats), channel);
              }
            });
  }

  @Override
  protected Table getTableWithHeader(RestRequest request) {
    return new Table()
        .startHeaders()
        .addCell("index", "alias:i,idx;desc:index name")
        .addCell("shard", "alias:s,sh;desc:shard number")
        .addCell("prirep", "alias:p,pr;desc:p is the primary, r a replica")
        .addCell("node", "alias:n;desc:name of the node that has the copy")
        .addCell("field", "alias:f;desc:vector field")
        .addCell("vectors", "alias:v;text-align:right;desc:vectors of live documents")
        .addCell("deleted", "alias:d;text-align:right;desc:vectors that no merge has dropped yet")
        .addCell("segments", "alias:sc;text-align:right;desc:segments with vectors")
        .addCell("rows", "text-align:right;desc:bytes of the vectors themselves")
        .addCell("codes", "text-align:right;desc:bytes of their codes")
        .addCell("links", "text-align:right;desc:bytes of graphs")
        .addCell("ids", "text-align:right;desc:bytes of ids")
        .addCell("audit", "alias:a;desc:result of the last audit of a merge")
        .addCell("searches", "default:false;text-align:right;desc:searches of the copy")
        .addCell("visited", "default:false;text-align:right;desc:vectors that they compared")
        .addCell("merges", "default:false;text-align:right;desc:merges of the copy")
        .addCell("failure", "desc:why a copy did not answer, of which then nothing else is known")
        .endHeaders();
  }

  /** A row for each field of each copy, in the order of shards, and then the copies that failed. */
  Table table(RestRequest request, OmdbStatsResponse stats) {
    Table table = getTableWithHeader(request);
    stats.copies().stream()
        .sorted(
            Comparator.comparing((ShardStats copy) -> copy.routing().getIndexName())
                .thenComparing(copy -> copy.routing().id())
                .thenComparing(copy -> copy.routing().primary() == false)
                .thenComparing(copy -> copy.routing().currentNodeId()))
        .forEach(copy -> copy.fields().forEach(field -> addRow(table, copy, field)));
    Stream.of(stats.getShardFailures())
        .sorted(
            Comparator.comparing(DefaultShardOperationFailedException::index)
                .thenComparing(DefaultShardOperationFailedException::shardId))
        .forEach(failure -> addRow(table, failure));
    return table;
  }

  private static void addRow(Table table, DefaultShardOperationFailedException failure) {
    Throwable cause = ExceptionsHelper.unwrapCause(failure.getCause());
    table.startRow().addCell(failure.index()).addCell(failure.shardId());
    int unknown = table.getHeaders().size() - 3;
    for (int i = 0; i < unknown; i++) {
      table.addCell(null);
    }
    table.addCell(cause.toString().replaceAll("\\s+", " ")).endRow();
  }

  private void addRow(Table table, ShardStats copy, FieldStats field) {
    DiscoveryNode node = nodes.get().get(copy.routing().currentNodeId());
    table
        .startRow()
        .addCell(copy.routing().getIndexName())
        .addCell(copy.routing().id())
        .addCell(copy.routing().primary() ? "p" : "r")
        .addCell(node == null ? null : node.getName())
        .addCell(field.field())
        .addCell(field.vectors())
        .addCell(field.deletedVectors())
        .addCell(field.omdbSegments() + field.otherSegments())
        .addCell(new ByteSizeValue(field.bytes().rows()))
        .addCell(new ByteSizeValue(field.bytes().codes()))
        .addCell(new ByteSizeValue(field.bytes().links()))
        .addCell(new ByteSizeValue(field.bytes().ids()))
        .addCell(field.lastAudit() == null ? null : field.lastAudit().result())
        .addCell(copy.activity().searches())
        .addCell(copy.activity().visited())
        .addCell(copy.activity().merges())
        .addCell(null)
        .endRow();
  }
}
