// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.opensearch.common.xcontent.XContentHelper;
import org.opensearch.common.xcontent.XContentType;
import org.opensearch.core.common.bytes.BytesArray;
import org.opensearch.core.common.bytes.BytesReference;
import org.opensearch.core.xcontent.MediaType;
import org.opensearch.core.xcontent.MediaTypeRegistry;

/** A source whose vector is removed and put back is the same source. */
public class TestSourceVectors extends SeededTestCase {

  private static final float[] VECTOR = {0.1f, -2, 3e-30f};
  private static final List<Number> NUMBERS = List.of(0.1f, -2f, 3e-30f);

  private static String without(String json, String field) throws Exception {
    BytesReference copy =
        SourceWithoutVector.copy(new BytesArray(Json.of(json)), XContentType.JSON, field);
    return copy == null ? null : copy.utf8ToString();
  }

  private static void assertTakenOut(String expected, String json, String field) throws Exception {
    JsonNode found = Json.read(without(json, field));
    assertEquals(Json.read(Json.of(expected)), found);
    byte[] back =
        SourceWithVectors.copy(
            without(json, field).getBytes(StandardCharsets.UTF_8), Map.of(field, NUMBERS));
    assertEquals(Json.read(Json.of(json)), Json.read(new String(back, StandardCharsets.UTF_8)));
  }

  @Test
  public void testVectorsAreTakenOutAndPutBack() throws Exception {
    String vector = "[0.1, -2.0, 3.0E-30]";
    assertTakenOut("{}", "{'e': " + vector + "}", "e");
    assertTakenOut("{'a': 1}", "{'e': " + vector + ", 'a': 1}", "e");
    assertTakenOut("{'a': {'e': 1}}", "{'a': {'e': 1}, 'e': " + vector + "}", "e");
    assertTakenOut(
        "{'a': {'b': {}}, 'e': 1}", "{'a': {'b': {'e': " + vector + "}}, 'e': 1}", "a.b.e");
    assertTakenOut(
        "{'a': [{'b': [[1], 'x']}, null], 'c': {'d': [true]}}",
        "{'a': [{'b': [[1], 'x']}, null], 'c': {'d': [true], 'e': " + vector + "}}",
        "c.e");
  }

  @Test
  public void testWhatIsNoVectorOfItsDocumentStays() throws Exception {
    assertNull(without("{'a': 1}", "e"));
    assertNull(without("{'e': null}", "e"));
    assertNull(without("{'a': [{'e': [1]}]}", "a.e"));
    assertNull(without("{'ae': [1], 'a': {'e2': [1]}}", "a.e"));
  }

  @Test
  public void testWhatIsThereIsNotReplaced() throws Exception {
    for (String json : new String[] {"{'e': null}", "{'e': 7}"}) {
      byte[] source = Json.of(json).getBytes(StandardCharsets.UTF_8);
      byte[] copy = SourceWithVectors.copy(source, Map.of("e", NUMBERS));
      assertEquals(Json.read(Json.of(json)), Json.read(new String(copy, StandardCharsets.UTF_8)));
    }
    byte[] array = Json.of("{'a': [{'e': [1]}]}").getBytes(StandardCharsets.UTF_8);
    byte[] copy = SourceWithVectors.copy(array, Map.of("a.e", NUMBERS));
    assertEquals(
        Json.read(Json.of("{'a': [{'e': [1]}]}")),
        Json.read(new String(copy, StandardCharsets.UTF_8)));
  }

  /** The media type of a source does not change. */
  @Test
  public void testOtherTypesOfContent() throws Exception {
    for (XContentType type : XContentType.values()) {
      BytesReference source =
          BytesReference.bytes(
              MediaTypeRegistry.contentBuilder(type)
                  .startObject()
                  .array("e", VECTOR)
                  .field("n", 12345678901L)
                  .endObject());
      BytesReference without = SourceWithoutVector.copy(source, type, "e");
      byte[] back = SourceWithVectors.copy(BytesReference.toBytes(without), Map.of("e", NUMBERS));
      Map<String, Object> parsed =
          XContentHelper.convertToMap(new BytesArray(back), true, (MediaType) type).v2();
      assertEquals(type.toString(), 12345678901L, parsed.get("n"));
      assertTrue(type.toString(), parsed.get("e").toString().startsWith("[0.1"));
    }
  }
}
