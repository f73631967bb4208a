// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What filters promise, on metadata in memory. It shares no code with the store. */
final class FilterOracle {

  private FilterOracle() {}

  static boolean matches(Filter filter, Map<String, Object> metadata) {
    if (filter instanceof Filter.Equal equal) {
      return any(metadata.get(equal.key()), value -> equal(value, equal.value()));
    }
    if (filter instanceof Filter.In in) {
      return any(
          metadata.get(in.key()),
          value -> in.values().stream().anyMatch(wanted -> equal(value, wanted)));
    }
    if (filter instanceof Filter.Less less) {
      return any(
          metadata.get(less.key()),
          value -> ordered(value, less.value(), less.orEqual(), order -> order < 0));
    }
    if (filter instanceof Filter.Greater greater) {
      return any(
          metadata.get(greater.key()),
          value -> ordered(value, greater.value(), greater.orEqual(), order -> order > 0));
    }
    if (filter instanceof Filter.Contains contains) {
      Object value = metadata.get(contains.key());
      return value instanceof List<?> members
          ? members.stream().anyMatch(member -> equal(member, contains.value()))
          : value != null
              && kind(value) == String.class
              && contains.value() instanceof String part
              && value.toString().contains(part);
    }
    if (filter instanceof Filter.Exists exists) {
      return metadata.containsKey(exists.key());
    }
    if (filter instanceof Filter.And and) {
      return and.filters().stream().allMatch(part -> matches(part, metadata));
    }
    if (filter instanceof Filter.Or or) {
      return or.filters().stream().anyMatch(part -> matches(part, metadata));
    }
    return matches(((Filter.Not) filter).filter(), metadata) == false;
  }

  private static boolean any(Object value, Predicate<Object> test) {
    if (value instanceof List<?> members) {
      return members.stream().anyMatch(test);
    }
    return value != null && test.test(value);
  }

  private static boolean equal(Object value, Object other) {
    if (kind(value) == Boolean.class || kind(other) == Boolean.class) {
      return value.equals(other);
    }
    return ordered(value, other, true, order -> false);
  }

  private static boolean ordered(
      Object value, Object bound, boolean orEqual, Predicate<Integer> test) {
    if (kind(value) != kind(bound) || kind(value) == Boolean.class) {
      return false;
    }
    if (isNaN(value) || isNaN(bound)) {
      return false;
    }
    int order = compare(value, bound);
    return order == 0 ? orEqual : test.test(order);
  }

  private static Class<?> kind(Object value) {
    if (value instanceof Number) {
      return Number.class;
    }
    return value instanceof Boolean || value instanceof Instant ? value.getClass() : String.class;
  }

  private static int compare(Object value, Object other) {
    if (value instanceof Instant instant) {
      return instant.compareTo((Instant) other);
    }
    if (value instanceof Number number) {
      double asDouble = toDouble(number);
      double otherAsDouble = toDouble((Number) other);
      if (Double.isInfinite(asDouble) || Double.isInfinite(otherAsDouble)) {
        return Double.compare(asDouble, otherAsDouble);
      }
      return exact(number).compareTo(exact((Number) other));
    }
    int[] points = value.toString().codePoints().toArray();
    int[] others = other.toString().codePoints().toArray();
    return java.util.Arrays.compare(points, others);
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Double || number instanceof Float
        ? new BigDecimal(toDouble(number))
        : new BigDecimal(number.longValue());
  }

  private static double toDouble(Number number) {
    return Double.parseDouble(number.toString());
  }

  private static boolean isNaN(Object value) {
    return value instanceof Number number && Double.isNaN(number.doubleValue());
  }
}
