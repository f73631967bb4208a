// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.LineReader;

/** How JSON is parsed, whatever is in it. */
final class JsonText {

  /** A record may have as much as a line may. */
  static final int MAX_RECORD_BYTES = LineReader.MAX_LINE_BYTES;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // Files are UTF-8. Jackson would take a NUL after the brace for UTF-16.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Else names that collide in Jackson's table cause an IllegalStateException.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_RECORD_BYTES)
                  .maxNameLength(MAX_RECORD_BYTES)
                  .build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private JsonText() {}

  /** Parsers of this one can read trees. */
  static ObjectMapper mapper() {
    return MAPPER;
  }

  static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
    return MAPPER.createParser(bytes, from, to - from);
  }

  static JsonParser parser(InputStream text) throws IOException {
    return MAPPER.createParser(text);
  }

  /**
   * Parses the beginning of a file, without a number or literal at its end that may be cut off:
   * {@code 1.} is an error to a parser, and no early end.
   *
   * @param head the beginning, or all of the file
   * @param to the end of the part to parse
   */
  static JsonParser parser(FileHead head, int from, int to) throws IOException {
    byte[] bytes = head.bytes();
    int end = to;
    if (head.isWhole() == false && to == bytes.length) {
      while (end > from && isOfNumberOrLiteral(bytes[end - 1])) {
        end--;
      }
    }
    return parser(bytes, from, end);
  }

  private static boolean isOfNumberOrLiteral(byte character) {
    return character == '.'
        || character == '-'
        || character == '+'
        || (character >= '0' && character <= '9')
        || (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z');
  }

  /** Whether what was read is no JSON because it ends too early. */
  static boolean endsEarly(JsonProcessingException e) {
    return e.getOriginalMessage().startsWith("Unexpected end-of-input");
  }

  /** What a token begins, for a message. */
  static String nameOf(JsonToken token) {
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
