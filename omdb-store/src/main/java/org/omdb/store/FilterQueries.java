// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.omdb.store.metadata.MetadataQueries;
import org.omdb.store.metadata.Queries;

/** Filters as Lucene queries. */
final class FilterQueries {

  private FilterQueries() {}

  /**
   * The query that matches what a filter matches.
   *
   * @throws IllegalArgumentException if it has more parts than Lucene runs beside those of a text.
   *     The index writer would find that later for a deletion, in a place where it closes
   */
  static Query of(Filter filter) {
    int limit = IndexSearcher.getMaxClauseCount() / 2;
    try {
      Query query = query(filter);
      if (countParts(query) <= limit) {
        return query;
      }
    } catch (IndexSearcher.TooManyClauses e) {
      throw tooLarge(limit, e);
    }
    throw tooLarge(limit, null);
  }

  private static IllegalArgumentException tooLarge(int limit, Throwable cause) {
    return new IllegalArgumentException(
        "a filter is too large: a query may have "
            + limit
            + " parts, and a comparison is one to three. Filter.in takes any number of values",
        cause);
  }

  private static int countParts(Query query) {
    AtomicInteger parts = new AtomicInteger();
    query.visit(
        new QueryVisitor() {
          @Override
          public QueryVisitor getSubVisitor(BooleanClause.Occur occur, Query parent) {
            return this;
          }

          @Override
          public void visitLeaf(Query leaf) {
            parts.incrementAndGet();
          }

          @Override
          public void consumeTerms(Query leaf, Term... terms) {
            parts.incrementAndGet();
          }

          @Override
          public void consumeTermsMatching(
              Query leaf, String field, Supplier<ByteRunAutomaton> automaton) {
            parts.incrementAndGet();
          }
        });
    return parts.get();
  }

  private static Query query(Filter filter) {
    if (filter instanceof Filter.Equal equal) {
      return MetadataQueries.in(equal.key(), List.of(equal.value()));
    }
    if (filter instanceof Filter.In in) {
      return MetadataQueries.in(in.key(), in.values());
    }
    if (filter instanceof Filter.Less less) {
      return MetadataQueries.less(less.key(), less.value(), less.orEqual());
    }
    if (filter instanceof Filter.Greater greater) {
      return MetadataQueries.greater(greater.key(), greater.value(), greater.orEqual());
    }
    if (filter instanceof Filter.Contains contains) {
      return MetadataQueries.contains(contains.key(), contains.value());
    }
    if (filter instanceof Filter.Exists exists) {
      return MetadataQueries.exists(exists.key());
    }
    if (filter instanceof Filter.HasText) {
      return new FieldExistsQuery(DocumentFields.TEXT);
    }
    if (filter instanceof Filter.And and) {
      return Queries.allOf(and.filters().stream().map(FilterQueries::query).toList());
    }
    if (filter instanceof Filter.Or or) {
      return Queries.anyOf(or.filters().stream().map(FilterQueries::query).toList());
    }
    return Queries.not(query(((Filter.Not) filter).filter()));
  }
}
