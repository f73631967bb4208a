// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.spi.SourceFormat;

public class TestJsonLinesSource extends SourceTestCase {

  private static final SourceFormat JSONL = new JsonLinesFormat();

  private static List<Row> read(String text) throws IOException, CommandFailure {
    return read(JSONL, write("a.jsonl", text));
  }

  public void testIdsAndVectors() throws Exception {
    List<Row> rows =
        read(
            """
            {"id": "a", "vector": [1, -2.5, 1e-3]}

            {"vector":[0,-0,-0.0],"id":17}\r
            \t{"vector" : [ 1 , 2 , 3 ] }\s
            {"id": null, "vector": [1,2,3]}
            {"id": "\\u00e9\\ud83d\\ude00\\n", "vector": [1,2,3]}""");
    assertVectors(
        rows,
        new float[] {1, -2.5f, 1e-3f},
        new float[] {0, -0f, -0f},
        new float[] {1, 2, 3},
        new float[] {1, 2, 3},
        new float[] {1, 2, 3});
    assertEquals("a", rows.get(0).id());
    assertEquals("17", rows.get(1).id());
    assertNull(rows.get(2).id());
    assertNull(rows.get(3).id());
    assertEquals("é\ud83d\ude00\n", rows.get(4).id());
  }

  public void testLongIntegersAsIdsKeepTheirDigits() throws Exception {
    String id = "123456789012345678901234567890";
    assertEquals(id, read("{\"id\": " + id + ", \"vector\": [1]}").get(0).id());
  }

  public void testOtherMembersAreStored() throws Exception {
    String line =
        """
        {"s": "é\\t", "long": -9223372036854775808, "big": 9223372036854775808, "d": 1.5, \
        "huge": 1e400, "t": true, "f": false, "none": null, "vector": [1], \
        "a": [1, "é", {"x": [ ]}], "o": { "é" : 1.10 }, "": "", "id": "x"}
        """;
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("s", "é\t");
    expected.put("long", Long.MIN_VALUE);
    expected.put("big", new Json("9223372036854775808"));
    expected.put("d", 1.5);
    expected.put("huge", new Json("1e400"));
    expected.put("t", true);
    expected.put("f", false);
    expected.put("none", Json.NULL);
    expected.put("a", new Json("[1,\"é\",{\"x\":[]}]"));
    expected.put("o", new Json("{\"é\":1.10}"));
    expected.put("", "");
    for (Row row : read("\n" + line + line + line)) {
      assertEquals(expected, row.stored());
      assertEquals(List.copyOf(expected.keySet()), List.copyOf(row.stored().keySet()));
      assertEquals("x", row.id());
    }
  }

  public void testNumbersAreToTheBitAsParseFloatHasThem() throws Exception {
    StringBuilder text = new StringBuilder();
    float[][] expected = new float[atLeast(300)][100];
    for (float[] vector : expected) {
      for (int i = 0; i < vector.length; i++) {
        String number = randomNumber();
        vector[i] = Float.parseFloat(number);
        text.append(i == 0 ? "{\"vector\":[" : ",").append(number);
      }
      text.append("]}\n");
    }
    assertVectors(read(text.toString()), expected);
  }

  private static String randomNumber() {
    long positive = random().nextLong() >>> 1;
    return switch (random().nextInt(5)) {
      case 0 -> Float.toString(randomFloat());
      case 1 -> Double.toString(randomFloat() / 1.1);
      case 2 -> Long.toString(random().nextLong() >> random().nextInt(64));
      case 3 -> Math.max(1, positive) + "" + random().nextInt(1_000_000_000);
      default -> "-0.5" + positive + (random().nextLong() >>> 1) + "e-7";
    };
  }

  public void testSeveralRandomVectorsComeBack() throws Exception {
    float[][] vectors = randomVectors();
    StringBuilder text = new StringBuilder();
    for (float[] vector : vectors) {
      text.append("{\"vector\":").append(Arrays.toString(vector)).append("}\n");
      text.append(random().nextBoolean() ? "" : " \t\r\n");
    }
    assertVectors(read(text.toString()), vectors);
  }

