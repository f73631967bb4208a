// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.opensearch.action.ActionRequest;
import org.opensearch.action.ActionType;
import org.opensearch.action.search.SearchRequest;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.action.ActionListener;
import org.opensearch.core.action.ActionResponse;
import org.opensearch.core.tasks.TaskCancelledException;
import org.opensearch.index.query.QueryBuilders;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.client.support.AbstractClient;

/** Searches of the queries of one request, by a client that fails in several ways. */
public class TestQuerySearches extends SeededTestCase {

  /** A cancelled task may start no searches, and says so at once, while others are under way. */
  @Test
  public void testThereIsOneAnswerIfASearchCannotStart() {
    ThreadPool threads = new ThreadPool(Settings.builder().put("node.name", "test").build());
    List<ActionListener<?>> underWay = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    try (AbstractClient client =
        new AbstractClient(Settings.EMPTY, threads) {
          @Override
          protected <Q extends ActionRequest, R extends ActionResponse> void doExecute(
              ActionType<R> action, Q request, ActionListener<R> listener) {
            if (underWay.size() == 1) {
              throw new TaskCancelledException("cancelled");
            }
            underWay.add(listener);
          }

          @Override
          public void close() {}
        }) {
      new QuerySearches(new SearchRequest("index"), 10)
          .start(
              List.of(QueryBuilders.matchAllQuery(), QueryBuilders.matchAllQuery()),
              client,
              ActionListener.wrap(rankings -> fail("a search has failed"), failures::add));
      underWay.get(0).onFailure(new TaskCancelledException("cancelled"));
    } finally {
      ThreadPool.terminate(threads, 1, TimeUnit.MINUTES);
    }
    assertEquals(failures.toString(), 1, failures.size());
    assertTrue(failures.toString(), failures.get(0).getCause() instanceof TaskCancelledException);
  }
}
