// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;

public class TestShellWords extends LuceneTestCase {

  private static void assertWords(String line, String... expected) {
    ShellWords words = ShellWords.of(line);
    assertEquals(line, List.of(expected), words.texts());
    assertFalse(line, words.isOpen());
  }

  public void testWordsAreThoseOfAShell() {
    assertWords("");
    assertWords(" \t ");
    assertWords("get  a\tb ", "get", "a", "b");
    assertWords("get 'a b' \"c d\" e\\ f", "get", "a b", "c d", "e f");
    assertWords("--where='year >= 2020'", "--where=year >= 2020");
    assertWords("it\"'\"s 'a'\\''b'", "it's", "a'b");
    assertWords("'a\\b' \"a\\b\\\"\\\\\"", "a\\b", "a\\b\"\\");
    assertWords("get '' \"\"", "get", "", "");
    assertWords("$HOME !x a;b | * ~", "$HOME", "!x", "a;b", "|", "*", "~");
    assertWords("Z\u00FCrich \uD83D\uDE00", "Z\u00FCrich", "\uD83D\uDE00");
  }

  public void testComments() {
    assertWords("# all of it");
    assertWords("get a # 'rest", "get", "a");
    assertWords("get a#b \\#c '#d'", "get", "a#b", "#c", "#d");
  }

  public void testWhatIsNotClosedGoesOn() {
    for (String line : List.of("get 'a", "get \"a\\\"", "get a\\", "x'")) {
      assertTrue(line, ShellWords.of(line).isOpen());
    }
    assertWords("get 'two\nlines' a\\\nb", "get", "two\nlines", "ab");
  }

  public void testPlacesOfWords() {
    assertEquals(
        List.of(new ShellWords.Word("get", 1, 4), new ShellWords.Word("a b", 5, 10)),
        ShellWords.of(" get 'a b' ").words());
  }

  public void testEscapedTextIsOneWord() {
    for (int i = 0; i < 100; i++) {
      String text = "x" + TestUtil.randomUnicodeString(random()).replace("\n", "");
      assertEquals(List.of(text), ShellWords.of(ShellWords.escape(text)).texts());
    }
    assertEquals("a\\ \\'b\\'", ShellWords.escape("a 'b'"));
  }
}
