// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.vector;

import java.io.IOException;
import org.junit.Test;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.opensearch.common.xcontent.XContentType;
import org.opensearch.core.common.bytes.BytesReference;
import org.opensearch.core.xcontent.DeprecationHandler;
import org.opensearch.core.xcontent.MediaTypeRegistry;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;

public class TestVectorParser extends SeededTestCase {

  private static float[] parse(XContentType type, byte[] request) throws IOException {
    try (XContentParser parser =
        type.xContent()
            .createParser(
                NamedXContentRegistry.EMPTY, DeprecationHandler.IGNORE_DEPRECATIONS, request)) {
      while (parser.nextToken() != XContentParser.Token.FIELD_NAME) {}
      parser.nextToken();
      float[] vector = VectorParser.parse(parser, "e");
      assertEquals(XContentParser.Token.END_OBJECT, parser.nextToken());
      return vector;
    }
  }

  private static float[] randomVector() {
    float[] vector = new float[1 + random().nextInt(300)];
    for (int i = 0; i < vector.length; i++) {
      do {
        vector[i] = Float.intBitsToFloat(random().nextInt());
      } while (Float.isFinite(vector[i]) == false);
    }
    return vector;
  }

  /** Any finite float32, also negative zero and subnormal numbers. */
  @Test
  public void testAllWaysToWriteAVectorGiveTheSameBits() throws Exception {
    for (int round = 0; round < 50; round++) {
      float[] vector = randomVector();
      vector[0] = round % 2 == 0 ? -0f : Float.MIN_VALUE;
      byte[] json = ("{\"e\":" + Json.array(vector) + "}").getBytes("UTF-8");
      assertSameBits(vector, parse(XContentType.JSON, json));
      String base64 = VectorParser.toBase64(vector);
      byte[] string = ("{\"e\":\"" + base64 + "\"}").getBytes("UTF-8");
      assertSameBits(vector, parse(XContentType.JSON, string));
      assertSameBits(vector, VectorParser.fromBase64(base64, "e"));
      for (XContentType type : XContentType.values()) {
        assertSameBits(vector, parse(type, write(type, vector)));
      }
      byte[] bytes = java.util.Base64.getDecoder().decode(base64);
      for (XContentType type : new XContentType[] {XContentType.CBOR, XContentType.SMILE}) {
        assertSameBits(vector, parse(type, write(type, bytes)));
      }
    }
  }

  private static byte[] write(XContentType type, Object value) throws IOException {
    try (XContentBuilder builder = MediaTypeRegistry.contentBuilder(type)) {
      builder.startObject().field("e", value).endObject();
      return BytesReference.toBytes(BytesReference.bytes(builder));
    }
  }

  private static void assertSameBits(float[] expected, float[] found) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(Float.floatToRawIntBits(expected[i]), Float.floatToRawIntBits(found[i]));
    }
  }

  /** Rounded to double first and then to float, this number would become another float. */
  @Test
  public void testNumbersAreRoundedOnce() throws Exception {
    String halfwayAndABit = "1.00000017881393432617187499";
    assertNotEquals(
        Float.parseFloat(halfwayAndABit), (float) Double.parseDouble(halfwayAndABit), 0);
    float[] vector =
        parse(XContentType.JSON, ("{\"e\":[" + halfwayAndABit + "]}").getBytes("UTF-8"));
    assertEquals(Float.parseFloat(halfwayAndABit), vector[0], 0);
  }

  @Test
  public void testTooManyComponents() throws Exception {
    float[] most = new float[VectorParser.MAX_DIMENSION];
    assertEquals(most.length, parse(XContentType.JSON, write(XContentType.JSON, most)).length);
    float[] more = new float[VectorParser.MAX_DIMENSION + 1];
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> parse(XContentType.JSON, write(XContentType.JSON, more)));
    assertTrue(refused.getMessage(), refused.getMessage().contains("more than 16384 components"));
    assertThrows(
        IllegalArgumentException.class,
        () -> VectorParser.fromBase64(VectorParser.toBase64(more), "e"));
  }

  @Test
  public void testSummary() {
    assertEquals("1.0 (1 components)", VectorParser.summary(new float[] {1}));
    assertEquals("1.0, 2.0, 3.0 (3 components)", VectorParser.summary(new float[] {1, 2, 3}));
    assertEquals(
        "1.0, 2.0, 3.0, ... (300 components)",
        VectorParser.summary(java.util.Arrays.copyOf(new float[] {1, 2, 3}, 300)));
  }
}
