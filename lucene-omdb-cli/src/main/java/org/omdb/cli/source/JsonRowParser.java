// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.omdb.cli.CommandFailure;

/** Makes rows of lines that are JSON objects. For one thread. */
final class JsonRowParser {

  private static final String ID = "id";
  private static final String VECTOR = "vector";

  /** For the first vector, whose dimension is not known. */
  private static final int FIRST_CAPACITY = 512;

  /** Numbers of so many digits fit into a long. */
  private static final int MAX_LONG_DIGITS = 18;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // It is UTF-8, and a NUL behind the brace does not make it UTF-16.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Names that collide in Jackson's table would end in an IllegalStateException.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(LineReader.MAX_LINE_BYTES)
                  .maxNameLength(LineReader.MAX_LINE_BYTES)
                  .build())
          .build();

  private final LineReader lines;
  private final StrictUtf8 utf8 = new StrictUtf8();

  /** 0 before the first row. */
  private int dimension;

  private long dimensionLine;

  /** Parses the reader's current line whenever it is asked to. */
  JsonRowParser(LineReader lines) {
    this.lines = lines;
  }

  JsonRow parse() throws CommandFailure {
    int start = lines.start();
    int length = lines.end() - start;
    utf8.check(lines.file(), lines.offset(), lines.bytes(), start, lines.end());
    try (JsonParser json = JSON.createParser(lines.bytes(), start, length)) {
      try {
        return row(json);
      } catch (JsonProcessingException e) {
        // What breaks one of Jackson's limits comes without a location.
        JsonLocation location = e.getLocation() == null ? json.currentLocation() : e.getLocation();
        throw invalid(e, location.getColumnNr());
      }
    } catch (IOException e) {
      throw new AssertionError("the line is in memory", e);
    }
  }

  private JsonRow row(JsonParser json) throws IOException, CommandFailure {
    JsonToken first = json.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw lines.bad(nameOf(first), "an object");
    }
    String id = null;
    boolean idSeen = false;
    float[] vector = null;
    Map<String, Object> stored = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = checked(json.currentName());
      JsonToken value = json.nextToken();
      boolean again;
      if (name.equals(ID)) {
        again = idSeen;
        id = id(json, value);
        idSeen = true;
      } else if (name.equals(VECTOR)) {
        again = vector != null;
        vector = vector(json, value);
      } else {
        Object content = stored(json, value);
        again = content != null && stored.put(name, content) != null;
      }
      if (again) {
        throw lines.bad("member " + BadInput.quote(name) + " twice", "it once");
      }
    }
    if (json.nextToken() != null) {
      throw lines.bad(nameOf(json.currentToken()) + " behind the object", "the line's end");
    }
    if (vector == null) {
      throw lines.bad("no member \"vector\"", "one, an array of numbers");
    }
    return new JsonRow(id, vector, stored);
  }

  private String id(JsonParser json, JsonToken value) throws IOException, CommandFailure {
    return switch (value) {
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> json.getText();
      case VALUE_STRING -> {
        String id = checked(json.getText());
        if (id.isEmpty()) {
          throw lines.bad("an empty id", "at least one character");
        }
        yield id;
      }
      default -> throw lines.bad(nameOf(value) + " as id", "a string or a whole number");
    };
  }

  private float[] vector(JsonParser json, JsonToken value) throws IOException, CommandFailure {
    if (value != JsonToken.START_ARRAY) {
      throw lines.bad(nameOf(value) + " as vector", "an array of numbers");
    }
    float[] vector = new float[dimension == 0 ? FIRST_CAPACITY : dimension];
    int count = 0;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
        throw lines.bad(BadInput.component(count, nameOf(token)), "a number");
      }
      if (count == vector.length && dimension == 0) {
        vector = Arrays.copyOf(vector, Math.min(2 * count, BadInput.MAX_DIMENSIONS));
      }
      float component = component(json, token, count);
      if (count < vector.length) { // others are counted, for the message
        vector[count] = component;
      }
      count++;
    }
    checkDimension(count);
    return count == vector.length ? vector : Arrays.copyOf(vector, count);
  }

  /** To the bit as {@link Float#parseFloat} has it. */
  private float component(JsonParser json, JsonToken token, int index)
      throws IOException, CommandFailure {
    float component = json.getFloatValue();
    if (token == JsonToken.VALUE_NUMBER_INT
        && (component == 0 || json.getTextLength() > MAX_LONG_DIGITS)) {
      // Jackson makes 0 of -0, and rounds long numbers twice.
      component = Float.parseFloat(json.getText());
    }
    if (Float.isFinite(component) == false) {
      String found = BadInput.component(index, BadInput.quote(json.getText()));
      throw lines.bad(found, BadInput.FINITE);
    }
    return component;
  }

  private void checkDimension(int found) throws CommandFailure {
    if (dimension == 0) {
      BadInput.checkDimension(lines.file(), BadInput.line(lines.number()), found);
      dimension = found;
      dimensionLine = lines.number();
    } else if (found != dimension) {
      throw lines.bad(found + " components", dimension + " as in line " + dimensionLine);
    }
  }

  /** Null for null: there is nothing to be stored. */
  private Object stored(JsonParser json, JsonToken value) throws IOException, CommandFailure {
    return switch (value) {
      case VALUE_NULL -> null;
      case VALUE_TRUE, VALUE_FALSE -> json.getText();
      case VALUE_STRING -> checked(json.getText());
      case VALUE_NUMBER_INT -> integer(json.getText());
      case VALUE_NUMBER_FLOAT -> {
        double number = json.getDoubleValue();
        yield Double.isFinite(number) ? (Object) number : json.getText();
      }
      case START_ARRAY, START_OBJECT -> source(json);
      default -> throw new AssertionError(value);
    };
  }

  /** As it is written, if it is too large for a long. */
  private static Object integer(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      return digits;
    }
  }

  /** An array or an object as it stands in the line. */
  private String source(JsonParser json) throws IOException {
    int from = lines.start() + (int) json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    int to = lines.start() + (int) json.currentLocation().getByteOffset();
    return new String(lines.bytes(), from, to - from, StandardCharsets.UTF_8);
  }

  private String checked(String text) throws CommandFailure {
    if (utf8.canEncode(text) == false) {
      String found = BadInput.quote(text.replaceAll("\\p{Cs}", "?"));
      throw lines.bad(found + " with half a surrogate pair", "what UTF-8 can have");
    }
    return text;
  }

  private CommandFailure invalid(JsonProcessingException e, int column) {
    String place = BadInput.line(lines.number()) + ", column " + column;
    String found = e instanceof JsonEOFException ? "the line's end" : explanation(e);
    return CommandFailure.data(
        lines.file() + ": " + place + ": found " + found + ", expected valid JSON", e);
  }

  /** On one line, and without Jackson's own place in what it takes for the whole document. */
  private static String explanation(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int source = message.indexOf("[Source");
    int bracket = source < 0 ? -1 : message.lastIndexOf(" (", source);
    String kept = bracket < 0 ? message : message.substring(0, bracket);
    return "an error (" + kept.replaceAll("[\\s\\p{Cc}]+", " ").trim() + ")";
  }

  private static String nameOf(JsonToken token) {
    return switch (token) {
      case null -> "nothing";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> token.toString();
    };
  }
}
