// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.number.VectorText;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.KnownNames;

/**
 * Decides by the first record of a file which members of its records are what: those that the user
 * names, or else those of {@linkplain KnownNames known names}.
 */
final class ColumnFinder {

  /** A line of OpenAI's batch results. Its {@code id} is that of the answer. */
  static final String OPENAI_VECTOR = "response.body.data.0.embedding";

  private static final String OPENAI_ID = "custom_id";

  private static final String ID = KnownNames.IDS.get(0);

  private ColumnFinder() {}

  static RecordColumns find(JsonNode record, Columns wanted, JsonPlace place)
      throws CommandFailure {
    String vector = wanted.vectorColumn();
    if (vector == null) {
      vector = record.isObject() ? vector(record, place) : RecordColumns.RECORD;
    }
    String id = wanted.idColumn();
    if (id == null && record.isObject()) {
      id = id(record, vector);
    }
    return new RecordColumns(vector, id, wanted.storedColumns(), wanted.vectorColumn() == null);
  }

  private static String vector(JsonNode record, JsonPlace place) throws CommandFailure {
    List<String> members = KnownNames.bestVectors(members(record), name -> name);
    for (List<String> found : List.of(members, nested(record))) {
      if (found.size() > 1) {
        throw place.bad(
            "vectors in " + String.join(", ", found.stream().map(BadInput::quote).toList()),
            "one of them named with --vector-column");
      }
      if (found.isEmpty() == false) {
        return found.get(0);
      }
    }
    if (isVector(at(record, OPENAI_VECTOR))) {
      return OPENAI_VECTOR;
    }
    List<String> unknown = new ArrayList<>();
    addVectors(record, "", unknown);
    if (unknown.isEmpty()) {
      return KnownNames.VECTOR; // reading will say what is there instead
    }
    throw place.bad(
        "vectors in members of unknown names: "
            + String.join(", ", unknown.stream().map(BadInput::quote).toList()),
        "\"vector\", or one named with --vector-column");
  }

  private static List<String> members(JsonNode record) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : record.properties()) {
      if (KnownNames.isVector(member.getKey()) && isVector(member.getValue())) {
        found.add(member.getKey());
      }
    }
    return found;
  }

  private static List<String> nested(JsonNode record) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : record.properties()) {
      for (Map.Entry<String, JsonNode> inner : member.getValue().properties()) {
        if (isNestedVector(member.getKey(), inner.getKey()) && isVector(inner.getValue())) {
          found.add(member.getKey() + "." + inner.getKey());
        }
      }
    }
    return found;
  }

  /**
   * Whether names are those of a vector one object below a record. In {@code {"vector": {"title":
   * [...]}}} any name is known, and in {@code {"_source": {"embedding": [...]}}} the known ones
   * are; but {@code {"sparse_values": {"values": [...]}}} has no vector.
   */
  static boolean isNestedVector(String outer, String inner) {
    return KnownNames.isVector(outer)
        ? inner.equals("indices") == false
        : KnownNames.isVector(inner) && inner.equals("values") == false;
  }

  /** Any arrays of numbers, for the message. */
  private static void addVectors(JsonNode node, String prefix, List<String> found) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (found.size() < 3 && isVector(member.getValue())) {
        found.add(prefix + member.getKey());
      } else if (prefix.length() < 100) {
        addVectors(member.getValue(), prefix + member.getKey() + ".", found);
      }
    }
  }

  /** Whether a value is an array of numbers, or text that looks like one. */
  static boolean isVector(JsonNode value) {
    return value.isArray()
        ? value.path(0).isNumber()
        : value.isTextual() && VectorText.isLikely(value.textValue());
  }

  private static String id(JsonNode record, String vector) {
    if (vector.equals(OPENAI_VECTOR) && record.has(OPENAI_ID)) {
      return OPENAI_ID;
    }
    int point = vector.indexOf('.');
    String container = point < 0 ? "" : vector.substring(0, point + 1);
    for (String prefix : List.of("", container)) {
      for (String name : KnownNames.IDS) {
        JsonNode value = at(record, prefix + name);
        if (isKnownId(name, value.asToken())) {
          return prefix + name;
        }
      }
    }
    return null;
  }

  /** Whether a member is the id, if none is known yet. */
  static boolean isKnownId(String path, JsonToken value) {
    return KnownNames.IDS.contains(path)
        && (value == JsonToken.VALUE_STRING
            || value == JsonToken.VALUE_NUMBER_INT
            || (path.equals(ID)
                && value != JsonToken.VALUE_NULL
                && value != JsonToken.NOT_AVAILABLE)); // to be refused
  }

  private static JsonNode at(JsonNode record, String path) {
    JsonNode node = record;
    for (String step : path.split("\\.")) {
      node =
          node.isArray() && step.matches("\\d{1,9}")
              ? node.path(Integer.parseInt(step))
              : node.path(step);
    }
    return node;
  }
}
