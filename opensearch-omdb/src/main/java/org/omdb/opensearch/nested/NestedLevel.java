// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.nested;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;
import org.opensearch.common.lucene.search.Queries;
import org.opensearch.index.mapper.MappingLookup;
import org.opensearch.index.mapper.ObjectMapper;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.index.query.QueryShardException;
import org.opensearch.index.query.support.NestedScope;
import org.opensearch.search.approximate.ApproximateScoreQuery;

/** The nested objects that a query searches: children, each of which has a parent. */
public final class NestedLevel {

  private final MappingLookup mapping;
  private final String scopeOfParents;
  private final BitSetProducer parents;

  /**
   * @param scopeOfParents the nested object that the parents are; null for whole documents
   */
  private NestedLevel(MappingLookup mapping, String scopeOfParents, BitSetProducer parents) {
    this.mapping = mapping;
    this.scopeOfParents = scopeOfParents;
    this.parents = parents;
  }

  /**
   * The level at which a query searches a field.
   *
   * @param context of the query
   * @param field that the mapping has
   * @param query name of the query, for error messages
   * @return the level; null if the field is not in a nested object
   * @throws QueryShardException if the query is not where the field is: a query of a nested object
   *     is within a {@code nested} query of its path, and other queries are within none
   */
  public static NestedLevel of(QueryShardContext context, String field, String query) {
    MappingLookup mapping = context.getMapperService().documentMapper().mappers();
    String nested = mapping.getNestedScope(field);
    NestedScope scopes = context.nestedScope();
    ObjectMapper searched = scopes.getObjectMapper();
    if (Objects.equals(nested, searched == null ? null : searched.fullPath()) == false) {
      throw new QueryShardException(
          context,
          "["
              + query
              + "] of field ["
              + field
              + "] must be "
              + (nested == null
                  ? "outside of [nested] queries, because the field is not in a nested object"
                  : "within a [nested] query with the path [" + nested + "]"));
    }
    if (searched == null) {
      return null;
    }
    scopes.previousLevel();
    ObjectMapper parent = scopes.getObjectMapper();
    scopes.nextLevel(searched);
    return new NestedLevel(
        mapping,
        parent == null ? null : parent.fullPath(),
        context.bitsetFilter(
            parent == null ? Queries.newNonNestedFilter() : parent.nestedTypeFilter()));
  }

  /**
   * The parents.
   *
   * @return which documents of a segment they are
   */
  public BitSetProducer parents() {
    return parents;
  }

  /**
   * Makes a filter of children of a filter that may ask for fields of the children, of their
   * parents, or both: children match where their parents do.
   *
   * @param filter null for none
   * @return the filter of children; null for none
   */
  public Query ofChildren(Query filter) {
    return switch (filter) {
      case null -> null;
      case BooleanQuery bool -> {
        BooleanQuery.Builder children =
            new BooleanQuery.Builder()
                .setMinimumNumberShouldMatch(bool.getMinimumNumberShouldMatch());
        for (BooleanClause clause : bool) {
          children.add(ofChildren(clause.query()), clause.occur());
        }
        yield children.build();
      }
      case ConstantScoreQuery constant -> ofChildren(constant.getQuery());
      case BoostQuery boosted -> ofChildren(boosted.getQuery());
      case ApproximateScoreQuery approximate -> ofChildren(approximate.getOriginalQuery());
      default -> isOfParents(filter) ? new ToChildBlockJoinQuery(filter, parents) : filter;
    };
  }

  private boolean isOfParents(Query filter) {
    Set<String> fields = new HashSet<>();
    filter.visit(
        new QueryVisitor() {
          @Override
          public boolean acceptField(String field) {
            return fields.add(field);
          }

          @Override
          public QueryVisitor getSubVisitor(BooleanClause.Occur occur, Query parent) {
            return this; // that of Lucene leaves out what must not match
          }
        });
    // Children have fields for OpenSearch's own use too, such as _id.
    return fields.isEmpty() == false
        && fields.stream()
            .allMatch(
                field ->
                    field.startsWith("_") == false
                        && Objects.equals(mapping.getNestedScope(field), scopeOfParents));
  }
}
