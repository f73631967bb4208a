// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.omdb.opensearch.index.OmdbSettings;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.opensearch.action.support.ActionFilters;
import org.opensearch.action.support.broadcast.node.TransportBroadcastByNodeAction;
import org.opensearch.cluster.ClusterState;
import org.opensearch.cluster.block.ClusterBlockException;
import org.opensearch.cluster.block.ClusterBlockLevel;
import org.opensearch.cluster.metadata.IndexNameExpressionResolver;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.cluster.routing.ShardsIterator;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.inject.Inject;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.index.IndexService;
import org.opensearch.index.engine.Engine;
import org.opensearch.indices.IndicesService;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.TransportService;

/** Collects the statistics of each copy of each shard. */
public final class TransportOmdbStatsAction
    extends TransportBroadcastByNodeAction<OmdbStatsRequest, OmdbStatsResponse, ShardStats> {

  private final IndicesService indices;

  /**
   * Called by OpenSearch, once per node.
   *
   * @param clusterService of the node
   * @param transportService of the node
   * @param actionFilters of the node
   * @param names of the node
   * @param indices of the node
   */
  @Inject
  public TransportOmdbStatsAction(
      ClusterService clusterService,
      TransportService transportService,
      ActionFilters actionFilters,
      IndexNameExpressionResolver names,
      IndicesService indices) {
    super(
        OmdbStatsAction.NAME,
        clusterService,
        transportService,
        actionFilters,
        names,
        OmdbStatsRequest::new,
        ThreadPool.Names.MANAGEMENT);
    this.indices = indices;
  }

  @Override
  protected ShardsIterator shards(
      ClusterState state, OmdbStatsRequest request, String[] concreteIndices) {
    return state
        .routingTable()
        .allShards(OmdbSettings.select(request.indices(), concreteIndices, state.metadata()));
  }

  @Override
  protected ShardStats shardOperation(OmdbStatsRequest request, ShardRouting routing)
      throws IOException {
    IndexService index = indices.indexServiceSafe(routing.index());
    try (Engine.Searcher searcher = index.getShard(routing.id()).acquireSearcher("omdb_stats")) {
      SegmentSurvey survey = new SegmentSurvey(searcher.getIndexReader());
      List<FieldStats> fields = new ArrayList<>();
      for (OmdbVectorFieldType field : OmdbVectorFieldType.allOf(index.mapperService())) {
        fields.add(survey.field(field.name()));
      }
      return new ShardStats(routing, survey.bytes(), fields);
    }
  }

  @Override
  protected OmdbStatsResponse newResponse(
      OmdbStatsRequest request,
      int total,
      int successful,
      int failed,
      List<ShardStats> results,
      List<DefaultShardOperationFailedException> failures,
      ClusterState state) {
    return new OmdbStatsResponse(total, successful, failed, failures, results);
  }

  @Override
  protected ShardStats readShardResult(StreamInput in) throws IOException {
    return new ShardStats(in);
  }

  @Override
  protected OmdbStatsRequest readRequestFrom(StreamInput in) throws IOException {
    return new OmdbStatsRequest(in);
  }

  @Override
  protected ClusterBlockException checkGlobalBlock(ClusterState state, OmdbStatsRequest request) {
    return state.blocks().globalBlockedException(ClusterBlockLevel.METADATA_READ);
  }

  @Override
  protected ClusterBlockException checkRequestBlock(
      ClusterState state, OmdbStatsRequest request, String[] concreteIndices) {
    return state.blocks().indicesBlockedException(ClusterBlockLevel.METADATA_READ, concreteIndices);
  }
}
