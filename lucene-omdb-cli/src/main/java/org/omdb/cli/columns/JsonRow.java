// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row as a JSON object that {@code omdb import} takes back. */
public final class JsonRow {

  private static final String ID = "id";
  private static final String VECTOR = "vector";

  private JsonRow() {}

  /**
   * The members of the object.
   *
   * @param id of the row; null if it has none
   * @param vector {@code float[]} or {@code byte[]}
   * @param columns as {@link ColumnReader#read(int)} has them
   * @return id, vector and columns, for {@link org.omdb.cli.console.JsonOutput}
   */
  public static Map<String, Object> of(String id, Object vector, Map<String, Object> columns) {
    Map<String, Object> row = new LinkedHashMap<>();
    if (id != null) {
      row.put(ID, id);
    }
    row.put(VECTOR, numbers(vector));
    row.putAll(others(id, columns));
    return row;
  }

  /**
   * The columns of a row without those that repeat the id, under names that don't clash with the
   * row's own members.
   *
   * @param id of the row; null if it has none
   * @param columns as {@link ColumnReader#read(int)} has them
   * @return as {@link #renamed} has them
   */
  public static Map<String, Object> others(String id, Map<String, Object> columns) {
    // An import has renamed these already, but other programs store ids under that name too.
    Map<String, Object> others = new LinkedHashMap<>(columns);
    if (id != null && id.equals(others.get(ID))) {
      others.remove(ID);
    }
    return renamed(others);
  }

  /** Bytes as numbers, because Jackson writes a byte array as Base64 text. */
  private static Object numbers(Object vector) {
    if (vector instanceof float[]) {
      return vector;
    }
    byte[] bytes = (byte[]) vector;
    int[] numbers = new int[bytes.length];
    Arrays.setAll(numbers, i -> bytes[i]);
    return numbers;
  }

  /**
   * Columns under names that don't clash with the row's own members. A column that is called {@code
   * id} or {@code vector}, and is neither, gets an underscore at its end. An import stores it so.
   *
   * @param columns by name
   * @return the same map if no name has to change
   */
  public static Map<String, Object> renamed(Map<String, Object> columns) {
    List<String> taken = List.of(ID, VECTOR);
    if (taken.stream().noneMatch(columns::containsKey)) {
      return columns;
    }
    Map<String, Object> renamed = new LinkedHashMap<>();
    columns.forEach(
        (name, value) -> {
          String free = name;
          while (taken.contains(free) || (taken.contains(name) && columns.containsKey(free))) {
            free += "_";
          }
          renamed.put(free, value);
        });
    return renamed;
  }
}
