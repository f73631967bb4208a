// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.QueryVisitor;
import org.opensearch.search.approximate.ApproximateQuery;
import org.opensearch.search.approximate.ApproximateScoreQuery;
import org.opensearch.search.internal.ContextIndexSearcher;
import org.opensearch.search.internal.SearchContext;
import org.opensearch.search.profile.query.QueryProfiler;

/** Gets the request of a searcher, which OpenSearch gives to queries of this kind only. */
public final class ContextProbe extends ApproximateQuery {

  private SearchContext context;

  private ContextProbe() {}

  /**
   * The request that a searcher serves.
   *
   * @param searcher of a shard
   * @return the request; null if the searcher serves none
   * @throws IOException if the index can't be read
   */
  public static SearchContext contextOf(ContextIndexSearcher searcher) throws IOException {
    ContextProbe probe = new ContextProbe();
    QueryProfiler profiler = searcher.getProfiler();
    searcher.setProfiler(null); // it may be timing a rewrite already, and can't nest
    try {
      searcher.rewrite(new ApproximateScoreQuery(MatchNoDocsQuery.INSTANCE, probe));
    } finally {
      searcher.setProfiler(profiler);
    }
    return probe.context;
  }

  @Override
  protected boolean canApproximate(SearchContext newContext) {
    context = newContext;
    return false;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "probe";
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
