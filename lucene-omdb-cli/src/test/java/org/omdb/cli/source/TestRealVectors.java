// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.omdb.cli.source.spi.VectorSource;

/** Sanity checks on the sets in {@code ../shared/data}, or where {@code OMDB_DATA} points. */
public class TestRealVectors extends SourceTestCase {

  private static Path data(String name) {
    String folder = System.getenv("OMDB_DATA");
    Path data =
        folder == null
            ? Path.of(System.getProperty("omdb.basedir", ".")).resolveSibling("shared/data")
            : Path.of(folder);
    Path file = data.resolve(name);
    assumeTrue("there is no " + file, Files.isReadable(file));
    return file;
  }

  public void testFashionMnistIsPixels() throws Exception {
    Path file = data("fashion-mnist/test_10000x784_u8.npy");
    assertEquals("npy", detect(file));
    try (VectorSource source = open(null, file)) {
      assertEquals(784, source.dimension());
      assertEquals(10_000, source.rows());
      float max = 0;
      for (int row = 0; row < 100; row++) {
        assertTrue(source.next());
        for (float pixel : source.vector()) {
          assertTrue(pixel >= 0 && pixel == Math.rint(pixel));
          max = Math.max(max, pixel);
        }
        assertNull(source.id());
      }
      assertEquals(255, max, 0);
    }
  }

  /** Reads the words' vectors twice: from the array, and from text made of it. */
  public void testWord2vecAsArrayAndAsText() throws Exception {
    Path file = data("word2vec-gnews8k-300d/vectors_8000x300_f32.npy");
    Path words = data("word2vec-gnews8k-300d/words.txt");
    int rows = 500;
    StringBuilder text = new StringBuilder(rows + " 300\n");
    float[][] vectors = new float[rows][];
    String[] ids = new String[rows];
    try (VectorSource source = open(null, file);
        BufferedReader lines = Files.newBufferedReader(words)) {
      assertEquals(8_000, source.rows());
      for (int row = 0; row < rows; row++) {
        assertTrue(source.next());
        vectors[row] = source.vector();
        ids[row] = lines.readLine();
        text.append(ids[row]);
        for (float component : vectors[row]) {
          text.append(' ').append(component);
        }
        text.append('\n');
      }
    }
    var read = read(null, write("a.txt", text.toString()));
    assertVectors(read, vectors);
    for (int row = 0; row < rows; row++) {
      assertEquals(ids[row], read.get(row).id());
    }
  }
}
