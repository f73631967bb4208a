// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.Json;

/**
 * Finds a value by its path: {@code metadata.year} is the column of that name, or the member {@code
 * year} of the object in column {@code metadata}.
 */
final class ColumnPath {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private ColumnPath() {}

  /**
   * The value at a path.
   *
   * @param columns of a row
   * @return as a column has it; null if there is none
   */
  static Object value(Map<String, Object> columns, String path) {
    Object exact = columns.get(path);
    if (exact != null) {
      return exact;
    }
    for (String prefix : prefixes(path)) {
      if (columns.get(prefix) instanceof Json json) {
        JsonNode node = tree(json);
        for (String step : path.substring(prefix.length() + 1).split("\\.")) {
          node = node.path(step);
        }
        if (node.isMissingNode() == false) {
          return column(node);
        }
      }
    }
    return null;
  }

  /** The columns that may have the value at a path, besides the one of that name. */
  static List<String> prefixes(String path) {
    List<String> prefixes = new ArrayList<>();
    for (int at = path.lastIndexOf('.'); at > 0; at = path.lastIndexOf('.', at - 1)) {
      prefixes.add(path.substring(0, at));
    }
    return prefixes;
  }

  /**
   * What a value consists of: elements of an array, or itself, without nulls. Numbers of more
   * digits than a double has are rounded to one.
   */
  static List<Object> elements(Object value) {
    if (value instanceof Json json) {
      JsonNode node = tree(json);
      List<Object> elements = new ArrayList<>();
      for (JsonNode element : node.isArray() ? node : List.of(node)) {
        if (element.isNull() == false) {
          boolean isRounded = element.isFloatingPointNumber() && isFinite(element);
          elements.add(isRounded ? (Object) element.doubleValue() : column(element));
        }
      }
      return elements;
    }
    return value == null ? List.of() : List.of(value);
  }

  private static JsonNode tree(Json json) {
    try {
      return JSON.readTree(json.text());
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + json, e);
    }
  }

  private static Object column(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    return node.isFloatingPointNumber() ? Json.decimal(node.toString()) : new Json(node.toString());
  }

  private static boolean isFinite(JsonNode number) {
    return Double.isFinite(number.doubleValue());
  }
}
