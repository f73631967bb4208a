// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.omdb.store.metadata.MetadataTypes;

/**
 * Which documents a search, a count or a deletion is about, by their metadata.
 *
 * <pre class="prettyprint">
 * Filter.eq("language", "en").and(Filter.ge("year", 2020))
 * </pre>
 *
 * <p>How values compare:
 *
 * <ul>
 *   <li>Numbers by their value, exactly, whatever their type: 1, 1L, 1f and 1d are equal, and a
 *       long is never rounded. A float counts as the shortest decimal that tells it from other
 *       floats, as {@link Float#toString} has it, so 1.1f equals 1.1d. NaN equals nothing, is less
 *       than nothing and greater than nothing.
 *   <li>Strings by their code points. Case matters. A UUID counts as its string.
 *   <li>Instants by time. Booleans are equal or not, and have no order.
 *   <li>Values of different kinds are never equal, and none is less or greater.
 *   <li>A list matches if one of its members does. The empty list matches {@link #exists} alone.
 *   <li>A document without the key does not match {@link #eq}, {@link #in}, {@link #contains} and
 *       the comparisons. So it does match {@link #ne}, {@link #notIn} and {@link #not} of these.
 * </ul>
 *
 * <p>A key or value that no {@link OmdbDocument} can have is an {@link IllegalArgumentException}.
 */
public sealed interface Filter {

  /**
   * The value of a key equals a value.
   *
   * @param key of the metadata
   * @param value to compare with
   */
  record Equal(String key, Object value) implements Filter {
    /** Checks the key and the value. */
    public Equal {
      MetadataTypes.checkOperand(key, value);
    }
  }

  /**
   * The value of a key is less than a value.
   *
   * @param key of the metadata
   * @param value to compare with: a number, string or instant
   * @param orEqual whether an equal value matches too
   */
  record Less(String key, Object value, boolean orEqual) implements Filter {
    /** Checks the key and the value. */
    public Less {
      MetadataTypes.checkOrderedOperand(key, value);
    }
  }

  /**
   * The value of a key is greater than a value.
   *
   * @param key of the metadata
   * @param value to compare with: a number, string or instant
   * @param orEqual whether an equal value matches too
   */
  record Greater(String key, Object value, boolean orEqual) implements Filter {
    /** Checks the key and the value. */
    public Greater {
      MetadataTypes.checkOrderedOperand(key, value);
    }
  }

  /**
   * The value of a key equals one of several values.
   *
   * @param key of the metadata
   * @param values to compare with; none of them matches nothing
   */
  record In(String key, List<Object> values) implements Filter {
    /** Checks the key and the values, and copies them. */
    public In {
      MetadataTypes.checkKey(key);
      values.forEach(value -> MetadataTypes.checkOperand(key, value));
      values = List.copyOf(values);
    }
  }

  /**
   * The string of a key contains a string, or the list of a key has a member.
   *
   * @param key of the metadata
   * @param value the part or the member
   */
  record Contains(String key, Object value) implements Filter {
    /** Checks the key and the value. */
    public Contains {
      MetadataTypes.checkOperand(key, value);
    }
  }

  /**
   * There is a value for a key.
   *
   * @param key of the metadata
   */
  record Exists(String key) implements Filter {
    /** Checks the key. */
    public Exists {
      MetadataTypes.checkKey(key);
    }
  }

  /** There is a text, which may be empty. */
  record HasText() implements Filter {}

  /**
   * All of several filters match.
   *
   * @param filters none of them matches everything
   */
  record And(List<Filter> filters) implements Filter {
    /** Copies the list. Members of this type are replaced by their own members. */
    public And {
      filters =
          filters.stream()
              .flatMap(part -> part instanceof And and ? and.filters.stream() : Stream.of(part))
              .toList();
    }
  }

  /**
   * At least one of several filters matches.
   *
   * @param filters none of them matches nothing
   */
  record Or(List<Filter> filters) implements Filter {
    /** Copies the list. Members of this type are replaced by their own members. */
    public Or {
      filters =
          filters.stream()
              .flatMap(part -> part instanceof Or or ? or.filters.stream() : Stream.of(part))
              .toList();
    }
  }

  /**
   * A filter does not match.
   *
   * @param filter that one
   */
  record Not(Filter filter) implements Filter {
    /** Checks the filter. */
    public Not {
      Objects.requireNonNull(filter, "filter");
    }
  }

  /**
   * Equal to a value.
   *
   * @param key of the metadata
   * @param value a scalar value
   * @return a filter
   */
  static Filter eq(String key, Object value) {
    return new Equal(key, value);
  }

  /**
   * Not equal to a value, or without the key.
   *
   * @param key of the metadata
   * @param value a scalar value
   * @return a filter
   */
  static Filter ne(String key, Object value) {
    return not(eq(key, value));
  }

  /**
   * Less than a value.
   *
   * @param key of the metadata
   * @param value a number, string or instant
   * @return a filter
   */
  static Filter lt(String key, Object value) {
    return new Less(key, value, false);
  }

  /**
   * Less than a value or equal to it.
   *
   * @param key of the metadata
   * @param value a number, string or instant
   * @return a filter
   */
  static Filter le(String key, Object value) {
    return new Less(key, value, true);
  }

  /**
   * Greater than a value.
   *
   * @param key of the metadata
   * @param value a number, string or instant
   * @return a filter
   */
  static Filter gt(String key, Object value) {
    return new Greater(key, value, false);
  }

  /**
   * Greater than a value or equal to it.
   *
   * @param key of the metadata
   * @param value a number, string or instant
   * @return a filter
   */
  static Filter ge(String key, Object value) {
    return new Greater(key, value, true);
  }

  /**
   * Equal to one of some values.
   *
   * @param key of the metadata
   * @param values scalar values, of any types; none of them matches nothing
   * @return a filter
   */
  static Filter in(String key, Collection<?> values) {
    return new In(key, List.copyOf(values));
  }

  /**
   * Equal to none of some values, or without the key.
   *
   * @param key of the metadata
   * @param values scalar values, of any types
   * @return a filter
   */
  static Filter notIn(String key, Collection<?> values) {
    return not(in(key, values));
  }

  /**
   * A string that contains a string, or a list that has a value as a member.
   *
   * @param key of the metadata
   * @param value a string to look for, at any place; or a member, of any type
   * @return a filter; it takes time that grows with the number of different strings of the key
   */
  static Filter contains(String key, Object value) {
    return new Contains(key, value);
  }

  /**
   * With a value for a key.
   *
   * @param key of the metadata
   * @return a filter
   */
  static Filter exists(String key) {
    return new Exists(key);
  }

  /**
   * The opposite of a filter.
   *
   * @param filter that one
   * @return a filter
   */
  static Filter not(Filter filter) {
    return new Not(filter);
  }

  /**
   * This filter and another one.
   *
   * @param other that one
   * @return a filter
   */
  default Filter and(Filter other) {
    return new And(List.of(this, other));
  }

  /**
   * This filter or another one.
   *
   * @param other that one
   * @return a filter
   */
  default Filter or(Filter other) {
    return new Or(List.of(this, other));
  }
}
