// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.omdb.cli.source.number.VectorText;
import org.omdb.cli.source.spi.KnownNames;

/**
 * Finds where in a document the rows are, by the first vector that has the name that the user says,
 * or a known one: {@code result.points.17.vector} is the vector of a record that is an element of
 * an array, {@code embeddings.17} is an element of a column. For one document.
 */
final class LayoutFinder {

  /** Pinecone's answer has an object whose members are records, by their ids. */
  private static final String RECORDS_BY_ID = "vectors";

  private static final int MAX_UNKNOWN = 3;

  /** As many as the longest known path has, that of OpenAI. */
  private static final int MAX_KNOWN_STEPS = 5;

  /** A step from a value to one in it, with the offset of the latter. */
  private record Step(String name, boolean isIndex, long offset) {

    /** As pandas names rows. */
    boolean isNumber() {
      return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
  }

  private final JsonParser json;

  /** Null for known names. */
  private final String wanted;

  private final List<Step> path = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private long rootOffset;

  LayoutFinder(JsonParser json, String vectorColumn) {
    this.json = json;
    this.wanted = vectorColumn;
  }

  /**
   * Reads until a vector is found.
   *
   * @return null if there is none
   * @throws com.fasterxml.jackson.core.JsonProcessingException if what was read is no JSON, or ends
   *     too early
   */
  JsonLayout find() throws IOException {
    while (json.nextToken() != null) {
      rootOffset = offset();
      JsonLayout found = value();
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Paths of some arrays of numbers that have no known name. */
  List<String> unknown() {
    return unknown;
  }

  private long offset() {
    return json.currentTokenLocation().getByteOffset();
  }

  private JsonLayout value() throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> members();
      case START_ARRAY -> elements();
      case VALUE_STRING ->
          path.isEmpty() == false && VectorText.isLikely(json.getText()) ? matchText() : null;
      default -> null;
    };
  }

  private JsonLayout members() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      path.add(new Step(name, false, offset()));
      JsonLayout found = value();
      if (found != null) {
        return found;
      }
      path.remove(path.size() - 1);
    }
    return null;
  }

  private JsonLayout elements() throws IOException {
    int index = 0;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (index == 0 && token.isNumeric()) {
        JsonLayout found = match();
        if (found != null) {
          return found;
        }
        if (unknown.size() < MAX_UNKNOWN) {
          unknown.add(join(0, path.size()));
        }
      }
      path.add(new Step(Integer.toString(index), true, offset()));
      JsonLayout found = value();
      if (found != null) {
        return found;
      }
      path.remove(path.size() - 1);
      index++;
    }
    return null;
  }

  /** Text may look like a vector by chance: it is one only where a record has it. */
  private JsonLayout matchText() {
    JsonLayout found = match();
    return found == null || found.isColumns() || found.vector().isEmpty() ? null : found;
  }

  private String join(int from, int to) {
    return String.join(".", path.subList(from, to).stream().map(Step::name).toList());
  }

  /** The layout in which the array at the current path is a vector. */
  private JsonLayout match() {
    if (path.stream().allMatch(Step::isIndex) && path.size() <= 1) {
      return layout(false, path.size(), path.size());
    }
    for (int from = first(path.size()); from < path.size(); from++) {
      if (mayBeRecord(from) && isVector(from, path.size())) {
        return layout(false, from, path.size());
      }
    }
    int column = path.size() - 1;
    if (path.get(column).isIndex || path.get(column).isNumber()) {
      for (int from = first(column); from < column; from++) {
        boolean inObjects = path.subList(0, from + 1).stream().noneMatch(Step::isIndex);
        if (inObjects && isVector(from, column)) {
          return layout(true, from, column);
        }
      }
    }
    return null;
  }

  /** From which step on the path may be that of a vector: paths may be deep without end. */
  private int first(int to) {
    if (wanted == null) {
      return Math.max(0, to - MAX_KNOWN_STEPS);
    }
    int from = to;
    int length = -1;
    while (from > 0 && length < wanted.length()) {
      length += path.get(--from).name.length() + 1;
    }
    return from;
  }

  private JsonLayout layout(boolean isColumns, int from, int to) {
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < from; i++) {
      boolean isKey = isColumns == false && i == from - 1;
      steps.add(path.get(i).isIndex || isKey ? JsonLayout.EACH : path.get(i).name);
    }
    long offset = from == 0 ? rootOffset : path.get(from - 1).offset;
    return new JsonLayout(isColumns, steps, join(from, to), offset);
  }

  /** Whether the value after so many steps may be a record. */
  private boolean mayBeRecord(int from) {
    if (from == 0 || path.get(from - 1).isIndex) {
      return true;
    }
    return path.get(from - 1).isNumber()
        || (from > 1 && path.get(from - 2).name.equals(RECORDS_BY_ID));
  }

  /** Whether these steps, from a record or the columns, lead to a vector or to vectors. */
  private boolean isVector(int from, int to) {
    if (wanted != null) {
      return join(from, to).equals(wanted);
    }
    String first = path.get(from).name;
    if (to - from == 1) {
      return KnownNames.isVector(first);
    }
    if (to - from > 2) {
      return join(from, to).equals(ColumnFinder.OPENAI_VECTOR);
    }
    Step second = path.get(from + 1);
    return path.get(from).isNumber() == false
        && second.isNumber() == false
        && ColumnFinder.isNestedVector(first, second.name);
  }
}
