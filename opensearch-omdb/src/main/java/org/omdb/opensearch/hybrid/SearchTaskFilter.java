// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.util.List;
import java.util.function.Supplier;
import org.opensearch.action.ActionRequest;
import org.opensearch.action.search.SearchRequest;
import org.opensearch.action.support.ActionFilter;
import org.opensearch.action.support.ActionFilterChain;
import org.opensearch.action.support.ActionRequestMetadata;
import org.opensearch.common.util.concurrent.ThreadContext;
import org.opensearch.core.action.ActionListener;
import org.opensearch.core.action.ActionResponse;
import org.opensearch.core.tasks.TaskId;
import org.opensearch.tasks.Task;

/**
 * Keeps the task of a search in the context of its thread, where a query finds it that searches
 * itself. So its searches are cancelled with the task.
 */
public final class SearchTaskFilter implements ActionFilter {

  private static final String TASK = "omdb.search.task";

  private final Supplier<ThreadContext> context;
  private final Supplier<String> node;

  /**
   * One filter serves all requests of a node.
   *
   * @param context of the threads of the node
   * @param node its id, once it is known
   */
  public SearchTaskFilter(Supplier<ThreadContext> context, Supplier<String> node) {
    this.context = context;
    this.node = node;
  }

  /** The task of the search that a thread serves; none if it serves no search. */
  static TaskId taskOf(ThreadContext context) {
    TaskId task = context.getTransient(TASK);
    return task == null ? TaskId.EMPTY_TASK_ID : task;
  }

  @Override
  public int order() {
    return 0;
  }

  @Override
  public <Q extends ActionRequest, R extends ActionResponse> void apply(
      Task task,
      String action,
      Q request,
      ActionRequestMetadata<Q, R> metadata,
      ActionListener<R> listener,
      ActionFilterChain<Q, R> chain) {
    if (request instanceof SearchRequest == false) {
      chain.proceed(task, action, request, listener);
      return;
    }
    ThreadContext.StoredContext previous = context.get().newStoredContext(true, List.of(TASK));
    try {
      context.get().putTransient(TASK, new TaskId(node.get(), task.getId()));
      chain.proceed(task, action, request, listener);
    } finally {
      previous.restore();
    }
  }
}
