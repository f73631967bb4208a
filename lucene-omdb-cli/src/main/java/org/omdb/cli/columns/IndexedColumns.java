// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.UnicodeUtil;
import org.omdb.cli.console.CommandFailure;

/**
 * The columns that are indexed, so that a search can filter by them. What the index has indexed
 * once is indexed in each row that is added later. For one thread.
 */
public final class IndexedColumns {

  /** Longest term of Lucene. */
  private static final int MAX_TEXT_BYTES = 32_766;

  /** Null for columns of which no row came yet. */
  private final SortedMap<String, ColumnKind> kinds;

  /** Where the first value of a column was, for messages. */
  private final Map<String, String> firstPlaces = new TreeMap<>();

  /**
   * @param names of columns to be indexed
   * @param fields of the index, whose indexed columns are indexed further
   */
  public IndexedColumns(Collection<String> names, FieldInfos fields) {
    kinds = of(fields);
    for (String name : names) {
      kinds.putIfAbsent(name, null);
    }
  }

  /**
   * The columns that an index has indexed.
   *
   * @param fields of the index
   * @return their kinds by name, in alphabetical order
   */
  public static SortedMap<String, ColumnKind> of(FieldInfos fields) {
    SortedMap<String, ColumnKind> kinds = new TreeMap<>();
    for (FieldInfo field : fields) {
      for (ColumnKind kind : ColumnKind.values()) {
        String column = kind.columnOf(field.name);
        if (column != null && isIndexed(field)) {
          kinds.put(column, kind);
        }
      }
    }
    return kinds;
  }

  /**
   * Whether a field has the values of an indexed column, rather than being a column itself.
   *
   * @param field of an index
   */
  public static boolean isIndexField(FieldInfo field) {
    return columnOf(field) != null;
  }

  /** A column may happen to have such a name too, but is only stored. */
  private static boolean isIndexed(FieldInfo field) {
    return field.getPointDimensionCount() > 0
        || field.getIndexOptions() != IndexOptions.NONE
        || field.getDocValuesType() != DocValuesType.NONE;
  }

  /**
   * The column that a field indexes.
   *
   * @param field of an index
   * @return null if it indexes none
   */
  public static String columnOf(FieldInfo field) {
    if (isIndexed(field)) {
      for (ColumnKind kind : ColumnKind.values()) {
        String column = kind.columnOf(field.name);
        if (column != null) {
          return column;
        }
      }
    }
    return null;
  }

  /**
   * Makes the fields that index a row.
   *
   * @param place of the row, for messages
   * @param columns of the row; an array is indexed by its elements
   * @return empty if the row has none of the indexed columns
   * @throws CommandFailure if a value is not of its column's kind, or can't be indexed
   */
  public List<IndexableField> fields(String place, Map<String, Object> columns)
      throws CommandFailure {
    if (kinds.isEmpty()) {
      return List.of();
    }
    List<IndexableField> fields = new ArrayList<>();
    for (String name : kinds.keySet()) {
      for (Object single : ColumnPath.elements(ColumnPath.value(columns, name))) {
        checkKind(place, name, single);
        fields.add(ColumnKind.field(name, single));
      }
    }
    return fields;
  }

  private void checkKind(String place, String name, Object value) throws CommandFailure {
    ColumnKind kind = ColumnKind.of(value);
    ColumnKind known = kinds.get(name);
    if (kind == null) {
      throw bad(
          place,
          name,
          value,
          "numbers of 64 bits, text or booleans, or an array of them; what is in an object has a"
              + " path, such as "
              + name
              + ".year");
    }
    if (known == null) {
      kinds.put(name, kind);
      firstPlaces.put(name, place);
    } else if (kind != known) {
      throw bad(
          place,
          name,
          value,
          known + " as in " + firstPlaces.getOrDefault(name, "the index") + ", or null");
    }
    if (value instanceof String text
        && text.length() > MAX_TEXT_BYTES / 3
        && UnicodeUtil.calcUTF16toUTF8Length(text, 0, text.length()) > MAX_TEXT_BYTES) {
      throw bad(place, name, text, "at most " + MAX_TEXT_BYTES + " bytes");
    }
  }

  private static CommandFailure bad(String place, String name, Object value, String expected) {
    String text = value instanceof String ? "\"" + value + "\"" : value.toString();
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return CommandFailure.data(
        place
            + ": found "
            + shown.replaceAll("\\p{Cc}", " ")
            + " in the indexed column \""
            + name
            + "\", expected "
            + expected
            + ": make the column uniform, or all of it text with --text "
            + name);
  }
}
