// SPDX-License-Identifier: Apache-2.0
package org.omdb.store.metadata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;

/**
 * Compares numbers by their exact values. Integers and floating-point numbers are in fields of
 * their own, so each comparison is one query on either field: the bound is rounded to the next
 * number of that field, in the direction that leaves the result as it is.
 */
final class NumberQueries {

  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private NumberQueries() {}

  static Query in(String key, Collection<Number> values) {
    List<Long> longs = values.stream().map(NumberQueries::asLong).filter(Objects::nonNull).toList();
    List<Double> doubles =
        values.stream().map(NumberQueries::asDouble).filter(Objects::nonNull).toList();
    return Queries.anyOf(
        List.of(
            LongPoint.newSetQuery(MetadataFields.longs(key), longs),
            DoublePoint.newSetQuery(MetadataFields.doubles(key), doubles)));
  }

  /** The long that equals a number, null if none does. */
  private static Long asLong(Number value) {
    if (isFloating(value) == false) {
      return value.longValue();
    }
    double number = MetadataFields.toDouble(value);
    if (Double.isFinite(number) == false) {
      return null;
    }
    try {
      return new BigDecimal(number).longValueExact();
    } catch (ArithmeticException e) { // it has a fraction, or is out of range
      return null;
    }
  }

  /** The double that equals a number, null if none does. */
  private static Double asDouble(Number value) {
    if (isFloating(value)) {
      double number = MetadataFields.toDouble(value);
      return Double.isNaN(number) ? null : Double.valueOf(number);
    }
    double nearest = value.doubleValue();
    return compare(nearest, value) == 0 ? Double.valueOf(nearest) : null;
  }

  static Query less(String key, Number bound, boolean orEqual) {
    if (isNaN(bound)) {
      return new MatchNoDocsQuery("nothing is less than NaN");
    }
    return Queries.anyOf(
        List.of(
            longRange(key, null, greatestLong(bound, orEqual)),
            doubleRange(key, Double.NEGATIVE_INFINITY, greatestDouble(bound, orEqual))));
  }

  static Query greater(String key, Number bound, boolean orEqual) {
    if (isNaN(bound)) {
      return new MatchNoDocsQuery("nothing is greater than NaN");
    }
    return Queries.anyOf(
        List.of(
            longRange(key, leastLong(bound, orEqual), null),
            doubleRange(key, leastDouble(bound, orEqual), Double.POSITIVE_INFINITY)));
  }

  /** The greatest integer below a bound; it may be no long. Null if all are below. */
  private static BigInteger greatestLong(Number bound, boolean orEqual) {
    if (isInfinite(bound)) {
      return bound.doubleValue() > 0 ? null : MIN_LONG.subtract(BigInteger.ONE);
    }
    BigDecimal exact = exact(bound);
    return orEqual
        ? exact.setScale(0, RoundingMode.FLOOR).toBigInteger()
        : exact.setScale(0, RoundingMode.CEILING).toBigInteger().subtract(BigInteger.ONE);
  }

  /** The least integer above a bound; it may be no long. Null if all are above. */
  private static BigInteger leastLong(Number bound, boolean orEqual) {
    if (isInfinite(bound)) {
      return bound.doubleValue() < 0 ? null : MAX_LONG.add(BigInteger.ONE);
    }
    BigDecimal exact = exact(bound);
    return orEqual
        ? exact.setScale(0, RoundingMode.CEILING).toBigInteger()
        : exact.setScale(0, RoundingMode.FLOOR).toBigInteger().add(BigInteger.ONE);
  }

  private static Query longRange(String key, BigInteger least, BigInteger greatest) {
    BigInteger from = least == null ? MIN_LONG : least.max(MIN_LONG);
    BigInteger to = greatest == null ? MAX_LONG : greatest.min(MAX_LONG);
    return from.compareTo(to) > 0
        ? new MatchNoDocsQuery("no integer is in this range")
        : LongPoint.newRangeQuery(
            MetadataFields.longs(key), from.longValueExact(), to.longValueExact());
  }

  /** The greatest double below a bound, NaN if there is none. */
  private static double greatestDouble(Number bound, boolean orEqual) {
    if (isInfinite(bound)) {
      double infinite = bound.doubleValue();
      return orEqual ? infinite : infinite > 0 ? Double.MAX_VALUE : Double.NaN;
    }
    double nearest = nearest(bound);
    int comparison = compare(nearest, bound);
    return comparison < 0 || (comparison == 0 && orEqual) ? nearest : Math.nextDown(nearest);
  }

  /** The least double above a bound, NaN if there is none. */
  private static double leastDouble(Number bound, boolean orEqual) {
    if (isInfinite(bound)) {
      double infinite = bound.doubleValue();
      return orEqual ? infinite : infinite < 0 ? -Double.MAX_VALUE : Double.NaN;
    }
    double nearest = nearest(bound);
    int comparison = compare(nearest, bound);
    return comparison > 0 || (comparison == 0 && orEqual) ? nearest : Math.nextUp(nearest);
  }

  private static Query doubleRange(String key, double from, double to) {
    return Double.isNaN(from) || Double.isNaN(to)
        ? new MatchNoDocsQuery("no number is beyond infinity")
        : DoublePoint.newRangeQuery(MetadataFields.doubles(key), from + 0.0, to + 0.0);
  }

  private static double nearest(Number value) {
    return isFloating(value) ? MetadataFields.toDouble(value) : value.doubleValue();
  }

  private static int compare(double number, Number other) {
    return new BigDecimal(number).compareTo(exact(other));
  }

  private static BigDecimal exact(Number value) {
    return isFloating(value)
        ? new BigDecimal(MetadataFields.toDouble(value))
        : BigDecimal.valueOf(value.longValue());
  }

  private static boolean isFloating(Number value) {
    return value instanceof Double || value instanceof Float;
  }

  private static boolean isNaN(Number value) {
    return isFloating(value) && Double.isNaN(value.doubleValue());
  }

  private static boolean isInfinite(Number value) {
    return isFloating(value) && Double.isInfinite(value.doubleValue());
  }
}
