// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.omdb.opensearch.broadcast.ShardsRequest;
import org.omdb.opensearch.broadcast.TransportShardsAction;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.opensearch.action.support.ActionFilters;
import org.opensearch.cluster.ClusterState;
import org.opensearch.cluster.block.ClusterBlockLevel;
import org.opensearch.cluster.metadata.IndexNameExpressionResolver;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.inject.Inject;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.index.IndexService;
import org.opensearch.index.engine.Engine;
import org.opensearch.index.shard.IndexShard;
import org.opensearch.indices.IndicesService;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.TransportService;

/** Collects the statistics of each copy of each shard. */
public final class TransportOmdbStatsAction
    extends TransportShardsAction<OmdbStatsResponse, ShardStats> {

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
        indices,
        ThreadPool.Names.MANAGEMENT,
        ClusterBlockLevel.METADATA_READ,
        ShardStats::new);
  }

  @Override
  protected ShardStats answer(IndexService index, IndexShard shard, ShardRouting routing)
      throws IOException {
    try (Engine.Searcher searcher = shard.acquireSearcher("omdb_stats")) {
      SegmentSurvey survey = new SegmentSurvey(searcher.getIndexReader());
      List<FieldStats> fields = new ArrayList<>();
      for (OmdbVectorFieldType field : OmdbVectorFieldType.allOf(index.mapperService())) {
        fields.add(survey.field(field.name()));
      }
      return new ShardStats(routing, survey.bytes(), fields, ShardActivity.of(shard));
    }
  }

  @Override
  protected OmdbStatsResponse newResponse(
      ShardsRequest request,
      int total,
      int successful,
      int failed,
      List<ShardStats> results,
      List<DefaultShardOperationFailedException> failures,
      ClusterState state) {
    return new OmdbStatsResponse(total, successful, failed, failures, results);
  }
}
