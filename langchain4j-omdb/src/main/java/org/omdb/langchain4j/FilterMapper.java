// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import org.omdb.store.Filter;

/** LangChain4j's filters as filters of a store. */
final class FilterMapper {

  private FilterMapper() {}

  /**
   * What a filter matches: segments alone, since it looks at their metadata. An embedding without a
   * segment matches no filter, not even a negated one.
   *
   * @param filter null for no filter
   * @return null for no filter
   */
  static Filter ofSegments(dev.langchain4j.store.embedding.filter.Filter filter) {
    return filter == null ? null : new Filter.HasText().and(of(filter));
  }

  private static Filter of(dev.langchain4j.store.embedding.filter.Filter filter) {
    if (filter instanceof IsEqualTo f) {
      return Filter.eq(f.key(), f.comparisonValue());
    }
    if (filter instanceof IsNotEqualTo f) {
      return Filter.ne(f.key(), f.comparisonValue());
    }
    if (filter instanceof IsLessThan f) {
      return Filter.lt(f.key(), f.comparisonValue());
    }
    if (filter instanceof IsLessThanOrEqualTo f) {
      return Filter.le(f.key(), f.comparisonValue());
    }
    if (filter instanceof IsGreaterThan f) {
      return Filter.gt(f.key(), f.comparisonValue());
    }
    if (filter instanceof IsGreaterThanOrEqualTo f) {
      return Filter.ge(f.key(), f.comparisonValue());
    }
    if (filter instanceof IsIn f) {
      return Filter.in(f.key(), f.comparisonValues());
    }
    if (filter instanceof IsNotIn f) {
      return Filter.notIn(f.key(), f.comparisonValues());
    }
    if (filter instanceof ContainsString f) {
      return Filter.contains(f.key(), f.comparisonValue());
    }
    if (filter instanceof And f) {
      return of(f.left()).and(of(f.right()));
    }
    if (filter instanceof Or f) {
      return of(f.left()).or(of(f.right()));
    }
    if (filter instanceof Not f) {
      return Filter.not(of(f.expression()));
    }
    throw new UnsupportedFeatureException(
        "a filter of type "
            + filter.getClass().getName()
            + ", which LangChain4j 1.19 does not have");
  }
}
