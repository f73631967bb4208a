// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.core.xcontent.XContentParser.Token;

/**
 * Parses a vector of a request. It is an array of numbers, each of which may be in quotes as for
 * any numeric field, or base64 of little-endian float32 components, or these bytes themselves if
 * the request is CBOR or SMILE.
 *
 * <p>The text of a number is rounded to float32 directly, not by way of a double. So a number that
 * {@link Float#toString} wrote is read back with the same bits.
 */
public final class VectorParser {

  /** The maximum number of components of a vector. */
  public static final int MAX_DIMENSION = 16_384;

  /** How many components a {@link #summary} has. */
  private static final int SHOWN = 3;

  private VectorParser() {}

  /**
   * Parses the vector at the current token.
   *
   * @param parser at the first token of the vector; on return at its last one
   * @param field name of the field, for error messages
   * @return 1 to {@value #MAX_DIMENSION} finite components
   * @throws IllegalArgumentException if the value is not such a vector
   * @throws IOException if the request can't be read
   */
  public static float[] parse(XContentParser parser, String field) throws IOException {
    float[] vector;
    switch (parser.currentToken()) {
      case START_ARRAY:
        vector = numbers(parser, field);
        break;
      case VALUE_STRING:
        return fromBase64(parser.text(), field);
      case VALUE_EMBEDDED_OBJECT:
        vector = floats(parser.binaryValue(), field);
        break;
      default:
        throw new IllegalArgumentException(
            "the vector of field ["
                + field
                + "] must be an array of numbers or base64 of float32, got "
                + parser.currentToken());
    }
    checkFinite(vector, field);
    return vector;
  }

  private static float[] numbers(XContentParser parser, String field) throws IOException {
    float[] vector = new float[128];
    int length = 0;
    for (Token token = parser.nextToken();
        token != Token.END_ARRAY;
        token = parser.nextToken(), length++) {
      if (length == MAX_DIMENSION) {
        throw new IllegalArgumentException(
            "the vector of field ["
                + field
                + "] has more than "
                + MAX_DIMENSION
                + " components, which is the maximum");
      }
      if (length == vector.length) {
        vector = Arrays.copyOf(vector, 2 * length);
      }
      vector[length] = number(parser, field, length);
    }
    if (length == 0) {
      throw new IllegalArgumentException("the vector of field [" + field + "] is empty");
    }
    return Arrays.copyOf(vector, length);
  }

  private static float number(XContentParser parser, String field, int component)
      throws IOException {
    Token token = parser.currentToken();
    if (token == Token.VALUE_NUMBER || token == Token.VALUE_STRING) {
      try {
        return Float.parseFloat(parser.text());
      } catch (NumberFormatException e) {
        // a text that is no number
      }
    }
    throw new IllegalArgumentException(
        "component "
            + component
            + " of the vector of field ["
            + field
            + "] must be a number, got "
            + token);
  }

  /**
   * Decodes a vector.
   *
   * @param base64 of little-endian float32 components
   * @param field name of the field, for error messages
   * @return 1 to {@value #MAX_DIMENSION} finite components
   * @throws IllegalArgumentException if the string is not such a vector
   */
  public static float[] fromBase64(String base64, String field) {
    float[] vector = floats(decode(base64, field), field);
    checkFinite(vector, field);
    return vector;
  }

  private static byte[] decode(String base64, String field) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the vector of field ["
              + field
              + "] is a string, which must be base64 of float32: "
              + e.getMessage(),
          e);
    }
  }

  private static float[] floats(byte[] bytes, String field) {
    if (bytes.length == 0
        || bytes.length % Float.BYTES != 0
        || bytes.length > MAX_DIMENSION * Float.BYTES) {
      throw new IllegalArgumentException(
          "the bytes of the vector of field ["
              + field
              + "] must be 1 to "
              + MAX_DIMENSION
              + " float32, 4 bytes each, but there are "
              + bytes.length
              + " bytes");
    }
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  private static void checkFinite(float[] vector, String field) {
    for (int i = 0; i < vector.length; i++) {
      if (Float.isFinite(vector[i]) == false) {
        throw new IllegalArgumentException(
            "component "
                + i
                + " of the vector of field ["
                + field
                + "] must be a finite float32, got "
                + vector[i]);
      }
    }
  }

  /**
   * A vector for people, who do not need all components.
   *
   * @param vector any number of components
   * @return the first components, and how many there are
   */
  public static String summary(float[] vector) {
    int shown = Math.min(vector.length, SHOWN);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ").append(vector[i]);
    }
    return text.append(shown < vector.length ? ", ... (" : " (")
        .append(vector.length)
        .append(" components)")
        .toString();
  }

  /**
   * Encodes a vector; {@link #fromBase64} decodes it.
   *
   * @param vector any number of components
   * @return base64 of little-endian float32 components
   */
  public static String toBase64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
