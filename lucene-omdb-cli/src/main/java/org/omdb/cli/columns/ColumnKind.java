// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import java.util.List;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;

/**
 * What the values of an indexed column are. A column has one kind in all rows of an index.
 *
 * <p>The values are indexed in fields of their own: {@code year#long} and {@code year#double} have
 * the numbers of column {@code year}, as points and doc values. So whole numbers and others may be
 * mixed, and both are compared exactly. {@code lang#text} and {@code new#boolean} have terms and
 * doc values.
 */
public enum ColumnKind {
  /** {@code Long} and {@code Double}. */
  NUMBER("numbers", "long", "double"),

  /** {@code String}. */
  TEXT("text", "text"),

  /** {@code Boolean}. */
  BOOLEAN("booleans", "boolean");

  private static final char SEPARATOR = '#';

  private final String words;
  private final List<String> suffixes;

  ColumnKind(String words, String... suffixes) {
    this.words = words;
    this.suffixes = List.of(suffixes);
  }

  /** The kind of a value; null if such values can't be indexed. */
  static ColumnKind of(Object value) {
    return switch (value) {
      case Long number -> NUMBER;
      case Double number -> NUMBER;
      case String text -> TEXT;
      case Boolean bool -> BOOLEAN;
      default -> null;
    };
  }

  /** The field for a value of a column. */
  static IndexableField field(String column, Object value) {
    return switch (value) {
      case Long number -> new LongField(longField(column), number, Field.Store.NO);
      // The point of -0 would be below that of 0.
      case Double number -> new DoubleField(doubleField(column), number + 0.0, Field.Store.NO);
      case String text -> new KeywordField(textField(column), text, Field.Store.NO);
      case Boolean bool -> new KeywordField(booleanField(column), bool.toString(), Field.Store.NO);
      default -> throw new AssertionError(value.getClass());
    };
  }

  static String longField(String column) {
    return column + SEPARATOR + "long";
  }

  static String doubleField(String column) {
    return column + SEPARATOR + "double";
  }

  static String textField(String column) {
    return column + SEPARATOR + "text";
  }

  static String booleanField(String column) {
    return column + SEPARATOR + "boolean";
  }

  /** The column that a field indexes, if it is of this kind; null if it indexes none. */
  String columnOf(String field) {
    int at = field.lastIndexOf(SEPARATOR);
    return at >= 0 && suffixes.contains(field.substring(at + 1)) ? field.substring(0, at) : null;
  }

  /** Matches the rows that have a value in a column. */
  Query exists(String column) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String suffix : suffixes) {
      any.add(new FieldExistsQuery(column + SEPARATOR + suffix), Occur.SHOULD);
    }
    return any.build();
  }

  /** For messages. */
  @Override
  public String toString() {
    return words;
  }
}
