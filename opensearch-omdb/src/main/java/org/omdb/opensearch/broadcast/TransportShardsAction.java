// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.broadcast;

import java.io.IOException;
import org.omdb.opensearch.index.OmdbSettings;
import org.opensearch.action.support.ActionFilters;
import org.opensearch.action.support.broadcast.node.TransportBroadcastByNodeAction;
import org.opensearch.cluster.ClusterState;
import org.opensearch.cluster.block.ClusterBlockException;
import org.opensearch.cluster.block.ClusterBlockLevel;
import org.opensearch.cluster.metadata.IndexNameExpressionResolver;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.cluster.routing.ShardsIterator;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.index.IndexService;
import org.opensearch.index.shard.IndexShard;
import org.opensearch.indices.IndicesService;
import org.opensearch.transport.TransportService;

/**
 * Asks each copy of each shard of indexes with {@code index.omdb}.
 *
 * @param <R> the answers of all copies
 * @param <C> the answer of one copy
 */
public abstract class TransportShardsAction<R extends ShardsResponse<C>, C extends ShardCopy>
    extends TransportBroadcastByNodeAction<ShardsRequest, R, C> {

  private final IndicesService indices;
  private final ClusterBlockLevel level;
  private final Writeable.Reader<C> copy;

  /**
   * Makes the action of a node.
   *
   * @param name of the action
   * @param clusterService of the node
   * @param transportService of the node
   * @param actionFilters of the node
   * @param names of the node
   * @param indices of the node
   * @param threads name of the pool of threads that answer
   * @param level blocks of this level block the action
   * @param copy reads an answer from another node
   */
  protected TransportShardsAction(
      String name,
      ClusterService clusterService,
      TransportService transportService,
      ActionFilters actionFilters,
      IndexNameExpressionResolver names,
      IndicesService indices,
      String threads,
      ClusterBlockLevel level,
      Writeable.Reader<C> copy) {
    super(
        name, clusterService, transportService, actionFilters, names, ShardsRequest::new, threads);
    this.indices = indices;
    this.level = level;
    this.copy = copy;
  }

  /**
   * Answers for a copy.
   *
   * @param index of the shard
   * @param shard the copy
   * @param routing the copy, as the cluster sees it
   * @return the answer
   * @throws IOException if files can't be read
   */
  protected abstract C answer(IndexService index, IndexShard shard, ShardRouting routing)
      throws IOException;

  @Override
  protected ShardsIterator shards(
      ClusterState state, ShardsRequest request, String[] concreteIndices) {
    return state
        .routingTable()
        .allShards(OmdbSettings.select(request.indices(), concreteIndices, state.metadata()));
  }

  @Override
  protected C shardOperation(ShardsRequest request, ShardRouting routing) throws IOException {
    IndexService index = indices.indexServiceSafe(routing.index());
    return answer(index, index.getShard(routing.id()), routing);
  }

  @Override
  protected C readShardResult(StreamInput in) throws IOException {
    return copy.read(in);
  }

  @Override
  protected ShardsRequest readRequestFrom(StreamInput in) throws IOException {
    return new ShardsRequest(in);
  }

  @Override
  protected ClusterBlockException checkGlobalBlock(ClusterState state, ShardsRequest request) {
    return state.blocks().globalBlockedException(level);
  }

  @Override
  protected ClusterBlockException checkRequestBlock(
      ClusterState state, ShardsRequest request, String[] concreteIndices) {
    return state.blocks().indicesBlockedException(level, concreteIndices);
  }
}
