// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.util.List;
import org.apache.lucene.search.BooleanClause;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilderVisitor;

/**
 * Counts the searches that an {@code omdb_hybrid} takes, with those of others within it. Each is a
 * search on all shards, and those of one level wait for those of the level below.
 */
final class SearchCount implements QueryBuilderVisitor {

  private static final int MAX_SEARCHES = 100;

  /** Each takes some of the 16 rounds in which OpenSearch rewrites a request. */
  private static final int MAX_LEVELS = 5;

  private int searches;
  private int levels;

  private SearchCount() {}

  /**
   * Checks the queries of an {@code omdb_hybrid}.
   *
   * @throws IllegalArgumentException if it takes too many searches
   */
  static void check(List<QueryBuilder> queries) {
    SearchCount within = new SearchCount();
    queries.forEach(query -> query.visit(within));
    int searches = queries.size() + within.searches;
    int levels = 1 + within.levels;
    if (searches > MAX_SEARCHES || levels > MAX_LEVELS) {
      throw new IllegalArgumentException(
          "[omdb_hybrid] takes at most "
              + MAX_SEARCHES
              + " queries on "
              + MAX_LEVELS
              + " levels, with those of each [omdb_hybrid] within it, got "
              + searches
              + " queries on "
              + levels
              + " levels");
    }
  }

  @Override
  public void accept(QueryBuilder query) {
    if (query instanceof OmdbHybridQueryBuilder hybrid) {
      searches += hybrid.queries().size();
      levels = Math.max(levels, level(hybrid));
    }
  }

  /** How many levels a query has. The limit keeps it from being asked again and again. */
  private static int level(OmdbHybridQueryBuilder hybrid) {
    SearchCount within = new SearchCount();
    hybrid.queries().forEach(query -> query.visit(within));
    return 1 + within.levels;
  }

  @Override
  public QueryBuilderVisitor getChildVisitor(BooleanClause.Occur occur) {
    return this;
  }
}
