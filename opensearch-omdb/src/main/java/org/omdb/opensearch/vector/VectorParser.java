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
 * Reads a vector from a request: an array of numbers, or base64 of its float32 components, low byte
 * first, or these bytes themselves where the request is CBOR or SMILE.
 *
 * <p>Numbers are rounded to float32 once, from their text: what {@link Float#toString} writes comes
 * back as the same bits.
 */
public final class VectorParser {

  /** The most components that a vector may have. */
  public static final int MAX_DIMENSION = 16_384;

  private VectorParser() {}

  /**
   * Reads the vector that a parser stands on.
   *
   * @param parser on the first token of the vector, on return on its last one
   * @param field for messages
   * @return 1 to {@value #MAX_DIMENSION} finite components
   * @throws IllegalArgumentException if it is no vector
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
      if (token != Token.VALUE_NUMBER) {
        throw new IllegalArgumentException(
            "component "
                + length
                + " of the vector of field ["
                + field
                + "] must be a number, got "
                + token);
      }
      if (length == MAX_DIMENSION) {
        throw new IllegalArgumentException(
            "the vector of field ["
                + field
                + "] has more than "
                + MAX_DIMENSION
                + " components, the most that there may be");
      }
      if (length == vector.length) {
        vector = Arrays.copyOf(vector, 2 * length);
      }
      vector[length] = Float.parseFloat(parser.text());
    }
    if (length == 0) {
      throw new IllegalArgumentException("the vector of field [" + field + "] is empty");
    }
    return Arrays.copyOf(vector, length);
  }

  /**
   * Reads a vector from base64.
   *
   * @param base64 of float32 components, low byte first
   * @param field for messages
   * @return 1 to {@value #MAX_DIMENSION} finite components
   * @throws IllegalArgumentException if it is no vector
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
   * The other way round.
   *
   * @param vector of any length
   * @return base64 of its float32 components, low byte first
   */
  public static String toBase64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
