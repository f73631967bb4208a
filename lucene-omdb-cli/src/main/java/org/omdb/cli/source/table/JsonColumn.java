// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.file.StrictUtf8;

/** What a stored field has for a value in JSON. Numbers keep all their digits. */
public final class JsonColumn {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Else names that collide in Jackson's table cause an IllegalStateException.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private static final String MINUS_ZERO = "-0";

  private JsonColumn() {}

  /** Refuses values. */
  public interface Check {

    /**
     * Looks at a name or a string.
     *
     * @param text any
     * @return the same
     * @throws CommandFailure if UTF-8 can't have it
     */
    String encodable(String text) throws CommandFailure;

    /**
     * Looks at how much was read. Called after each token of an array or an object.
     *
     * @param json at the token
     * @throws CommandFailure if it is too much
     */
    void checkSize(JsonParser json) throws CommandFailure;
  }

  /**
   * A value that a file has as JSON text.
   *
   * @param text of the value
   * @return what {@link #read} makes of it; the text as it is if it is no JSON, or more than one
   *     value, or has half a surrogate pair
   */
  public static Object of(String text) {
    Check check = new EncodableOnly();
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() == null) {
        return text; // of spaces
      }
      Object value = read(json, check);
      return json.nextToken() == null ? value : text;
    } catch (@SuppressWarnings("unused") IOException | CommandFailure e) {
      return text;
    }
  }

  /** For text that is in memory anyway. */
  private static final class EncodableOnly implements Check {

    private final StrictUtf8 utf8 = new StrictUtf8();

    @Override
    public String encodable(String text) throws CommandFailure {
      if (utf8.canEncode(text) == false) {
        throw CommandFailure.data("half a surrogate pair");
      }
      return text;
    }

    @Override
    public void checkSize(JsonParser json) {}
  }

  /**
   * The value at which a parser is.
   *
   * @param json at the first token of the value; left at the last
   * @param check of what is in it
   * @return a {@code String}, {@code Boolean}, {@code Long} or {@code Double}; {@code Json} if it
   *     is none of these, or a number that is not the same as one of them
   * @throws IOException if it is no JSON
   * @throws CommandFailure if it is refused
   */
  public static Object read(JsonParser json, Check check) throws IOException, CommandFailure {
    return switch (json.currentToken()) {
      case VALUE_NULL -> Json.NULL;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> check.encodable(json.getText());
      case VALUE_NUMBER_INT -> integer(json.getText());
      case VALUE_NUMBER_FLOAT -> Json.decimal(json.getText());
      case START_ARRAY, START_OBJECT -> copy(json, check);
      default -> throw new AssertionError(json.currentToken());
    };
  }

  /** A {@code Long}, or the digits if the number is too large. No {@code Long} is -0. */
  private static Object integer(String digits) {
    try {
      return digits.equals(MINUS_ZERO) ? (Object) (-0.0) : Long.valueOf(digits);
    } catch (
        @SuppressWarnings("unused")
        NumberFormatException e) {
      return new Json(digits);
    }
  }

  /** The text of an array or object, without space between its tokens. */
  private static Json copy(JsonParser json, Check check) throws IOException, CommandFailure {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = FACTORY.createGenerator(text)) {
      int depth = 0;
      do {
        JsonToken token = json.currentToken();
        switch (token) {
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copy.writeNumber(json.getText());
          case FIELD_NAME -> copy.writeFieldName(check.encodable(json.currentName()));
          case VALUE_STRING -> copy.writeString(check.encodable(json.getText()));
          default -> copy.copyCurrentEvent(json);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        check.checkSize(json);
      } while (depth > 0 && json.nextToken() != null);
    }
    return new Json(text.toString());
  }
}
