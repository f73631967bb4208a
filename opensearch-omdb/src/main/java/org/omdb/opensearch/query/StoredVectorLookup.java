// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.OpenSearchStatusException;
import org.opensearch.action.IndicesRequest;
import org.opensearch.action.search.SearchRequest;
import org.opensearch.action.search.SearchResponse;
import org.opensearch.common.SetOnce;
import org.opensearch.common.document.DocumentField;
import org.opensearch.core.action.ActionListener;
import org.opensearch.core.rest.RestStatus;
import org.opensearch.index.mapper.RoutingFieldMapper;
import org.opensearch.index.query.BoolQueryBuilder;
import org.opensearch.index.query.QueryBuilders;
import org.opensearch.index.query.QueryCoordinatorContext;
import org.opensearch.index.query.QueryRewriteContext;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.search.SearchHit;
import org.opensearch.search.builder.PointInTimeBuilder;
import org.opensearch.search.builder.SearchSourceBuilder;
import org.opensearch.transport.client.Client;

/**
 * Looks up the vector of a stored document. It searches where the query that needs the vector
 * searches: the same indexes, aliases with their filters, or point in time, and by the same routing
 * and preference.
 */
final class StoredVectorLookup {

  private final String field;
  private final StoredDocument document;

  /**
   * What was found.
   *
   * @param vector of the document
   * @param document its name, with its routing
   */
  record Found(float[] vector, StoredDocument document) {}

  /**
   * @param document its routing may be null, if its id alone is enough to find it
   */
  StoredVectorLookup(String field, StoredDocument document) {
    this.field = field;
    this.document = document;
  }

  /**
   * Starts the look-up for a query that is rewritten in a context.
   *
   * @return gives what was found, once the asynchronous actions of the context are over; null if
   *     the context does not say which indexes the query searches
   */
  Supplier<Found> start(QueryRewriteContext context) {
    IndicesRequest searched = searched(context);
    if (searched == null) {
      return null;
    }
    SetOnce<Found> found = new SetOnce<>();
    context.registerAsyncAction(
        (client, listener) ->
            find(
                searched,
                client,
                ActionListener.map(
                    listener,
                    stored -> {
                      found.set(stored);
                      return null;
                    })));
    return found::get;
  }

  private static IndicesRequest searched(QueryRewriteContext context) {
    QueryCoordinatorContext coordinator = context.convertToCoordinatorContext();
    if (coordinator != null) {
      return coordinator.getSearchRequest();
    }
    QueryShardContext shard = context.convertToShardContext();
    return shard == null ? null : new SearchRequest(shard.getFullyQualifiedIndex().getName());
  }

  /**
   * Searches for the document and returns at once.
   *
   * @param searched the request of the query that needs the vector
   * @param listener gets what was found; an {@link IllegalArgumentException} if there is not
   *     exactly one such document, or it has no vector; an {@link IllegalStateException} if a shard
   *     failed
   */
  private void find(IndicesRequest searched, Client client, ActionListener<Found> listener) {
    BoolQueryBuilder query =
        QueryBuilders.boolQuery().filter(QueryBuilders.idsQuery().addIds(document.id()));
    if (document.routing() != null) {
      query.filter(QueryBuilders.termQuery(RoutingFieldMapper.NAME, document.routing()));
    }
    SearchSourceBuilder source =
        new SearchSourceBuilder()
            .query(query)
            .fetchSource(false)
            .fetchField(field, OmdbVectorFieldType.BASE64)
            .size(2);
    SearchRequest request = new SearchRequest();
    if (searched instanceof SearchRequest search && search.pointInTimeBuilder() != null) {
      source.pointInTimeBuilder(new PointInTimeBuilder(search.pointInTimeBuilder().getId()));
    } else {
      request.indices(searched.indices()).indicesOptions(searched.indicesOptions());
      if (searched instanceof SearchRequest search) {
        request.routing(search.routing()).preference(search.preference());
      }
    }
    client.search(request.source(source), ActionListener.map(listener, this::found));
  }

  private Found found(SearchResponse response) {
    // Shards that no node has are not counted as failed.
    if (response.getSuccessfulShards() < response.getTotalShards()) {
      throw new OpenSearchStatusException(
          "[omdb_knn] can't look up the document "
              + document
              + ", because only "
              + response.getSuccessfulShards()
              + " of "
              + response.getTotalShards()
              + " shards have answered",
          RestStatus.SERVICE_UNAVAILABLE);
    }
    SearchHit[] hits = response.getHits().getHits();
    if (hits.length == 0) {
      throw new IllegalArgumentException(
          "[omdb_knn] needs the document "
              + document
              + ", but the search finds none; a document is found after the next refresh");
    }
    if (hits.length > 1) {
      throw several(hits);
    }
    DocumentField found = hits[0].field(field);
    if (found == null) {
      throw new IllegalArgumentException(
          "[omdb_knn] needs the vector of document "
              + document
              + ", but it has none in field ["
              + field
              + "], or only in nested objects");
    }
    return new Found(
        VectorParser.fromBase64(found.<String>getValue(), field),
        new StoredDocument(document.id(), routing(hits[0])));
  }

  private IllegalArgumentException several(SearchHit[] hits) {
    List<String> indexes = Arrays.stream(hits).map(SearchHit::getIndex).sorted().toList();
    boolean isOneIndex = indexes.get(0).equals(indexes.get(1));
    return new IllegalArgumentException(
        "[omdb_knn] needs one document "
            + document
            + ", but the search finds several, "
            + (isOneIndex
                ? "with the routings "
                    + Arrays.stream(hits).map(StoredVectorLookup::routing).toList()
                    + " in the index ["
                    + indexes.get(0)
                    + "]; [routing] of the query names the one that is meant"
                : "in the indexes " + indexes));
  }

  /** The routing of a document; null if it has none. */
  private static String routing(SearchHit hit) {
    DocumentField routing = hit.field(RoutingFieldMapper.NAME);
    return routing == null ? null : routing.getValue();
  }
}
