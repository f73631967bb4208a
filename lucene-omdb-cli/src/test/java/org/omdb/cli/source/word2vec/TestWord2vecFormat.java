// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.word2vec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.spi.SourceFormat;

public class TestWord2vecFormat extends SourceTestCase {

  private static final SourceFormat WORD2VEC = new Word2vecFormat();

  private static byte[] file(String counts, String end, List<String> words, float[]... vectors) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(counts.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < vectors.length; i++) {
      file.writeBytes((words.get(i) + " ").getBytes(StandardCharsets.UTF_8));
      file.writeBytes(floats(vectors[i]));
      file.writeBytes(end.getBytes(StandardCharsets.UTF_8));
    }
    return file.toByteArray();
  }

  public void testRandomVectorsComeBack() throws Exception {
    float[][] vectors = randomVectors();
    String[] words = new String[vectors.length];
    Arrays.setAll(words, i -> (i % 2 == 0 ? "é漢" : "word") + i);
    String counts = vectors.length + " " + vectors[0].length + "\n";
    for (String end : new String[] {"", "\n"}) {
      byte[] bytes = file(counts, end, Arrays.asList(words), vectors);
      List<Row> rows = read(WORD2VEC, write("a.bin", bytes));
      assertVectors(rows, vectors);
      assertEquals(Arrays.asList(words), rows.stream().map(Row::id).toList());
    }
  }

  /** The byte of a line feed is not one between rows. */
  public void testComponentsMayBeginWithALineFeed() throws Exception {
    float lineFeed = Float.intBitsToFloat(0x0a0a0a0a);
    float[][] vectors = {{lineFeed, 1}, {1, lineFeed}};
    for (String end : new String[] {"", "\n"}) {
      byte[] bytes = file("2 2\n", end, List.of("a", "b"), vectors);
      assertVectors(read(WORD2VEC, write("a.bin", bytes)), vectors);
    }
  }

  public void testRecognizedByBytesThatAreNoText() throws Exception {
    byte[] bytes = file("1 3\n", "", List.of("the"), new float[] {0, 1, 2});
    assertEquals("word2vecbin", detect(write("a", bytes)));
    byte[] lineFeed = file("1 3\n", "", List.of("the"), new float[] {0, 1, 2});
    lineFeed[8] = '\n';
    assertEquals("word2vecbin", detect(write("a", lineFeed)));
    assertEquals("text", detect(write("a.bin", "1 3\nthe 0 1 2\nof 1 2 3\n")));
    assertEquals("text", detect(write("a.bin", "1 3000\nthe" + " 0.5".repeat(3000))));
    assertEquals("text", detect(write("a", "1 3\nthe -1.5e-3 nan 2\nof 1")));
  }

  public void testBadFilesAreRefused() throws Exception {
    byte[] good = file("2 2\n", "\n", List.of("a", "b"), new float[2], new float[] {1, 2});
    assertRefused(
        WORD2VEC,
        write("a", Arrays.copyOf(good, good.length - 2)),
        "row 1: found the end of the file after 7 bytes, expected 8 bytes");
    assertRefused(
        WORD2VEC,
        write("a", Arrays.copyOf(good, good.length - 10)),
        "row 1: found the end of the file after 1 bytes, expected a word and a space");
    assertRefused(
        WORD2VEC,
        write("a", Arrays.copyOf(good, good.length + 1)),
        "found bytes after the last of 2 rows, expected the end of the file, as line 1 says");
    assertRefused(
        WORD2VEC,
        write("a", "word\n"),
        "line 1: found \"word\\x0a\", expected the number of rows and the dimension");
    assertRefused(WORD2VEC, write("a", "1 0\n"), "line 1: found dimension 0, expected 1 to 16384");
    assertRefused(
        WORD2VEC,
        write("a", file("1 1\n", "", List.of(""), new float[1])),
        "row 0: found an empty word, expected an id");
    assertRefused(
        WORD2VEC,
        write("a", "1 1\n" + "x".repeat(1 << 17)),
        "row 0: found 65536 bytes without a space, expected a word and a space");
    assertRefused(
        WORD2VEC,
        write("a", file("1 1\n", "", List.of("a"), new float[] {Float.NaN})),
        "row 0: found NaN as component 0, expected a finite number in the range of float32");
    byte[] latin1 = file("1 1\n", "", List.of("a"), new float[1]);
    latin1[4] = (byte) 0xe9;
    assertRefused(WORD2VEC, write("a", latin1), "byte 4: found byte 0xe9, expected UTF-8");
  }
}
