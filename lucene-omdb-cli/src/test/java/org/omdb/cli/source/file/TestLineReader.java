// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTestCase;

public class TestLineReader extends SourceTestCase {

  private static FileWindow window(Path file) throws IOException, CommandFailure {
    return SourceFile.open(file).window();
  }

  public void testLinesOfAllLengthsComeBackWithTheirNumbersAndOffsets() throws Exception {
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      int length =
          switch (random().nextInt(4)) {
            case 0 -> 0;
            case 1 -> TestUtil.nextInt(random(), 1 << 17, 1 << 20);
            default -> TestUtil.nextInt(random(), 1, 1 << 15);
          };
      String line = TestUtil.randomSimpleString(random(), 1, 5).repeat(length);
      if (line.isBlank() == false) {
        expected.add(i + " " + text.length() + " " + line);
      }
      text.append(line).append(random().nextBoolean() ? "\n" : "\r\n");
    }
    if (random().nextBoolean()) {
      expected.add("51 " + text.length() + " x");
      text.append("x");
    }
    List<String> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(window(write("a.txt", text.toString())))) {
      while (reader.next()) {
        int length = reader.end() - reader.start();
        lines.add(
            reader.number()
                + " "
                + reader.offset()
                + " "
                + new String(reader.bytes(), reader.start(), length, StandardCharsets.US_ASCII));
      }
      assertEquals(reader.length(), reader.position());
    }
    assertEquals(expected, lines);
  }

  public void testLineThatIsTooLongIsRefused() throws Exception {
    int max = TestUtil.nextInt(random(), 1, 1 << 20);
    String fits = "x".repeat(max - 1);
    for (String tail : new String[] {"x", "x\n", "xx", "x".repeat(max) + "\n"}) {
      String text = "\n" + (max > 1 ? fits + "\n" : "\n") + fits + tail;
      try (LineReader reader = new LineReader(window(write("a.txt", text)), max)) {
        if (max > 1) {
          assertTrue(reader.next());
        }
        CommandFailure failure = expectThrows(CommandFailure.class, reader::next);
        assertEquals(
            reader.file()
                + ": line 3: found a line of "
                + max
                + " bytes or more, expected a vector per line",
            failure.getMessage());
      }
    }
  }
}
