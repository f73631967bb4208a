// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

public class TestTextFormat extends SourceTestCase {

  private static final SourceFormat TEXT = new TextFormat();

  private static List<String> ids(List<Row> rows) {
    return rows.stream().map(Row::id).toList();
  }

  public void testGlove() throws Exception {
    List<Row> rows = read(TEXT, write("a.txt", "the 0.1 -2\n, 1e-3 +4.\n"));
    assertEquals(List.of("the", ","), ids(rows));
    assertVectors(rows, new float[] {0.1f, -2}, new float[] {1e-3f, 4});
  }

  public void testWord2vecHasCountsAndSpacesAtLineEnds() throws Exception {
    Path file = write("a.vec", "2 3\n</s> 1 2 3 \nof 4 5 6 \n");
    List<Row> rows = read(TEXT, file);
    assertEquals(List.of("</s>", "of"), ids(rows));
    assertVectors(rows, new float[] {1, 2, 3}, new float[] {4, 5, 6});
    try (VectorSource source = open(TEXT, file)) {
      assertEquals(2, source.rows());
    }
  }

  public void testSeparatorsLineEndsAndByteOrderMark() throws Exception {
    List<Row> rows =
        read(TEXT, write("a.txt", "\ufeffa\t1  2\r\n\r\n \t\n\nb \t 3\t 4\t\r\nc 5 6"));
    assertEquals(List.of("a", "b", "c"), ids(rows));
    assertVectors(rows, new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6});
  }

  public void testWordsMayBeAnyUtf8() throws Exception {
    List<String> words =
        List.of("漢字", "\ud83d\ude00", "a\u00a0b", "\u2028", "1", "-", "\ufffd", "a\rb");
    StringBuilder text = new StringBuilder();
    words.forEach(word -> text.append(word).append(" 1 2\n"));
    assertEquals(words, ids(read(TEXT, write("a.txt", text.toString()))));
  }

  public void testWholeNumbersInTheFirstLineAreOnlyCountsIfTheyAreTwo() throws Exception {
    assertVectors(
        read(TEXT, write("a.txt", "1 2 3\n4 5 6\n")), new float[] {2, 3}, new float[] {5, 6});
    assertVectors(read(TEXT, write("a.txt", "1 2.\n4 5\n")), new float[] {2}, new float[] {5});
    assertVectors(read(TEXT, write("a.txt", "1 1\n4 5\n")), new float[] {5});
    assertVectors(read(TEXT, write("a.txt", "0 300\n")));
  }

  public void testSeveralRandomVectorsComeBack() throws Exception {
    float[][] vectors = randomVectors();
    boolean counts = random().nextBoolean() || vectors[0].length == 1;
    StringBuilder text = new StringBuilder();
    if (counts) {
      text.append(vectors.length).append(' ').append(vectors[0].length).append('\n');
    }
    String[] words = new String[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      do {
        words[i] =
            TestUtil.randomRealisticUnicodeString(random(), 1, 20)
                .replaceAll("[ \t\r\n\ufeff]", "_");
      } while (words[i].isEmpty());
      text.append(words[i]);
      for (float component : vectors[i]) {
        text.append(random().nextInt(10) == 0 ? " \t " : " ").append(component);
      }
      text.append(random().nextBoolean() ? "\n" : " \r\n");
    }
    List<Row> rows = read(TEXT, write("a.txt", text.toString()));
    assertVectors(rows, vectors);
    assertEquals(Arrays.asList(words), ids(rows));
  }

  public void testWordsMayHaveSpacesAsSomeOfGlove840BDo() throws Exception {
    List<String> words = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int dimension = TestUtil.nextInt(random(), 1, 300);
    float[][] vectors = new float[TestUtil.nextInt(random(), 5, 200)][];
    List<String> spaced =
        List.of(". . .", "at name@domain.com", "chapter 3 of", "•  name", "a\tb", "1 of");
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = randomVector(dimension);
      // Also in the first line, but not in most of them.
      boolean withSpaces = i == 0 || i > 3 && random().nextInt(5) == 0;
      words.add(withSpaces ? spaced.get(random().nextInt(spaced.size())) : "w" + i);
      text.append(words.get(i));
      for (float component : vectors[i]) {
        text.append(' ').append(component);
      }
      text.append('\n');
    }
    Path file = write("a.txt", text.toString());
    assertEquals("text", detect(file));
    List<Row> rows = read(TEXT, file);
    assertEquals(words, ids(rows));
    assertVectors(rows, vectors);
  }

  public void testWordsWithSpacesAndCounts() throws Exception {
    List<Row> rows = read(TEXT, write("a.txt", "2 2\n. . 1 2\nat a@b.c 3 4\n"));
    assertEquals(List.of(". .", "at a@b.c"), ids(rows));
    assertVectors(rows, new float[] {1, 2}, new float[] {3, 4});
  }

  public void testLinesWithTooManyNumbersAreNoWordsWithSpaces() throws Exception {
    refused("a 1 2\nb 3 1 2\n", "line 2: found 3 components, expected 2 as in line 1");
    refused(
        "a 1 2\nb 0.3 x 1 2\n",
        "line 2: found \"x\" as component 1, expected a finite number in the range of float32");
    refused(
        "a 1 2 3\nb 1 2\nc 1 2\n",
        "line 1: found 3 components, expected 2 as in most of the first lines");
  }

  public void testTablesOfNumbersAreNotTakenForWords() throws Exception {
    String expected =
        "found a table of numbers, expected --no-ids if each line is a vector, or --format text if"
            + " the first number of each line is its id";
    for (String table :
        List.of(
            "1.000000000000000000e+00 2.000000000000000000e+00\n3e+00 4e+00\n", // savetxt
            "0.1\t0.2\n0.3\t0.4\n", // TensorFlow's projector
            "# with a header\n0.5 1\n1 0.5\n",
            "1 0 0\n0 1 0\n1 0 0\n", // no ids, because one comes twice
            "0 0.5\n.5 0",
            "-1. 2",
            "1 nan\n.5 2")) {
      assertRefused(null, write("a", table), expected);
    }
    assertEquals(List.of("0.1", "0.3"), ids(read(TEXT, write("a", "0.1\t0.2\n0.3\t0.4\n"))));
    for (String separator : List.of(",", ";", ", ")) {
      assertRefused(
          null,
          write("a.csv", "1" + separator + "2.5\n3" + separator + "4\n"),
          "found numbers without a header, separated by '"
              + separator.charAt(0)
              + "', expected --no-ids if each line is a vector, whose rows have no ids");
    }
  }

  public void testWordsThatAreNumbersAreWords() throws Exception {
    for (String text :
        List.of(
            "1 0.5 0.2\n2 0.5 0.2\n", // numbered
            "2 2\n34 0.5 0.2\n34.5 0.5 0.2\n", // with counts, which leave no doubt
            "2 2\n2 0.5 0.2\n34 0.5 0.2\n",
            ", 1.5 2\n0.5 1.5 2\n",
            "1900 1 2\n1.5a 1 2\n")) {
      assertFalse(read(null, write("a", text)).isEmpty());
    }
  }

  public void testNumbersWithoutIds() throws Exception {
    for (String separator : List.of(" ", "\t", "  ", ",", " , ", ";")) {
      String text =
          "# savetxt's header\n0.5,1e3,-2\r\n\n+3,.5,0\n# a comment\n".replace(",", separator);
      List<Row> rows = numbers(text);
      assertVectors(rows, new float[] {0.5f, 1e3f, -2}, new float[] {3, 0.5f, 0});
      assertNull(rows.get(0).id());
    }
    assertVectors(numbers("1.5\n2\n"), new float[] {1.5f}, new float[] {2});
    assertVectors(numbers("0,1,2\n3,4,5"), new float[] {0, 1, 2}, new float[] {3, 4, 5});
  }

  public void testBadTablesOfNumbersAreRefused() throws Exception {
    String finite = ", expected a finite number in the range of float32";
    String numbers =
        ", expected numbers alone, because --no-ids or --ids says that the file has no ids";
    numbersRefused("the 0.5 1\n", "line 1: found \"the\" as component 0" + numbers);
    numbersRefused("1 2\n3\n", "line 2: found 1 components, expected 2 as in line 1");
    numbersRefused("1,2\n3,4,5\n", "line 2: found 3 components, expected 2 as in line 1");
    numbersRefused("1 2\n3 nan\n", "line 2: found \"nan\" as component 1" + finite);
    numbersRefused("1 2\n3 1e39\n", "line 2: found \"1e39\" as component 1" + finite);
    numbersRefused(
        "1,2\n" + "3,4\n".repeat(100) + "3,,4\n", "line 102: found \"\" as component 1" + numbers);
    numbersRefused(
        "1,2\n" + "3,4\n".repeat(100) + "3,\n", "line 102: found \"\" as component 1" + numbers);
    numbersRefused("1,2\n3 4\n", "line 1: found \"1,2\" as component 0" + numbers);
    numbersRefused(
        "0,1,2\n0.5,1.5,2.5\n",
        "line 1: found the numbers from 0 on, and a row with fractions in the next line, expected"
            + " no line of column numbers, as DataFrame.to_csv(header=False) writes none");
    numbersRefused("# 1\n\n", "found only blank lines and comments, expected lines of numbers");
  }

  private static final Columns NO_IDS = new Columns(null, null, null, true);

  private static List<Row> numbers(String text) throws Exception {
    return rows(SourceFormats.open(SourceFile.open(write("a", text)), TEXT, NO_IDS));
  }

  private static void numbersRefused(String text, String expected) throws Exception {
    Path file = write("a", text);
    CommandFailure failure =
        expectThrows(
            CommandFailure.class,
            () -> rows(SourceFormats.open(SourceFile.open(file), TEXT, NO_IDS)));
    assertEquals(file + ": " + expected, failure.getMessage());
  }

  public void testRaggedRowsAreRefused() throws Exception {
    refused("a 1 2\nb 1\n", "line 2: found 1 components, expected 2 as in line 1");
    refused("a 1 2\n\nb 1 2 3 x \n", "line 3: found 4 components, expected 2 as in line 1");
    refused("1 2\na 1 2 3", "line 2: found 3 components, expected 2 as in line 1");
    refused("a 1 2\nb\n", "line 2: found 0 components, expected 2 as in line 1");
  }

  public void testCountsMustHold() throws Exception {
    refused("3 1\na 1\nb 2\n", "found 2 rows, expected 3 as line 1 says");
    refused(
        "1 1\na 1\nb 2\n", "line 3: found a row, expected the end after 1 rows, as line 1 says");
    refused("3 0\na\n", "line 1: found dimension 0, expected 1 to 16384");
    refused("3 16385\na\n", "line 1: found dimension 16385, expected 1 to 16384");
    refused(
        "3 99999999999999999999\n",
        "line 1: found the count \"99999999999999999999\", expected a number below 2^63");
  }

  public void testBadDimensionIsRefused() throws Exception {
    refused("word\n", "line 1: found dimension 0, expected 1 to 16384");
    refused("word" + " 1".repeat(16_385), "line 1: found dimension 16385, expected 1 to 16384");
    refused("\n\n \n", "found only blank lines, expected lines of a word and numbers");
  }

  public void testBadNumbersAreRefused() throws Exception {
    String expected = ", expected a finite number in the range of float32";
    for (String bad :
        List.of(
            "x", "1f", "0x1p3", "1e", "1,5", ".", "-", "--1", "1.2.3", "1e5.", "\u0661", "1d")) {
      refused("a 1 2\nb 1 " + bad + " ", "line 2: found \"" + bad + "\" as component 1" + expected);
    }
    for (String bad : List.of("nan", "NaN", "inf", "-Infinity", "1e39", "-3.4028236e38")) {
      refused("a 1 2\nb " + bad + " 1", "line 2: found \"" + bad + "\" as component 0" + expected);
    }
    refused(
        "a 1\nb " + "1\0".repeat(100),
        "line 2: found \"" + "1\\x00".repeat(20) + "...\" as component 0" + expected);
  }

  public void testEmptyIdIsRefused() throws Exception {
    String expected = "found a separator at the start, which makes the id empty, expected a word";
    refused("a 1\n 2\n", "line 2: " + expected);
    refused("a 1\n\t2\n", "line 2: " + expected);
  }

  public void testIdThatIsNoUtf8IsRefusedWithItsByte() throws Exception {
    byte[] bytes = "a 1\nbc\u00e9? 2\n".getBytes(UTF_8);
    bytes[7] = 'x';
    assertRefused(TEXT, write("a.txt", bytes), "byte 6: found byte 0xc3, expected UTF-8");
    byte[] surrogate = {'a', ' ', '1', '\n', (byte) 0xed, (byte) 0xa0, (byte) 0x80, ' ', '2'};
    assertRefused(TEXT, write("a.txt", surrogate), "byte 4: found byte 0xed, expected UTF-8");
    byte[] overlong = {'a', (byte) 0xc0, (byte) 0x80, ' ', '2'};
    assertRefused(TEXT, write("a.txt", overlong), "byte 1: found byte 0xc0, expected UTF-8");
    byte[] cut = {'a', (byte) 0xe2, (byte) 0x82, ' ', '2'};
    assertRefused(TEXT, write("a.txt", cut), "byte 1: found byte 0xe2, expected UTF-8");
  }

  private static void refused(String text, String expected) throws IOException {
    assertRefused(TEXT, write("a.txt", text), expected);
  }
}
