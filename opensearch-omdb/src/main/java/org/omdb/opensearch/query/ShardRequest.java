// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.search.ScoreDoc;
import org.opensearch.search.SearchService;
import org.opensearch.search.internal.ContextIndexSearcher;
import org.opensearch.search.internal.ReaderContext;
import org.opensearch.search.internal.SearchContext;
import org.opensearch.search.profile.query.QueryProfiler;
import org.opensearch.search.query.QueryPhase;

/**
 * The request that a shard answers, as far as a search of vectors depends on it. Vectors are
 * searched when a query is rewritten, and OpenSearch does not expect that to take time: there is no
 * time limit yet, and each phase of a request rewrites the query again.
 *
 * <ul>
 *   <li>The search ends when the time of the request is over, and then has what it found by then.
 *       Each {@code omdb_knn} of a request has that time.
 *   <li>It is not done again in the fetch phase.
 *   <li>The profiler does not see what the search rewrites itself, because it can't nest.
 * </ul>
 *
 * <p>For one search, in the thread that begins it.
 */
final class ShardRequest {

  private static final String FOUND = "omdb_knn.found";

  private final ContextIndexSearcher searcher;
  private final SearchContext context;

  /** Threads of the search set it. */
  private volatile boolean isTimedOut;

  /** What a search has found; it is kept for the other phases of a request. */
  private record Found(ScoreDoc[] hits, boolean isTimedOut) {}

  private ShardRequest(ContextIndexSearcher searcher, SearchContext context) {
    this.searcher = searcher;
    this.context = context;
  }

  /** The hits of a query, best first. */
  static ScoreDoc[] hits(VectorQuery query, ContextIndexSearcher searcher) throws IOException {
    QueryProfiler profiler = searcher.getProfiler();
    searcher.setProfiler(null);
    try {
      SearchContext context = ContextProbe.contextOf(searcher);
      return context == null
          ? query.hits(searcher, new SearchCounts())
          : new ShardRequest(searcher, context).hitsOnce(query);
    } finally {
      searcher.setProfiler(profiler);
    }
  }

  private ScoreDoc[] hitsOnce(VectorQuery query) throws IOException {
    Map<VectorQuery, Found> known = found();
    Found found = known.get(query);
    if (found == null) {
      SearchCounts counts = SearchCounts.of(context.indexShard());
      long start = System.nanoTime();
      ScoreDoc[] hits = hitsInTime(query, counts);
      counts.addSearch(System.nanoTime() - start, isTimedOut);
      found = new Found(hits, isTimedOut);
      known.put(query, found);
    }
    if (found.isTimedOut()) {
      context.setSearchTimedOut(true);
    }
    return found.hits();
  }

  /** What was found by other phases; of a scroll or a point in time nothing is kept. */
  private Map<VectorQuery, Found> found() {
    ReaderContext reader = context.readerContext();
    if (reader == null || reader.singleSession() == false) {
      return new ConcurrentHashMap<>();
    }
    Map<VectorQuery, Found> found = reader.getFromContext(FOUND);
    if (found == null) {
      found = new ConcurrentHashMap<>();
      reader.putInContext(FOUND, found);
    }
    return found;
  }

  private ScoreDoc[] hitsInTime(VectorQuery query, SearchCounts counts) throws IOException {
    // The same requests have a time limit as in OpenSearch's query phase.
    if (context.scrollContext() != null
        || context.timeout() == null
        || context.timeout().equals(SearchService.NO_TIMEOUT)) {
      return query.hits(searcher, counts);
    }
    long start = System.nanoTime();
    long nanos = context.timeout().nanos();
    Runnable limit =
        () -> {
          if (System.nanoTime() - start > nanos) {
            isTimedOut = true;
            throw new QueryPhase.TimeExceededException();
          }
        };
    searcher.addQueryCancellation(limit);
    try {
      return query.hits(searcher, counts);
    } catch (QueryPhase.TimeExceededException e) {
      return new ScoreDoc[0]; // while the filter was prepared, so that nothing was found yet
    } finally {
      searcher.removeQueryCancellation(limit);
    }
  }
}
