// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.word2vec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * The binary format of word2vec.c, which gensim writes too: a line of counts as text; then for each
 * row its word, a space, and the components as float32, little-endian. word2vec.c ends each row
 * with a line feed, and gensim does not.
 */
public final class Word2vecFormat implements SourceFormat {

  /** What text may have among numbers. */
  private static final String NUMERIC = "0123456789+-.eE \t\rnaifNAIF";

  @Override
  public String name() {
    return "word2vecbin";
  }

  @Override
  public String description() {
    return "word2vec in binary: GoogleNews, gensim's save_word2vec_format(binary=True)";
  }

  /** Whether no numbers in text follow a line of counts and a word. */
  @Override
  public boolean recognizes(FileHead head) {
    byte[] bytes = head.bytes();
    Counts counts = Counts.read(bytes, 0, bytes.length);
    if (counts == null) {
      return false;
    }
    int vectorAt = counts.bytes();
    while (vectorAt < bytes.length && bytes[vectorAt] != ' ') {
      vectorAt++;
    }
    vectorAt = Math.min(vectorAt + 1, bytes.length);
    return vectorAt < bytes.length && isText(bytes, vectorAt, counts.dimension()) == false;
  }

  /** Whether as many numbers in text as there are components make up the rest of the line. */
  private static boolean isText(byte[] bytes, int from, long dimension) {
    int end = from;
    while (end < bytes.length && bytes[end] != '\n') {
      if (NUMERIC.indexOf(bytes[end]) < 0) {
        return false;
      }
      end++;
    }
    String line = new String(bytes, from, end - from, ISO_8859_1).trim();
    return end == bytes.length || line.split("\\s+").length == dimension;
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    columns.requireUnnamed(name());
    return Word2vecSource.open(file.window());
  }
}
