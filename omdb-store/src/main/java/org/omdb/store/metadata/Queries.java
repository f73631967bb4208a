// SPDX-License-Identifier: Apache-2.0
package org.omdb.store.metadata;

import java.util.Collection;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;

/** Combines queries. Scores do not matter. */
public final class Queries {

  private Queries() {}

  /**
   * The union.
   *
   * @param queries of none, nothing
   * @return a query
   */
  public static Query anyOf(Collection<Query> queries) {
    if (queries.isEmpty()) {
      return new MatchNoDocsQuery("one of none");
    }
    BooleanQuery.Builder union = new BooleanQuery.Builder();
    queries.forEach(query -> union.add(query, BooleanClause.Occur.SHOULD));
    return union.build();
  }

  /**
   * The intersection.
   *
   * @param queries of none, everything
   * @return a query
   */
  public static Query allOf(Collection<Query> queries) {
    if (queries.isEmpty()) {
      return MatchAllDocsQuery.INSTANCE;
    }
    BooleanQuery.Builder intersection = new BooleanQuery.Builder();
    queries.forEach(query -> intersection.add(query, BooleanClause.Occur.FILTER));
    return intersection.build();
  }

  /**
   * The complement.
   *
   * @param query what does not match
   * @return a query
   */
  public static Query not(Query query) {
    return new BooleanQuery.Builder()
        .add(MatchAllDocsQuery.INSTANCE, BooleanClause.Occur.FILTER)
        .add(query, BooleanClause.Occur.MUST_NOT)
        .build();
  }
}
