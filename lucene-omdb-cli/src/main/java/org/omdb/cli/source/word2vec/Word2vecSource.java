// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.word2vec;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.binary.BinaryRow;
import org.omdb.cli.source.binary.Element;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.StrictUtf8;
import org.omdb.cli.source.spi.VectorSource;

/** Words, each with its vector behind it. */
final class Word2vecSource implements VectorSource {

  /** Longer than a word: if there is no space, the file is no such file, or damaged. */
  private static final int MAX_WORD_BYTES = 1 << 16;

  private final FileWindow window;
  private final Counts counts;
  private final BinaryRow row;
  private final StrictUtf8 utf8 = new StrictUtf8();
  private long read;
  private String id;
  private float[] vector;

  private Word2vecSource(FileWindow window, Counts counts) {
    this.window = window;
    this.counts = counts;
    this.row = new BinaryRow(Element.FLOAT32, ByteOrder.LITTLE_ENDIAN, (int) counts.dimension());
  }

  static Word2vecSource open(FileWindow window) throws IOException, CommandFailure {
    window.fill(Counts.MAX_BYTES);
    Counts counts = Counts.read(window.bytes(), window.start(), window.end());
    if (counts == null) {
      int end = Math.min(window.end(), window.start() + Counts.MAX_BYTES);
      String found = BadInput.quote(window.bytes(), window.start(), end);
      throw BadInput.at(
          window.file(), BadInput.line(1), found, "the number of rows and the dimension");
    }
    BadInput.checkDimension(window.file(), BadInput.line(1), counts.dimension());
    window.skip(counts.bytes());
    return new Word2vecSource(window, counts);
  }

  @Override
  public int dimension() {
    return row.dimension();
  }

  @Override
  public long rows() {
    return counts.rows();
  }

  @Override
  public long position() {
    return window.position();
  }

  @Override
  public long length() {
    return window.length();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    if (read == counts.rows()) {
      checkEnd();
      return false;
    }
    readWord();
    vector = row.read(window, read);
    read++;
    if (read == counts.rows()) {
      skipLineEnd();
    }
    return true;
  }

  private void checkEnd() throws IOException, CommandFailure {
    if (window.fill(1)) {
      String found = "bytes after the last of " + counts.rows() + " rows";
      throw BadInput.in(window.file(), found, "the end of the file, as line 1 says");
    }
  }

  private void skipLineEnd() throws IOException, CommandFailure {
    if (window.fill(1) && window.bytes()[window.start()] == '\n') {
      window.skip(1);
    }
  }

  private void readWord() throws IOException, CommandFailure {
    skipLineEnd(); // of the row before
    int length = 0;
    while (true) {
      if (length == MAX_WORD_BYTES || window.fill(length + 1) == false) {
        String found =
            length == MAX_WORD_BYTES
                ? length + " bytes without a space"
                : "the end of the file after " + length + " bytes";
        throw BadInput.at(window.file(), BadInput.row(read), found, "a word and a space");
      }
      byte[] bytes = window.bytes();
      while (length < Math.min(window.available(), MAX_WORD_BYTES)
          && bytes[window.start() + length] != ' ') {
        length++;
      }
      if (length < window.available() && bytes[window.start() + length] == ' ') {
        break;
      }
    }
    if (length == 0) {
      throw BadInput.at(window.file(), BadInput.row(read), "an empty word", "an id");
    }
    int start = window.start();
    utf8.check(window.file(), window.position(), window.bytes(), start, start + length);
    id = new String(window.bytes(), start, length, StandardCharsets.UTF_8);
    window.skip(length + 1);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public float[] vector() {
    return vector;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
