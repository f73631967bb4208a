// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.table;

import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.console.Json;

/** Values in JSON text, as Parquet has them. */
public class TestJsonColumn extends LuceneTestCase {

  public void testValuesHaveTheirTypes() {
    assertEquals("a\n", JsonColumn.of(" \"a\\n\" "));
    assertEquals(true, JsonColumn.of("true"));
    assertEquals(Json.NULL, JsonColumn.of("null"));
    assertEquals(Long.MIN_VALUE, JsonColumn.of("-9223372036854775808"));
    assertEquals(new Json("9223372036854775808"), JsonColumn.of("9223372036854775808"));
    assertEquals(0L, JsonColumn.of("0"));
    assertEquals(-0.0, JsonColumn.of("-0"));
    assertEquals(-0.0, JsonColumn.of("-0.0"));
    assertEquals(0.1, JsonColumn.of("0.1"));
    assertEquals(new Json("1e400"), JsonColumn.of("1e400"));
    assertEquals(
        new Json("{\"a\":[1,2.50,1e400,null,\"é\"]}"),
        JsonColumn.of("{\"a\" : [1, 2.50, 1e400,\nnull, \"\\u00e9\"] }"));
  }

  public void testWhatIsNoJsonIsText() {
    for (String text : List.of("", " ", "a", "{\"a\":1", "[1] 2", "1 2", "[".repeat(5_000))) {
      assertEquals(text, JsonColumn.of(text));
    }
  }

  /** UTF-8 can't have these, but the text has them as escapes. */
  public void testHalfASurrogatePairStaysAsItIs() {
    for (String text :
        List.of(
            "\"\\ud800\"", "{\"\\udc00\":1}", "[\"a\\ud800b\"]", "{\"a\":{\"b\":\"\\ud83d\"}}")) {
      assertEquals(text, JsonColumn.of(text));
    }
    assertEquals("😀", JsonColumn.of("\"\\ud83d\\ude00\""));
  }
}
