// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.util.Arrays;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.action.IndicesRequest;
import org.opensearch.action.search.SearchRequest;
import org.opensearch.action.search.SearchResponse;
import org.opensearch.common.document.DocumentField;
import org.opensearch.core.action.ActionListener;
import org.opensearch.index.query.QueryBuilders;
import org.opensearch.search.SearchHit;
import org.opensearch.search.builder.PointInTimeBuilder;
import org.opensearch.search.builder.SearchSourceBuilder;
import org.opensearch.transport.client.Client;

/**
 * Looks up the vector of a stored document, which may be on any shard. It searches the same target
 * as the query that needs the vector: indexes, aliases with their filters, or a point in time.
 */
final class StoredVectorLookup {

  private final String field;
  private final String id;

  StoredVectorLookup(String field, String id) {
    this.field = field;
    this.id = id;
  }

  /**
   * Searches for the document and returns at once.
   *
   * @param searched the request of the query that needs the vector
   * @param listener gets the vector; an {@link IllegalArgumentException} if there is not exactly
   *     one such document, or it has no vector; an {@link IllegalStateException} if a shard failed
   */
  void find(IndicesRequest searched, Client client, ActionListener<float[]> listener) {
    SearchSourceBuilder source =
        new SearchSourceBuilder()
            .query(QueryBuilders.idsQuery().addIds(id))
            .fetchSource(false)
            .fetchField(field, OmdbVectorFieldType.BASE64)
            .size(2);
    SearchRequest request = new SearchRequest();
    if (searched instanceof SearchRequest search && search.pointInTimeBuilder() != null) {
      source.pointInTimeBuilder(new PointInTimeBuilder(search.pointInTimeBuilder().getId()));
    } else {
      request.indices(searched.indices()).indicesOptions(searched.indicesOptions());
    }
    client.search(request.source(source), ActionListener.map(listener, this::vector));
  }

  private float[] vector(SearchResponse response) {
    if (response.getFailedShards() > 0) {
      throw new IllegalStateException(
          "[omdb_knn] can't look up the document ["
              + id
              + "], because "
              + response.getFailedShards()
              + " of "
              + response.getTotalShards()
              + " shards failed");
    }
    SearchHit[] hits = response.getHits().getHits();
    if (hits.length == 0) {
      throw new IllegalArgumentException(
          "[omdb_knn] needs the document ["
              + id
              + "], but the search finds none; a document is found after the next refresh");
    }
    if (hits.length > 1) {
      throw new IllegalArgumentException(
          "[omdb_knn] needs one document ["
              + id
              + "], but the search finds several, in the indexes "
              + Arrays.stream(hits).map(SearchHit::getIndex).sorted().toList());
    }
    DocumentField found = hits[0].field(field);
    if (found == null) {
      throw new IllegalArgumentException(
          "[omdb_knn] needs the vector of document ["
              + id
              + "], but it has none in field ["
              + field
              + "]");
    }
    return VectorParser.fromBase64(found.<String>getValue(), field);
  }
}
