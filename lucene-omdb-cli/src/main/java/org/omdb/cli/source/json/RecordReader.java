// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.table.JsonColumn;

/** Reads records, each of which is a JSON object, or the array of a vector. For one thread. */
final class RecordReader {

  /** A message lists so many members. */
  private static final int MAX_LISTED = 8;

  private final JsonPlace place;
  private final JsonValues values;
  private RecordColumns columns;

  /** Whether the first member of a known name decides which one is the id. */
  private boolean idIsOpen;

  private final boolean idIsRequired;

  // Of the current record:
  private String id;
  private boolean hasId;
  private float[] vector;
  private Map<String, Object> stored;
  private final List<String> names = new ArrayList<>();

  /**
   * @param place of the record that is read next
   * @param columns of the records
   * @param wanted what the user said about them
   */
  RecordReader(JsonPlace place, RecordColumns columns, Columns wanted) {
    this.place = place;
    this.values = new JsonValues(place);
    this.columns = columns;
    this.idIsOpen = columns.id() == null;
    this.idIsRequired = wanted.idColumn() != null;
  }

  /**
   * Reads a record.
   *
   * @param json at its first token; afterwards at its last
   */
  JsonRow read(JsonParser json) throws IOException, CommandFailure {
    id = null;
    hasId = false;
    vector = null;
    stored = new LinkedHashMap<>();
    names.clear();
    if (columns.isVector(RecordColumns.RECORD)) {
      vector = values.vector(json, json.currentToken());
    } else if (json.currentToken() == JsonToken.START_OBJECT) {
      members(json, "");
    } else {
      throw place.bad(JsonText.nameOf(json.currentToken()), "an object");
    }
    if (vector == null) {
      throw place.bad(missing(columns.vector()), "one, an array of numbers");
    }
    if (idIsRequired && id == null) {
      throw place.bad(hasId ? "null as id" : missing(columns.id()), "a string or a whole number");
    }
    return new JsonRow(id, vector, stored);
  }

  private String missing(String path) {
    List<String> quoted = new ArrayList<>();
    for (String name : names.subList(0, Math.min(MAX_LISTED, names.size()))) {
      quoted.add(BadInput.quote(name));
    }
    if (names.size() > MAX_LISTED) {
      quoted.add("...");
    }
    String among = quoted.isEmpty() ? "" : " among " + String.join(", ", quoted);
    return "no member " + BadInput.quote(path) + among;
  }

  private void members(JsonParser json, String prefix) throws IOException, CommandFailure {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = place.encodable(json.currentName());
      member(json, json.nextToken(), prefix.isEmpty() ? name : prefix + name);
    }
  }

  private void elements(JsonParser json, String prefix) throws IOException, CommandFailure {
    int index = 0;
    boolean isSingle = columns.isGuessed();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (index > 0 && isSingle) {
        throw place.bad(
            "more than one element in " + BadInput.quote(prefix.substring(0, prefix.length() - 1)),
            "one, or --vector-column " + columns.vector() + " for the first vector alone");
      }
      member(json, token, prefix + index++);
    }
  }

  private void member(JsonParser json, JsonToken value, String path)
      throws IOException, CommandFailure {
    place.checkSize(json);
    if (idIsOpen && ColumnFinder.isKnownId(path, value)) {
      columns = columns.withId(path);
      idIsOpen = false;
    }
    boolean again = false;
    if (columns.isVector(path)) {
      again = vector != null;
      vector = values.vector(json, value);
    } else if (columns.isId(path)) {
      again = hasId;
      id = values.id(json, value);
      hasId = true;
    } else if (columns.mayBeIn(path) && value == JsonToken.START_OBJECT) {
      members(json, path + ".");
    } else if (columns.mayBeIn(path) && value == JsonToken.START_ARRAY) {
      elements(json, path + ".");
    } else {
      names.add(path);
      if (columns.isStored(path)) {
        again = stored.put(path, JsonColumn.read(json, place)) != null;
      } else {
        json.skipChildren();
      }
    }
    if (again) {
      throw place.bad("member " + BadInput.quote(path) + " twice", "it once");
    }
  }
}
