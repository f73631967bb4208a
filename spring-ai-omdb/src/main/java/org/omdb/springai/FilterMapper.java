// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import org.omdb.store.Filter;
import org.springframework.ai.vectorstore.filter.Filter.Expression;
import org.springframework.ai.vectorstore.filter.Filter.Group;
import org.springframework.ai.vectorstore.filter.Filter.Key;
import org.springframework.ai.vectorstore.filter.Filter.Operand;
import org.springframework.ai.vectorstore.filter.Filter.Value;

/** Spring AI's filters as filters of a store. */
final class FilterMapper {

  private FilterMapper() {}

  /**
   * The filter of an expression or a group.
   *
   * @throws IllegalArgumentException if an operand is missing, or is none that its operator has
   */
  static Filter of(Operand operand) {
    if (operand instanceof Group group) {
      return of(group.content());
    }
    Expression expression = expect(Expression.class, operand, "a comparison");
    return switch (expression.type()) {
      case AND -> of(expression.left()).and(of(expression.right()));
      case OR -> of(expression.left()).or(of(expression.right()));
      case NOT -> Filter.not(of(expression.left()));
      case EQ -> Filter.in(key(expression), operands(value(expression)));
      case NE -> Filter.notIn(key(expression), operands(value(expression)));
      case IN -> Filter.in(key(expression), operandsOfAll(expression));
      case NIN -> Filter.notIn(key(expression), operandsOfAll(expression));
      case LT -> anyOf(expression, Filter::lt);
      case LTE -> anyOf(expression, Filter::le);
      case GT -> anyOf(expression, Filter::gt);
      case GTE -> anyOf(expression, Filter::ge);
      case ISNULL -> Filter.not(Filter.exists(key(expression)));
      case ISNOTNULL -> Filter.exists(key(expression));
    };
  }

  /** The key. Spring AI's parser leaves it in quotes if it has other characters than a name. */
  private static String key(Expression expression) {
    String key = expect(Key.class, expression.left(), "a key left of " + expression.type()).key();
    boolean isQuoted =
        key.length() > 1
            && (key.charAt(0) == '"' || key.charAt(0) == '\'')
            && key.charAt(key.length() - 1) == key.charAt(0);
    return isQuoted ? key.substring(1, key.length() - 1) : key;
  }

  private static Object value(Expression expression) {
    return expect(Value.class, expression.right(), "a value right of " + expression.type()).value();
  }

  private static List<Object> operandsOfAll(Expression expression) {
    Collection<?> values =
        expect(Collection.class, value(expression), "a list right of " + expression.type());
    List<Object> operands = new ArrayList<>();
    values.forEach(value -> operands.addAll(operands(value)));
    return operands;
  }

  private static Filter anyOf(Expression expression, BiFunction<String, Object, Filter> compare) {
    String key = key(expression);
    return operands(value(expression)).stream()
        .map(operand -> compare.apply(key, operand))
        .reduce(Filter::or)
        .orElseThrow();
  }

  /**
   * What a value of a filter is compared with. The text of a filter has no times but strings, and
   * metadata may have either: so a time stands for both.
   */
  private static List<Object> operands(Object value) {
    Object operand = DocumentMapper.toOmdb(value);
    if (operand == null) {
      throw new IllegalArgumentException(
          "a filter compares with null. Use IS NULL (ISNULL) or IS NOT NULL (ISNOTNULL)");
    }
    if (operand instanceof Instant instant) {
      return List.of(instant, DateTimeFormatter.ISO_INSTANT.format(instant));
    }
    if (operand instanceof String string && string.endsWith("Z")) {
      try {
        return List.of(string, Instant.parse(string));
      } catch (DateTimeParseException e) {
        return List.of(string); // it is a string like any other
      }
    }
    return List.of(operand);
  }

  private static <T> T expect(Class<T> type, Object found, String expected) {
    if (type.isInstance(found)) {
      return type.cast(found);
    }
    throw new IllegalArgumentException("a filter must have " + expected + ", got " + found);
  }
}
