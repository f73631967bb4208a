// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import org.omdb.lucene.OmdbExport;
import org.omdb.opensearch.index.OmdbSettings;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.opensearch.action.NoShardAvailableActionException;
import org.opensearch.action.support.ActionFilters;
import org.opensearch.action.support.broadcast.node.TransportBroadcastByNodeAction;
import org.opensearch.cluster.ClusterState;
import org.opensearch.cluster.block.ClusterBlockException;
import org.opensearch.cluster.block.ClusterBlockLevel;
import org.opensearch.cluster.metadata.IndexNameExpressionResolver;
import org.opensearch.cluster.routing.IndexShardRoutingTable;
import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.cluster.routing.ShardsIterator;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.inject.Inject;
import org.opensearch.core.action.support.DefaultShardOperationFailedException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.index.IndexService;
import org.opensearch.index.engine.Engine;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.MapperService;
import org.opensearch.index.shard.IndexShard;
import org.opensearch.indices.IndicesService;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.TransportService;

/**
 * Makes each primary shard write its file, after a refresh: the file has every document that was
 * acknowledged before the request.
 */
public final class TransportOmdbExportAction
    extends TransportBroadcastByNodeAction<OmdbExportRequest, OmdbExportResponse, ShardExport> {

  private final IndicesService indices;
  private final ExportFolder folder;

  /**
   * Called by OpenSearch, once per node.
   *
   * @param clusterService of the node
   * @param transportService of the node
   * @param actionFilters of the node
   * @param names of the node
   * @param indices of the node
   * @param folder of the node
   */
  @Inject
  public TransportOmdbExportAction(
      ClusterService clusterService,
      TransportService transportService,
      ActionFilters actionFilters,
      IndexNameExpressionResolver names,
      IndicesService indices,
      ExportFolder folder) {
    super(
        OmdbExportAction.NAME,
        clusterService,
        transportService,
        actionFilters,
        names,
        OmdbExportRequest::new,
        ThreadPool.Names.SNAPSHOT);
    this.indices = indices;
    this.folder = folder;
  }

  @Override
  protected ShardsIterator shards(
      ClusterState state, OmdbExportRequest request, String[] concreteIndices) {
    String[] exported = OmdbSettings.select(request.indices(), concreteIndices, state.metadata());
    if (exported.length == 0) {
      throw new IllegalArgumentException(
          "none of the indexes "
              + List.of(request.indices())
              + " has the setting [index.omdb: true], so there is nothing to export");
    }
    for (String index : exported) {
      for (IndexShardRoutingTable shard : state.routingTable().index(index)) {
        if (shard.primaryShard().active() == false) {
          throw new NoShardAvailableActionException(
              shard.shardId(), "the primary is not active, and the export needs all primaries");
        }
      }
    }
    return state.routingTable().allShardsSatisfyingPredicate(exported, ShardRouting::primary);
  }

  @Override
  protected ShardExport shardOperation(OmdbExportRequest request, ShardRouting routing)
      throws IOException {
    IndexService index = indices.indexServiceSafe(routing.index());
    IndexShard shard = index.getShard(routing.id());
    OmdbVectorFieldType field = field(index.mapperService(), request.field());
    Path file = folder.file(request.folder(), shard.shardId(), field.name());
    shard.refresh("omdb_export");
    try (Engine.Searcher searcher = shard.acquireSearcher("omdb_export")) {
      OmdbExport.Result result =
          OmdbExport.of(searcher.getIndexReader(), field.name(), field.dimension())
              .overwrite(request.overwrite())
              .write(file);
      return new ShardExport(
          routing, file.toString(), result.vectors(), result.ids(), result.bytes());
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(
          "[" + file + "] exists already: [overwrite=true] replaces it", e);
    }
  }

  /** The field of that name, or the only vector field of the index if {@code wanted} is null. */
  private static OmdbVectorFieldType field(MapperService mapping, String wanted) {
    List<OmdbVectorFieldType> all = OmdbVectorFieldType.allOf(mapping);
    List<OmdbVectorFieldType> matching =
        all.stream().filter(type -> wanted == null || wanted.equals(type.name())).toList();
    if (matching.size() != 1) {
      throw new IllegalArgumentException(
          (wanted == null
                  ? "an export is of one field, so [field] must name it"
                  : "there is no field [" + wanted + "] of vectors")
              + "; index ["
              + mapping.index().getName()
              + "] has "
              + (all.isEmpty() ? "none" : all.stream().map(MappedFieldType::name).toList()));
    }
    return matching.get(0);
  }

  @Override
  protected OmdbExportResponse newResponse(
      OmdbExportRequest request,
      int total,
      int successful,
      int failed,
      List<ShardExport> results,
      List<DefaultShardOperationFailedException> failures,
      ClusterState state) {
    return new OmdbExportResponse(total, successful, failed, failures, results);
  }

  @Override
  protected ShardExport readShardResult(StreamInput in) throws IOException {
    return new ShardExport(in);
  }

  @Override
  protected OmdbExportRequest readRequestFrom(StreamInput in) throws IOException {
    return new OmdbExportRequest(in);
  }

  @Override
  protected ClusterBlockException checkGlobalBlock(ClusterState state, OmdbExportRequest request) {
    return state.blocks().globalBlockedException(ClusterBlockLevel.READ);
  }

  @Override
  protected ClusterBlockException checkRequestBlock(
      ClusterState state, OmdbExportRequest request, String[] concreteIndices) {
    return state.blocks().indicesBlockedException(ClusterBlockLevel.READ, concreteIndices);
  }
}
