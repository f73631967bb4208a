// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.number.VectorText;

/**
 * Reads what a row has, each from a parser at its first token, and leaves that at the last. For one
 * thread.
 */
final class JsonValues {

  /** Components to begin with for the first vector, whose dimension is not known yet. */
  private static final int FIRST_CAPACITY = 512;

  /** A number with at most this many digits fits into a long. */
  private static final int MAX_LONG_DIGITS = 18;

  private final JsonPlace place;
  private final VectorText vectorText = new VectorText();

  /** 0 before the first vector. */
  private int dimension;

  private String dimensionPlace;

  /**
   * @param place of the row that is read next
   */
  JsonValues(JsonPlace place) {
    this.place = place;
  }

  /** An id; null if there is none. */
  String id(JsonParser json, JsonToken value) throws IOException, CommandFailure {
    return switch (value) {
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> json.getText();
      case VALUE_STRING -> checkedId(place.encodable(json.getText()));
      default -> throw place.bad(JsonText.nameOf(value) + " as id", "a string or a whole number");
    };
  }

  /** An id that has to be there. */
  String requiredId(JsonParser json, JsonToken value) throws IOException, CommandFailure {
    String id = id(json, value);
    if (id == null) {
      throw place.bad("null as id", "a string or a whole number");
    }
    return id;
  }

  /** An id that is not empty. */
  String checkedId(String text) throws CommandFailure {
    if (text.isEmpty()) {
      throw place.bad("an empty id", "at least one character");
    }
    return text;
  }

  /** A vector of the same dimension as those before. */
  float[] vector(JsonParser json, JsonToken value) throws IOException, CommandFailure {
    if (value == JsonToken.VALUE_STRING && VectorText.isLikely(json.getText())) {
      float[] parsed = vectorText.parse(json.getText(), place::bad);
      checkDimension(parsed.length);
      return parsed;
    }
    if (value != JsonToken.START_ARRAY) {
      throw place.bad(JsonText.nameOf(value) + " as vector", "an array of numbers");
    }
    float[] components = new float[dimension == 0 ? FIRST_CAPACITY : dimension];
    int count = 0;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
        throw place.bad(BadInput.component(count, JsonText.nameOf(token)), "a number");
      }
      if (count == components.length && dimension == 0) {
        components = Arrays.copyOf(components, Math.min(2 * count, BadInput.MAX_DIMENSIONS));
      }
      float component = component(json, token, count);
      if (count < components.length) { // others are counted, for the message
        components[count] = component;
      }
      count++;
    }
    checkDimension(count);
    return count == components.length ? components : Arrays.copyOf(components, count);
  }

  /** The component that {@link Float#parseFloat} would return, bit for bit. */
  private float component(JsonParser json, JsonToken token, int index)
      throws IOException, CommandFailure {
    float component = json.getFloatValue();
    if (token == JsonToken.VALUE_NUMBER_INT
        && (component == 0 || json.getTextLength() > MAX_LONG_DIGITS)) {
      // Jackson turns -0 into 0, and rounds long numbers twice.
      component = Float.parseFloat(json.getText());
    }
    if (Float.isFinite(component) == false) {
      String found = BadInput.component(index, BadInput.quote(json.getText()));
      throw place.bad(found, BadInput.FINITE);
    }
    return component;
  }

  private void checkDimension(int found) throws CommandFailure {
    if (dimension == 0) {
      BadInput.checkDimension(place.file(), place.toString(), found);
      dimension = found;
      dimensionPlace = place.toString();
    } else if (found != dimension) {
      throw place.bad(found + " components", dimension + " as in " + dimensionPlace);
    }
  }
}
