// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.warmup;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.omdb.lucene.OmdbWarmer;
import org.omdb.opensearch.broadcast.ShardsRequest;
import org.omdb.opensearch.broadcast.TransportShardsAction;
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

/** Has each copy of each shard read its codes and links. */
public final class TransportOmdbWarmupAction
    extends TransportShardsAction<OmdbWarmupResponse, ShardWarmup> {

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
  public TransportOmdbWarmupAction(
      ClusterService clusterService,
      TransportService transportService,
      ActionFilters actionFilters,
      IndexNameExpressionResolver names,
      IndicesService indices) {
    super(
        OmdbWarmupAction.NAME,
        clusterService,
        transportService,
        actionFilters,
        names,
        indices,
        ThreadPool.Names.WARMER,
        ClusterBlockLevel.READ,
        ShardWarmup::new);
  }

  @Override
  protected ShardWarmup answer(IndexService index, IndexShard shard, ShardRouting routing)
      throws IOException {
    long start = System.nanoTime();
    try (Engine.Searcher searcher = shard.acquireSearcher("omdb_warmup")) {
      long bytes = OmdbWarmer.load(searcher.getIndexReader());
      return new ShardWarmup(
          routing, bytes, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
  }

  @Override
  protected OmdbWarmupResponse newResponse(
      ShardsRequest request,
      int total,
      int successful,
      int failed,
      List<ShardWarmup> results,
      List<DefaultShardOperationFailedException> failures,
      ClusterState state) {
    return new OmdbWarmupResponse(total, successful, failed, failures, results);
  }
}
