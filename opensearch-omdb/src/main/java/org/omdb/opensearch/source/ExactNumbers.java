// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opensearch.common.xcontent.XContentType;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.core.xcontent.XContentParser.NumberType;
import org.opensearch.core.xcontent.XContentParser.Token;

/**
 * Reads a source with all its numbers as they are. OpenSearch's own copies leave out integers of
 * more than 64 bits, and round decimals to a double.
 */
final class ExactNumbers {

  /** Characters of an exponent with its letter, that a {@link BigDecimal} can have in any case. */
  private static final int MAX_EXPONENT = 10;

  private ExactNumbers() {}

  /** The number that a parser is at. */
  static Number number(XContentParser parser) throws IOException {
    NumberType type = parser.numberType();
    boolean isText = parser.contentType() == XContentType.JSON; // others have doubles in binary
    if (isText == false || type == NumberType.INT || type == NumberType.LONG) {
      return parser.numberValue();
    }
    String text = parser.text();
    if (type == NumberType.BIG_INTEGER) {
      return new BigInteger(text);
    }
    int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
    if (exponent >= 0 && text.length() - exponent > MAX_EXPONENT) {
      return parser.numberValue(); // 0 or infinite
    }
    BigDecimal decimal = new BigDecimal(text);
    return decimal.signum() == 0 ? parser.numberValue() : decimal; // there is a -0.0
  }

  /** The object that a parser is at the start of. */
  static Map<String, Object> object(XContentParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() == Token.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return members;
  }

  private static Object value(XContentParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER -> number(parser);
      case VALUE_STRING -> parser.text();
      case VALUE_BOOLEAN -> parser.booleanValue();
      case VALUE_EMBEDDED_OBJECT -> parser.binaryValue();
      case VALUE_NULL -> null;
      case FIELD_NAME, END_OBJECT, END_ARRAY ->
          throw new IllegalStateException("unexpected " + parser.currentToken());
    };
  }

  private static List<Object> array(XContentParser parser) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != Token.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }
}
