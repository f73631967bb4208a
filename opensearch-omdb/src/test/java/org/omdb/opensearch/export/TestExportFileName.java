// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.Test;
import org.omdb.opensearch.cluster.SeededTestCase;

/** Each shard and field has a file name of its own, which any file system can have. */
public class TestExportFileName extends SeededTestCase {

  /** Characters whose escapes or roles in a name could be mistaken for each other. */
  private static final String[] CHARACTERS = {
    "a",
    "v",
    "A",
    "V",
    ".",
    "~",
    "%",
    "2",
    "e",
    "E",
    "_",
    "-",
    "+",
    "/",
    "\\",
    " ",
    "*",
    "?",
    ":",
    "\"",
    "<",
    "|",
    "\n",
    "\0",
    "ä",
    "Ä",
    "a\u0308",
    "\uD83D\uDE00",
    "0",
    "omdb"
  };

  private static void assertName(String expected, String index, String field, int shard) {
    assertEquals(expected, ExportFileName.of(index, field, shard));
  }

  @Test
  public void testNamesCanBeRead() {
    assertName("words.embedding.0.omdb", "words", "embedding", 0);
    assertName("books.chunks.meaning.11.omdb", "books", "chunks.meaning", 11);
    assertName("logs-2026%2e12.my~Field_2.0.omdb", "logs-2026.12", "myField_2", 0);
    assertName("%2eds-a-01.v%20%2f%c3%a4.0.omdb", ".ds-a-01", "v /ä", 0);
  }

  @Test
  public void testADotOfTheIndexIsNoDotOfTheField() {
    assertName("a.b.v.0.omdb", "a", "b.v", 0);
    assertName("a%2eb.v.0.omdb", "a.b", "v", 0);
    assertName("a%252eb.v.0.omdb", "a%2eb", "v", 0);
  }

  @Test
  public void testDifferentShardsHaveDifferentNames() {
    Map<String, List<Object>> shards = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      List<Object> shard = List.of(text(4).toLowerCase(Locale.ROOT), text(5), random().nextInt(3));
      checkNew(shards, shard);
    }
  }

  /** Of long names, only the hash may differ. */
  @Test
  public void testLongNamesAreShortenedAndDiffer() {
    Map<String, List<Object>> shards = new HashMap<>();
    for (int i = 1; i < 400; i++) {
      checkNew(shards, List.of("i".repeat(i), "v", 0));
      checkNew(shards, List.of("i", "v".repeat(i + 1), 0));
      checkNew(shards, List.of("ä".repeat(255 / 2), "V".repeat(i), Integer.MAX_VALUE));
      checkNew(shards, List.of("ä".repeat(255 / 2), "v".repeat(i), Integer.MAX_VALUE));
    }
    assertName("i".repeat(200 - 9) + ".v.0.omdb", "i".repeat(200 - 9), "v", 0);
  }

  private static String text(int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random().nextInt(maxLength); i > 0; i--) {
      text.append(CHARACTERS[random().nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  private static void checkNew(Map<String, List<Object>> shards, List<Object> shard) {
    String name =
        ExportFileName.of((String) shard.get(0), (String) shard.get(1), (Integer) shard.get(2));
    assertTrue(name, name.matches("[a-zA-Z0-9_.~%-]+"));
    assertTrue(name, name.length() <= ExportFileName.MAX_LENGTH);
    // File systems may ignore case.
    List<Object> other = shards.put(name.toLowerCase(Locale.ROOT), shard);
    assertTrue(shard + " and " + other + " have " + name, other == null || other.equals(shard));
  }
}
