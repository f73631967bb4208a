// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** What comes from files and indexes does nothing to a terminal. */
public class TestPrintable extends LuceneTestCase {

  private static final String COLOR = "\u001b[1;31m";

  /** Prints a text in random parts. */
  private static String printed(String text) {
    StringWriter printed = new StringWriter();
    PrintWriter writer = Printable.writer(printed, random().nextBoolean());
    for (int from = 0; from < text.length(); ) {
      int to = from + 1 + random().nextInt(text.length() - from);
      if (to == from + 1 && random().nextBoolean()) {
        writer.write(text.charAt(from));
      } else if (random().nextBoolean()) {
        writer.write(text.toCharArray(), from, to - from);
      } else {
        writer.write(text, from, to - from);
      }
      from = to;
    }
    writer.flush();
    return printed.toString();
  }

  public void testOrdinaryTextPasses() {
    for (String text :
        List.of(
            "", "apple", "Z\u00FCrich", "\u65E5\u672C", "a\u200D\uD83D\uDE00", "two\n\tlines")) {
      assertEquals(text, printed(text));
    }
    assertEquals("\u65E5\u672C", Printable.of("\u65E5\u672C"));
  }

  public void testControlsAreEscaped() {
    assertEquals("a\\u0007b\\u007fc\\u009b\\u202e", Printable.of("a\u0007b\u007Fc\u009B\u202E"));
    assertEquals("a\\u0007b\\u007fc\\u009b\\u202e", printed("a\u0007b\u007Fc\u009B\u202E"));
    assertEquals("two\\nlines\\r\\t", Printable.of("two\nlines\r\t"));
    assertEquals("\\u001b]0;title\\u0007", printed("\u001b]0;title\u0007"));
  }

  /** Colors of the command pass, but not those in an id. */
  public void testColorsPass() {
    assertEquals(COLOR + "red\u001b[0m", printed(COLOR + "red\u001b[0m"));
    assertEquals("\\u001b[1;31mred", Printable.of(COLOR + "red"));
  }

  public void testWhatOnlyBeginsAsAColorIsEscaped() {
    for (String text : List.of("\u001b", "\u001b[", "\u001b[2J", "\u001b[3;", "\u001bm")) {
      assertEquals(text.replace("\u001b", "\\u001b"), printed(text));
      assertEquals("\\u001b" + COLOR, printed("\u001b" + COLOR));
    }
    String endless = "\u001b[" + "1".repeat(1000);
    assertEquals(endless.replace("\u001b", "\\u001b") + "m", printed(endless + "m"));
  }

  /** Nothing but line breaks and tabs moves the cursor, in any text. */
  public void testNoControlIsLeft() {
    String text = TestUtil.randomUnicodeString(random(), 200);
    String safe = Printable.line("line\r\nbreak " + text);
    assertTrue(safe, safe.startsWith("line break"));
    assertEquals(safe, 0, safe.chars().filter(Character::isISOControl).count());
  }

  public void testJsonStaysTheSame() throws IOException {
    String text =
        "\u0007\u007F\u0085\u009B\u202E\u2028 \"\\" + TestUtil.randomUnicodeString(random());
    StringWriter printed = new StringWriter();
    PrintWriter writer = Printable.writer(printed, true);
    JsonOutput.printLine(writer, List.of(text));
    assertEquals(text, new ObjectMapper().readTree(printed.toString()).get(0).asText());
    assertEquals(
        printed.toString(),
        0,
        printed.toString().strip().chars().filter(Character::isISOControl).count());
  }

  public void testLineIsOneLine() {
    assertEquals("a b c", Printable.line("a\nb  \r\n\r\n c\n"));
  }
}