  public void testInvalidJsonIsRefusedWithLineAndColumn() throws Exception {
    String good = "{\"vector\":[1]}\n";
    refused(
        good + "{\"vector\":[1", "line 2, column 13: found the line's end, expected valid JSON");
    refused(
        good + "{\"id\":\"12345", "line 2, column 13: found the line's end, expected valid JSON");
    for (String bad :
        List.of(
            "{\"vector\":[1]]",
            "{\"vector\":[1}}",
            "{'vector':[1]}",
            "{\"vector\":[NaN]}",
            "{\"vector\":[1,]}",
            "{\"vector\":[01]}",
            "{\"vector\":[1]} x",
            "{\"vector\":[1]\0}",
            "{\"vector\":[1] \"a\":1}",
            "{\"vector\":[1],\"a\":" + "[".repeat(100_000),
            "{\"vector\":[" + "1".repeat(2_000) + "]}",
            "{\"vector\":[1],\"a\tb\":1}",
            "x")) {
      CommandFailure failure =
          expectThrows(CommandFailure.class, () -> read("\n" + good + bad + "\n"));
      assertTrue(
          failure.getMessage(),
          failure
              .getMessage()
              .matches(
                  ".*a\\.jsonl: line 3, column \\d+: found (an error \\(.*\\)|the line's end),"
                      + " expected valid JSON"));
      assertFalse(failure.getMessage(), failure.getMessage().contains("[Source"));
      assertTrue(failure.getMessage(), failure.getMessage().length() < 500);
    }
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> read(good + "{\"vector\":[1}}"));
    assertTrue(failure.getMessage(), failure.getMessage().contains(": line 2, column 13: "));
  }

  public void testLinesThatAreNoRowsAreRefused() throws Exception {
    refused("[1]", "line 1: found an array, expected an object");
    refused("\"a\"", "line 1: found a string, expected an object");
    refused("{}", "line 1: found no member \"vector\", expected one, an array of numbers");
    refused(
        "{\"vector\":[1]} {\"vector\":[1]}",
        "line 1: found an object after the object, expected the line's end");
    refused(
        "{\"id\":1,\"id\":1,\"vector\":[1]}",
        "line 1: found member \"id\" twice, expected it once");
    refused(
        "{\"vector\":[1],\"vector\":[1]}",
        "line 1: found member \"vector\" twice, expected it once");
    refused(
        "{\"vector\":[1],\"a\":1,\"a\":2}", "line 1: found member \"a\" twice, expected it once");
    refused("\r\r\n{}", "line 1: found nothing, expected an object");
    refused(" \n\n", "found only blank lines, expected lines of JSON objects");
  }

  public void testVectorsThatAreNoneAreRefused() throws Exception {
    refused("{\"vector\":null}", "line 1: found null as vector, expected an array of numbers");
    refused("{\"vector\":\"1\"}", "line 1: found a string as vector, expected an array of numbers");
    refused("{\"vector\":{}}", "line 1: found an object as vector, expected an array of numbers");
    refused("{\"vector\":[1,\"2\"]}", "line 1: found a string as component 1, expected a number");
    refused("{\"vector\":[null]}", "line 1: found null as component 0, expected a number");
    refused("{\"vector\":[[1]]}", "line 1: found an array as component 0, expected a number");
    refused("{\"vector\":[true]}", "line 1: found a boolean as component 0, expected a number");
    refused("{\"vector\":[]}", "line 1: found dimension 0, expected 1 to 16384");
    refused(
        "{\"vector\":[1" + ",1".repeat(16_384) + "]}",
        "line 1: found dimension 16385, expected 1 to 16384");
    for (String large : List.of("1e39", "-1e99999999999", "1" + "0".repeat(39))) {
      refused(
          "{\"vector\":[1]}\n{\"vector\":[" + large + "]}",
          "line 2: found \""
              + large
              + "\" as component 0, expected a finite number in the range of float32");
    }
  }

  public void testRaggedRowsAreRefused() throws Exception {
    for (int found : new int[] {0, 1, 3, 20_000}) {
      String vector = found == 0 ? "" : "1" + ",1".repeat(found - 1);
      refused(
          "\n{\"vector\":[1,2]}\n{\"vector\":[" + vector + "]}",
          "line 3: found " + found + " components, expected 2 as in line 2");
    }
  }

  public void testLargestDimension() throws Exception {
    float[] vector = randomVector(16_384);
    String line = "{\"vector\":" + Arrays.toString(vector) + "}\n";
    assertVectors(read(line + line), vector, vector);
  }

  public void testBadIdsAreRefused() throws Exception {
    refused(
        "{\"id\":\"\",\"vector\":[1]}",
        "line 1: found an empty id, expected at least one character");
    refused(
        "{\"id\":1.5,\"vector\":[1]}",
        "line 1: found a number as id, expected a string or a whole number");
    refused(
        "{\"id\":true,\"vector\":[1]}",
        "line 1: found a boolean as id, expected a string or a whole number");
    refused(
        "{\"id\":[],\"vector\":[1]}",
        "line 1: found an array as id, expected a string or a whole number");
    refused(
        "{\"id\":\"a\\ud83d\",\"vector\":[1]}",
        "line 1: found \"a?\" with half a surrogate pair, expected what UTF-8 can encode");
  }

  public void testLinesThatAreNoUtf8AreRefusedWithTheirByte() throws Exception {
    String good = "{\"vector\":[1]}\n";
    byte[] bytes = (good + "{\"id\":\"" + "é".repeat(3000) + "\",\"vector\":[1]}").getBytes(UTF_8);
    int bad = good.length() + 7 + 2 * random().nextInt(3000);
    bytes[bad] = (byte) 0xff;
    assertRefused(
        JSONL, write("a.jsonl", bytes), "byte " + bad + ": found byte 0xff, expected UTF-8");
  }

  private static void refused(String text, String expected) throws IOException {
    Path file = write("a.jsonl", text);
    assertRefused(JSONL, file, expected);
  }
}
