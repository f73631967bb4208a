// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;

/**
 * Goes through a document, or several one after the other, from record to record. For one thread.
 */
final class RowWalk {

  private final JsonParser json;
  private final List<String> steps;
  private final JsonPlace place;

  /** How many of the steps lead into what the parser is in. */
  private int depth;

  /** Whether the value at the root that the parser is in had an array or object of records. */
  private boolean arrived;

  private String key;

  RowWalk(JsonParser json, List<String> steps, JsonPlace place) {
    this.json = json;
    this.steps = steps;
    this.place = place;
  }

  /**
   * Moves to the first token of the next record. The parser has to be at the last token of the one
   * before.
   *
   * @return false at the end of the file
   */
  boolean next() throws IOException, CommandFailure {
    while (true) {
      if (depth == 0 && atRoot() == false) {
        return false;
      }
      if (steps.isEmpty() || (depth > 0 && within())) {
        return true;
      }
    }
  }

  /** Enters the next value at the root; false if there is none. */
  private boolean atRoot() throws IOException, CommandFailure {
    if (json.nextToken() == null) {
      return false;
    }
    if (steps.isEmpty() == false) {
      arrived = false;
      enter();
    }
    return true;
  }

  private void enter() throws CommandFailure {
    if (json.currentToken().isStructStart() == false) {
      throw place.bad(
          JsonText.nameOf(json.currentToken()), "an array or an object with records in it");
    }
    depth++;
    arrived |= depth == steps.size();
  }

  /** Makes one step in the current array or object; true if that leads to a record. */
  private boolean within() throws IOException, CommandFailure {
    String step = steps.get(depth - 1);
    JsonToken token = json.nextToken();
    if (token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
      depth--;
      if (depth == 0 && arrived == false) {
        throw place.bad("no member " + BadInput.quote(members()), "one with records");
      }
      return false;
    }
    key = null;
    if (token == JsonToken.FIELD_NAME) {
      key = json.currentName();
      json.nextToken();
    }
    if (step != null && step.equals(key) == false) {
      json.skipChildren();
      return false;
    }
    if (depth == steps.size()) {
      return true;
    }
    enter();
    return false;
  }

  /** The name of the current record, if it is a member of an object; else null. */
  String key() {
    return key;
  }

  private String members() {
    return String.join(".", steps.stream().filter(step -> step != JsonLayout.EACH).toList());
  }
}
