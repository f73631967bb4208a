// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.file.StrictUtf8;

/** Parses lines that are JSON objects. For one thread. */
final class JsonRowParser {

  private static final String ID = "id";
  private static final String VECTOR = "vector";

  /** Components to begin with for the first vector, whose dimension is not known yet. */
  private static final int FIRST_CAPACITY = 512;

  /** A number with at most this many digits fits into a long. */
  private static final int MAX_LONG_DIGITS = 18;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // Lines are UTF-8. Jackson would take a NUL after the brace for UTF-16.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Else names that collide in Jackson's table cause an IllegalStateException.
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

  /** Creates a parser for the current lines of a reader. */
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
        // An error about one of Jackson's limits has no location.
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
        again = stored.put(name, stored(json, value)) != null;
      }
      if (again) {
        throw lines.bad("member " + BadInput.quote(name) + " twice", "it once");
      }
    }
    if (json.nextToken() != null) {
      throw lines.bad(nameOf(json.currentToken()) + " after the object", "the line's end");
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

  /** The value of a column. */
  private Object stored(JsonParser json, JsonToken value) throws IOException, CommandFailure {
    return switch (value) {
      case VALUE_NULL -> Json.NULL;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> checked(json.getText());
      case VALUE_NUMBER_INT -> integer(json.getText());
      case VALUE_NUMBER_FLOAT -> {
        double number = json.getDoubleValue();
        yield Double.isFinite(number) ? (Object) number : new Json(json.getText());
      }
      case START_ARRAY, START_OBJECT -> copy(json);
      default -> throw new AssertionError(value);
    };
  }

  /** A {@code Long}, or the digits if the number is too large. */
  private static Object integer(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      return new Json(digits);
    }
  }

  /** The text of an array or an object, without the space between its tokens. */
  private Json copy(JsonParser json) throws IOException, CommandFailure {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(text)) {
      int depth = 0;
      do {
        JsonToken token = json.currentToken();
        switch (token) {
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copy.writeNumber(json.getText());
          case FIELD_NAME -> copy.writeFieldName(checked(json.currentName()));
          case VALUE_STRING -> copy.writeString(checked(json.getText()));
          default -> copy.copyCurrentEvent(json);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      } while (depth > 0 && json.nextToken() != null);
    }
    return new Json(text.toString());
  }

  private String checked(String text) throws CommandFailure {
    if (utf8.canEncode(text) == false) {
      String found = BadInput.quote(text.replaceAll("\\p{Cs}", "?"));
      throw lines.bad(found + " with half a surrogate pair", "what UTF-8 can encode");
    }
    return text;
  }

  private CommandFailure invalid(JsonProcessingException e, int column) {
    String place = BadInput.line(lines.number()) + ", column " + column;
    String found = e instanceof JsonEOFException ? "the line's end" : explanation(e);
    return CommandFailure.data(
        lines.file() + ": " + place + ": found " + found + ", expected valid JSON", e);
  }

  /** Jackson's message on one line, without its location, which counts from the line's start. */
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
