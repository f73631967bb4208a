// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.omdb.cli.columns.ColumnReader;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.index.VectorField;

/**
 * What documents have besides their vectors, cut to a length that a page can hold. For one thread.
 */
final class MapValues {

  /** Longer ids, and values that colors stand for, are cut. */
  static final int MAX_TEXT = 256;

  /** How many characters all values of a page may have, about. */
  private static final int ALL_VALUES = 24_000_000;

  private static final int MAX_VALUES = 4_000;
  private static final String CUT = "…";

  private final MapPoints points;
  private final ColumnReader columns;
  private final int perPoint;
  private int cut;

  MapValues(VectorField field, MapPoints points) throws IOException {
    this.points = points;
    this.columns = new ColumnReader(field.reader(), field.info().name);
    this.perPoint = Math.min(MAX_VALUES, ALL_VALUES / Math.max(1, points.size()));
  }

  /** How many points of those read had more than a page can hold. */
  int cut() {
    return cut;
  }

  /** All values of a point that a page shows, by name. */
  Map<String, Object> of(int point) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    int left = perPoint;
    boolean isCut = false;
    for (Map.Entry<String, Object> column : columns.read(points.doc(point)).entrySet()) {
      Object value = column.getValue();
      String text = text(value);
      left -= column.getKey().length();
      if (left <= 0) {
        isCut = true;
        break;
      }
      isCut |= text.length() > left;
      values.put(column.getKey(), value instanceof Number ? value : cut(text, left));
      left -= text.length();
    }
    cut += isCut ? 1 : 0;
    return values;
  }

  /**
   * The values of one column that colors can stand for, by point.
   *
   * @throws CommandFailure if no point has one
   */
  Object[] ofColumn(String name) throws IOException, CommandFailure {
    Object[] values = new Object[points.size()];
    boolean isFound = false;
    for (int i = 0; i < values.length; i++) {
      Object value = columns.read(points.doc(i), List.of(name)).get(name);
      if (value instanceof Number number) {
        values[i] = Double.isFinite(number.doubleValue()) ? number.doubleValue() : null;
      } else if (value != null && value.equals(Json.NULL) == false) {
        values[i] = cut(text(value), MAX_TEXT);
      }
      isFound |= values[i] != null;
    }
    if (isFound == false && values.length > 0) {
      throw CommandFailure.data(
          "no document on the map has a value in column \""
              + name
              + "\"; columns of this index are "
              + (columns.names().isEmpty() ? "none" : String.join(", ", columns.names())));
    }
    return values;
  }

  /** An id as long as a page shows it. */
  static String cutId(String id) {
    return cut(id, MAX_TEXT);
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? "(" + bytes.length + " bytes)" : value.toString();
  }

  /** A text of at most some characters, whole surrogate pairs and the mark that it is cut. */
  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Math.max(0, length - CUT.length());
    return text.substring(
            0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + CUT;
  }
}
