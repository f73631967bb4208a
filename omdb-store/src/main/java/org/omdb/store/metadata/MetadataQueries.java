// SPDX-License-Identifier: Apache-2.0
package org.omdb.store.metadata;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/** Lucene queries that compare values of one key. What compares how is told by the filters. */
public final class MetadataQueries {

  private MetadataQueries() {}

  /**
   * Documents that have a value for a key.
   *
   * @param key of the metadata
   * @return a query
   */
  public static Query exists(String key) {
    return new TermQuery(new Term(MetadataFields.KEYS, key));
  }

  /**
   * Documents with one of some values.
   *
   * @param key of the metadata
   * @param values scalars of any kinds
   * @return a query
   */
  public static Query in(String key, Collection<?> values) {
    List<BytesRef> strings = new ArrayList<>();
    List<BytesRef> booleans = new ArrayList<>();
    List<Number> numbers = new ArrayList<>();
    List<byte[]> instants = new ArrayList<>();
    List<Query> kinds = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof Number number) {
        numbers.add(number);
      } else if (value instanceof Boolean) {
        booleans.add(new BytesRef(value.toString()));
      } else if (value instanceof Instant instant) {
        instants.add(MetadataFields.toBytes(instant));
      } else {
        String string = string(value);
        BytesRef term = new BytesRef(string);
        if (MetadataFields.isTooLong(term)) {
          kinds.add(longString(key, "equal to " + string, string::equals));
        } else {
          strings.add(term);
        }
      }
    }
    if (strings.isEmpty() == false) {
      kinds.add(new TermInSetQuery(MetadataFields.strings(key), strings));
    }
    if (booleans.isEmpty() == false) {
      kinds.add(new TermInSetQuery(MetadataFields.booleans(key), booleans));
    }
    if (numbers.isEmpty() == false) {
      kinds.add(NumberQueries.in(key, numbers));
    }
    if (instants.isEmpty() == false) {
      kinds.add(
          BinaryPoint.newSetQuery(MetadataFields.instants(key), instants.toArray(byte[][]::new)));
    }
    return Queries.anyOf(kinds);
  }

  /**
   * Documents with a lesser value.
   *
   * @param key of the metadata
   * @param bound a number, string, UUID or instant
   * @param orEqual whether an equal value matches too
   * @return a query
   */
  public static Query less(String key, Object bound, boolean orEqual) {
    if (bound instanceof Number number) {
      return NumberQueries.less(key, number, orEqual);
    }
    if (bound instanceof Instant instant) {
      if (orEqual) {
        return instants(key, Instant.MIN, instant);
      }
      return instant.equals(Instant.MIN)
          ? new MatchNoDocsQuery("no instant is earlier")
          : instants(key, Instant.MIN, instant.minusNanos(1));
    }
    BytesRef term = new BytesRef(string(bound));
    return Queries.anyOf(
        List.of(
            new TermRangeQuery(MetadataFields.strings(key), null, term, true, orEqual),
            longString(
                key,
                (orEqual ? "at most " : "less than ") + term.utf8ToString(),
                string -> new BytesRef(string).compareTo(term) < (orEqual ? 1 : 0))));
  }

  /**
   * Documents with a greater value.
   *
   * @param key of the metadata
   * @param bound a number, string, UUID or instant
   * @param orEqual whether an equal value matches too
   * @return a query
   */
  public static Query greater(String key, Object bound, boolean orEqual) {
    if (bound instanceof Number number) {
      return NumberQueries.greater(key, number, orEqual);
    }
    if (bound instanceof Instant instant) {
      if (orEqual) {
        return instants(key, instant, Instant.MAX);
      }
      return instant.equals(Instant.MAX)
          ? new MatchNoDocsQuery("no instant is later")
          : instants(key, instant.plusNanos(1), Instant.MAX);
    }
    BytesRef term = new BytesRef(string(bound));
    return Queries.anyOf(
        List.of(
            new TermRangeQuery(MetadataFields.strings(key), term, null, orEqual, true),
            longString(
                key,
                (orEqual ? "at least " : "greater than ") + term.utf8ToString(),
                string -> new BytesRef(string).compareTo(term) > (orEqual ? -1 : 0))));
  }

  private static Query instants(String key, Instant from, Instant to) {
    return BinaryPoint.newRangeQuery(
        MetadataFields.instants(key), MetadataFields.toBytes(from), MetadataFields.toBytes(to));
  }

  /**
   * Documents whose string contains a string, or whose list has a member.
   *
   * @param key of the metadata
   * @param value a scalar
   * @return a query
   */
  public static Query contains(String key, Object value) {
    Query isList = new TermQuery(new Term(MetadataFields.LISTS, key));
    Query isMember = Queries.allOf(List.of(isList, in(key, List.of(value))));
    if (value instanceof String == false) {
      return isMember;
    }
    String part = string(value);
    Query isPart =
        Queries.allOf(
            List.of(Queries.not(isList), new SubstringQuery(MetadataFields.strings(key), part)));
    Query isPartOfLong =
        new LongStringQuery(
            key,
            "contains " + part,
            actual -> actual instanceof List == false && string(actual).contains(part));
    return Queries.anyOf(List.of(isMember, isPart, isPartOfLong));
  }

  /** Documents with a string, or a list with a string, that is long and passes a test. */
  private static Query longString(String key, String test, Predicate<String> predicate) {
    return new LongStringQuery(
        key,
        test,
        value ->
            value instanceof List<?> members
                ? members.stream()
                    .anyMatch(member -> isLong(member) && predicate.test(string(member)))
                : predicate.test(string(value)));
  }

  private static boolean isLong(Object member) {
    return member instanceof String string && MetadataFields.isTooLong(new BytesRef(string));
  }

  /** A string or UUID as it is indexed. */
  private static String string(Object value) {
    return value.toString();
  }
}
