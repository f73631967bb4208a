// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.util.List;
import java.util.Map;
import org.opensearch.ExceptionsHelper;
import org.opensearch.OpenSearchStatusException;
import org.opensearch.action.IndicesRequest;
import org.opensearch.action.explain.ExplainRequest;
import org.opensearch.action.search.SearchRequest;
import org.opensearch.action.search.SearchResponse;
import org.opensearch.action.search.ShardSearchFailure;
import org.opensearch.action.support.ContextPreservingActionListener;
import org.opensearch.common.util.concurrent.AtomicArray;
import org.opensearch.common.util.concurrent.CountDown;
import org.opensearch.common.util.concurrent.ThreadContext;
import org.opensearch.core.action.ActionListener;
import org.opensearch.core.rest.RestStatus;
import org.opensearch.core.tasks.TaskId;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.search.Scroll;
import org.opensearch.search.builder.PointInTimeBuilder;
import org.opensearch.search.builder.SearchSourceBuilder;
import org.opensearch.search.pipeline.SearchPipelineService;
import org.opensearch.transport.client.Client;

/**
 * Searches for each of several queries, where the request searches that they are from: the same
 * indexes, aliases with their filters, or point in time, by the same routing and preference. All
 * searches run at the same time, and each has the time of the request.
 *
 * <p>A search of which a shard has failed, or can't be reached, fails all. Its hits would have
 * wrong ranks.
 */
final class QuerySearches {

  private final IndicesRequest searched;
  private final int window;

  /**
   * @param searched the request of the queries
   * @param window the number of hits that are wanted of each query
   * @throws IllegalArgumentException if the queries could have another meaning in a search of their
   *     own
   */
  QuerySearches(IndicesRequest searched, int window) {
    this.searched = searched;
    this.window = window;
    SearchSourceBuilder source = source();
    if (isEmpty(source.getDerivedFieldsObject()) == false
        || isEmpty(source.getDerivedFields()) == false) {
      throw new IllegalArgumentException(
          "[omdb_hybrid] can't be used in a request with [derived] fields, which its queries would"
              + " not see: define these fields in the mapping");
    }
  }

  private static boolean isEmpty(Map<?, ?> map) {
    return map == null || map.isEmpty();
  }

  private static boolean isEmpty(List<?> list) {
    return list == null || list.isEmpty();
  }

  /** What the request asks for. */
  private SearchSourceBuilder source() {
    return searched instanceof SearchRequest search && search.source() != null
        ? search.source()
        : new SearchSourceBuilder();
  }

  /**
   * Starts to search, and returns at once.
   *
   * @param listener gets a ranking for each query, in their order
   */
  void start(List<QueryBuilder> queries, Client client, ActionListener<List<Ranking>> listener) {
    ThreadContext context = client.threadPool().getThreadContext();
    TaskId task = SearchTaskFilter.taskOf(context);
    ActionListener<List<Ranking>> inContext =
        ContextPreservingActionListener.wrapPreservingContext(listener, context);
    AtomicArray<Ranking> rankings = new AtomicArray<>(queries.size());
    CountDown missing = new CountDown(queries.size());
    for (int i = 0; i < queries.size(); i++) {
      int query = i;
      SearchRequest request = request(queries.get(query));
      request.setParentTask(task);
      ActionListener<SearchResponse> found =
          new ActionListener<>() {
            @Override
            public void onResponse(SearchResponse response) {
              // Shards that no node has are not counted as failed.
              if (response.getSuccessfulShards() < response.getTotalShards()) {
                onFailure(failure(response));
                return;
              }
              rankings.set(query, new Ranking(response.getHits().getHits(), response.isTimedOut()));
              if (missing.countDown()) {
                inContext.onResponse(rankings.asList());
              }
            }

            @Override
            public void onFailure(Exception failure) {
              if (missing.fastForward()) {
                inContext.onFailure(
                    new OpenSearchStatusException(
                        "[omdb_hybrid] can't search for its query " + query,
                        ExceptionsHelper.status(failure),
                        failure));
              }
            }
          };
      try {
        client.search(request, found);
      } catch (RuntimeException e) {
        found.onFailure(
            e); // thrown further, it would be a second answer next to the other searches
      }
    }
  }

  private SearchRequest request(QueryBuilder query) {
    SearchSourceBuilder source =
        new SearchSourceBuilder()
            .query(query)
            .size(window)
            .fetchSource(false)
            .seqNoAndPrimaryTerm(true)
            .trackTotalHits(false)
            .timeout(source().timeout())
            .includeNamedQueriesScores(source().includeNamedQueriesScore());
    if (source().pointInTimeBuilder() != null) {
      source.pointInTimeBuilder(new PointInTimeBuilder(source().pointInTimeBuilder().getId()));
    }
    return copyOfRequest().source(source);
  }

  private SearchRequest copyOfRequest() {
    if (searched instanceof SearchRequest search) {
      return new SearchRequest(search)
          .scroll((Scroll) null)
          .pipeline(SearchPipelineService.NOOP_PIPELINE_ID); // the request itself has it
    }
    SearchRequest request =
        new SearchRequest(searched.indices()).indicesOptions(searched.indicesOptions());
    return searched instanceof ExplainRequest explain
        ? request.preference(explain.preference())
        : request;
  }

  private static OpenSearchStatusException failure(SearchResponse response) {
    ShardSearchFailure[] failures = response.getShardFailures();
    Throwable first = failures.length == 0 ? null : failures[0].getCause();
    return new OpenSearchStatusException(
        "only "
            + response.getSuccessfulShards()
            + " of "
            + response.getTotalShards()
            + " shards have answered",
        first == null ? RestStatus.SERVICE_UNAVAILABLE : ExceptionsHelper.status(first),
        first);
  }
}
