// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/** Queries for the rows whose value in an indexed column is related to what was typed. */
final class Comparisons {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Comparisons() {}

  /**
   * The rows with a value that is related to the one that was typed.
   *
   * @param operator {@code <}, {@code <=}, {@code >} or {@code >=}
   * @throws IllegalArgumentException with what was expected, if the value is not of that kind
   */
  static Query range(ColumnKind kind, String column, String operator, String typed) {
    return switch (kind) {
      case NUMBER -> number(column, operator, parse(typed));
      case TEXT -> text(ColumnKind.textField(column), operator, typed);
      case BOOLEAN ->
          throw new IllegalArgumentException("= or != before it, as the column has booleans");
    };
  }

  /**
   * The rows with one of the values that were typed.
   *
   * @throws IllegalArgumentException with what was expected, if a value is not of that kind
   */
  static Query in(ColumnKind kind, String column, List<String> typed) {
    return switch (kind) {
      case NUMBER -> numbers(column, typed);
      case TEXT -> KeywordField.newSetQuery(ColumnKind.textField(column), terms(typed));
      case BOOLEAN -> {
        if (Set.of("true", "false").containsAll(typed) == false) {
          throw new IllegalArgumentException("true or false");
        }
        yield KeywordField.newSetQuery(ColumnKind.booleanField(column), terms(typed));
      }
    };
  }

  private static List<BytesRef> terms(List<String> texts) {
    return texts.stream().map(BytesRef::new).toList();
  }

  private static Query numbers(String column, List<String> typed) {
    long[] longs = new long[typed.size()];
    double[] doubles = new double[typed.size()];
    int longCount = 0;
    int doubleCount = 0;
    for (String text : typed) {
      BigDecimal value = parse(text);
      if (value.compareTo(BigDecimal.valueOf(value.longValue())) == 0) {
        longs[longCount++] = value.longValue();
      }
      if (value.compareTo(new BigDecimal(value.doubleValue())) == 0) {
        doubles[doubleCount++] = value.doubleValue() + 0.0; // -0 would be another point
      }
    }
    return either(
        LongField.newSetQuery(ColumnKind.longField(column), Arrays.copyOf(longs, longCount)),
        DoubleField.newSetQuery(
            ColumnKind.doubleField(column), Arrays.copyOf(doubles, doubleCount)));
  }

  /** Texts are in the order of their UTF-8 bytes, which is the right one for dates. */
  private static Query text(String field, String operator, String typed) {
    return switch (operator) {
      case "<" -> TermRangeQuery.newStringRange(field, null, typed, true, false);
      case "<=" -> TermRangeQuery.newStringRange(field, null, typed, true, true);
      case ">" -> TermRangeQuery.newStringRange(field, typed, null, false, true);
      case ">=" -> TermRangeQuery.newStringRange(field, typed, null, true, true);
      default -> throw new AssertionError(operator);
    };
  }

  private static Query number(String column, String operator, BigDecimal value) {
    BigInteger ceiling = value.setScale(0, RoundingMode.CEILING).toBigInteger();
    BigInteger floor = value.setScale(0, RoundingMode.FLOOR).toBigInteger();
    double nearest = value.doubleValue() + 0.0; // -0 would be another point
    int order = new BigDecimal(nearest).compareTo(value);
    double above = order >= 0 ? nearest : Math.nextUp(nearest);
    double below = order <= 0 ? nearest : Math.nextDown(nearest);
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    return switch (operator) {
      case "<" ->
          ranges(column, LONG_MIN, ceiling.subtract(BigInteger.ONE), least, Math.nextDown(above));
      case "<=" -> ranges(column, LONG_MIN, floor, least, below);
      case ">" -> ranges(column, floor.add(BigInteger.ONE), LONG_MAX, Math.nextUp(below), most);
      case ">=" -> ranges(column, ceiling, LONG_MAX, above, most);
      default -> throw new AssertionError(operator);
    };
  }

  /** A long as it is; anything else as the double that a column would have for it. */
  private static BigDecimal parse(String typed) {
    if (NUMBER.matcher(typed).matches() == false) {
      throw new IllegalArgumentException("a number");
    }
    try {
      return BigDecimal.valueOf(Long.parseLong(typed));
    } catch (
        @SuppressWarnings("unused")
        NumberFormatException e) {
      double value = Double.parseDouble(typed);
      if (Double.isInfinite(value)) {
        throw new IllegalArgumentException("a number in the range of float64");
      }
      return new BigDecimal(value);
    }
  }

  /** Whole numbers in one range or others in the other; a range may be empty. */
  private static Query ranges(
      String column, BigInteger from, BigInteger to, double low, double high) {
    BigInteger first = from.max(LONG_MIN);
    BigInteger last = to.min(LONG_MAX);
    Query longs =
        first.compareTo(last) > 0
            ? MatchNoDocsQuery.INSTANCE
            : LongField.newRangeQuery(
                ColumnKind.longField(column), first.longValue(), last.longValue());
    Query doubles =
        low > high
            ? MatchNoDocsQuery.INSTANCE
            : DoubleField.newRangeQuery(ColumnKind.doubleField(column), low, high);
    return either(longs, doubles);
  }

  private static Query either(Query longs, Query doubles) {
    return new BooleanQuery.Builder().add(longs, Occur.SHOULD).add(doubles, Occur.SHOULD).build();
  }
}
