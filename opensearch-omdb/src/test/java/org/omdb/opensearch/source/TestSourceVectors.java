// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  private static List<FieldVectors> ofDocument(String field) {
    return List.of(new FieldVectors(field, null, List.of(NUMBERS)));
  }

  private static String without(String json, String field) throws Exception {
    BytesReference copy =
        SourceWithoutVector.copy(new BytesArray(Json.of(json)), XContentType.JSON, field, null);
    return copy == null ? null : copy.utf8ToString();
  }

  private static void assertTakenOut(String expected, String json, String field) throws Exception {
    JsonNode found = Json.read(without(json, field));
    assertEquals(Json.read(Json.of(expected)), found);
    byte[] back =
        SourceWithVectors.copy(
            without(json, field).getBytes(StandardCharsets.UTF_8), ofDocument(field));
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

  /** As text: integers of more than 64 bits, and decimals that a double can't hold. */
  @Test
  public void testNumbersAreKeptToTheLastDigit() throws Exception {
    for (String number :
        List.of(
            "18446744073709551615",
            "-123456789012345678901234567890",
            "0.12345678901234567890",
            "1.0",
            "-0.0",
            "9007199254740993",
            "1E+400",
            "12345678901234567890.5")) {
      for (String document :
          List.of(
              "{\"n\":" + number + "}",
              "{\"n\":[1," + number + ",{\"m\":" + number + "}],\"o\":true}")) {
        String json = "{\"e\":[0.1,-2.0,3.0E-30]," + document.substring(1);
        BytesReference without =
            SourceWithoutVector.copy(new BytesArray(json), XContentType.JSON, "e", null);
        assertEquals(document, without.utf8ToString());
        String space = random().nextBoolean() ? " \r\n\t" : "";
        byte[] stored = (space + without.utf8ToString()).getBytes(StandardCharsets.UTF_8);
        byte[] back = SourceWithVectors.copy(stored, ofDocument("e"));
        String members = document.substring(1, document.length() - 1);
        assertEquals(
            "{" + members + ",\"e\":[0.1,-2.0,3.0E-30]}", new String(back, StandardCharsets.UTF_8));
      }
    }
  }

  private static void assertNested(String expected, String json, List<List<Number>> vectors)
      throws Exception {
    BytesReference without =
        SourceWithoutVector.copy(
            new BytesArray(Json.of(json)), XContentType.JSON, "a.b.in.e", "a.b");
    assertEquals(Json.read(Json.of(expected)), Json.read(without.utf8ToString()));
    byte[] back =
        SourceWithVectors.copy(
            BytesReference.toBytes(without), List.of(new FieldVectors("a.b.in.e", "a.b", vectors)));
    assertEquals(Json.read(Json.of(json)), Json.read(new String(back, StandardCharsets.UTF_8)));
  }

  @Test
  public void testVectorsOfNestedObjectsAreTakenOutAndPutBack() throws Exception {
    List<Number> one = List.of(1);
    List<Number> two = List.of(2);
    assertNested("{'a': {'b': {'in': {}}}}", "{'a': {'b': {'in': {'e': [1]}}}}", List.of(one));
    assertNested(
        "{'a': [{'b': [{'in': {'n': 3}}, {}, null, {'n': [4], 'in': {}}]}, {'n': 6},"
            + " {'b': {'in': {'x': [{'e': [9]}]}}}], 'n': 1}",
        "{'a': [{'b': [{'in': {'n': 3}}, {}, null, {'n': [4], 'in': {'e': [1]}}]}, {'n': 6},"
            + " {'b': {'in': {'e': [2], 'x': [{'e': [9]}]}}}], 'n': 1}",
        Arrays.asList(null, null, one, two));
    assertNested(
        "{'a.b': [{'n': 1, 'in': {}}, [{'in': {}}]]}",
        "{'a.b': [{'n': 1, 'in': {'e': [1]}}, [{'in': {'e': [2]}}]]}",
        List.of(one, two));
    BytesReference inArray = new BytesArray(Json.of("{'a': {'b': [{'in': [{'e': [1]}]}]}}"));
    assertNull(SourceWithoutVector.copy(inArray, XContentType.JSON, "a.b.in.e", "a.b"));
  }

  /** The mapping filters the source. */
  @Test
  public void testSourcesThatLackObjectsStayAsTheyAre() throws Exception {
    String json = Json.of("{'a': {'b': [{'n': 1}]}}");
    byte[] back =
        SourceWithVectors.copy(
            json.getBytes(StandardCharsets.UTF_8),
            List.of(new FieldVectors("a.b.in.e", "a.b", List.of(NUMBERS, NUMBERS))));
    assertEquals(Json.read(json), Json.read(new String(back, StandardCharsets.UTF_8)));
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
      byte[] copy = SourceWithVectors.copy(source, ofDocument("e"));
      assertEquals(Json.read(Json.of(json)), Json.read(new String(copy, StandardCharsets.UTF_8)));
    }
    byte[] array = Json.of("{'a': [{'e': [1]}]}").getBytes(StandardCharsets.UTF_8);
    byte[] copy = SourceWithVectors.copy(array, ofDocument("a.e"));
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
      BytesReference without = SourceWithoutVector.copy(source, type, "e", null);
      byte[] back = SourceWithVectors.copy(BytesReference.toBytes(without), ofDocument("e"));
      Map<String, Object> parsed =
          XContentHelper.convertToMap(new BytesArray(back), true, (MediaType) type).v2();
      assertEquals(type.toString(), 12345678901L, parsed.get("n"));
      assertTrue(type.toString(), parsed.get("e").toString().startsWith("[0.1"));
    }
  }
}
