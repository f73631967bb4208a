// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.file.StrictUtf8;
import org.omdb.cli.source.number.FloatScanner;
import org.omdb.cli.source.spi.VectorSource;

/**
 * {@code word v1 v2 ...} line by line, separated by spaces or tabs, as word2vec and GloVe write it.
 *
 * <p>A first line of two whole numbers, {@code rows dimension}, is word2vec's line of counts.
 * Without it, the first line tells the dimension. So a file without counts, and with one component
 * per row, can't start with a word and a component that are both whole numbers.
 */
final class TextSource implements VectorSource {

  private final LineReader lines;
  private final StrictUtf8 utf8 = new StrictUtf8();
  private final FloatScanner numbers = new FloatScanner();
  private final int dimension;

  /** Number of rows by the line of counts; -1 if there is none. */
  private final long rows;

  /** The line that told the dimension. */
  private final long dimensionLine;

  /** Whether the current line was read for the dimension, but not returned as a row yet. */
  private boolean pending;

  private long read;
  private String id;
  private float[] vector;

  private TextSource(LineReader lines, long rows, int dimension) {
    this.lines = lines;
    this.rows = rows;
    this.dimension = dimension;
    this.dimensionLine = lines.number();
    this.pending = rows < 0;
  }

  static TextSource open(FileWindow window) throws IOException, CommandFailure {
    LineReader lines = new LineReader(window);
    if (lines.next() == false) {
      throw BadInput.in(lines.file(), "only blank lines", "lines of a word and numbers");
    }
    byte[] bytes = lines.bytes();
    int firstEnd = FloatScanner.tokenEnd(bytes, lines.start(), lines.end());
    int tokens = countTokens(bytes, firstEnd, lines.end());
    long rows = -1;
    long dimension = tokens;
    if (tokens == 1) {
      int second = skipSeparators(bytes, firstEnd, lines.end());
      int secondEnd = FloatScanner.tokenEnd(bytes, second, lines.end());
      if (isWhole(bytes, lines.start(), firstEnd) && isWhole(bytes, second, secondEnd)) {
        rows = count(lines, lines.start(), firstEnd);
        dimension = count(lines, second, secondEnd);
      }
    }
    BadInput.checkDimension(lines.file(), BadInput.line(lines.number()), dimension);
    return new TextSource(lines, rows, (int) dimension);
  }

  private static boolean isWhole(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return from < to;
  }

  private static long count(LineReader lines, int from, int to) throws CommandFailure {
    String digits = new String(lines.bytes(), from, to - from, StandardCharsets.US_ASCII);
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw lines.bad("the count " + BadInput.quote(digits), "a number below 2^63");
    }
  }

  private static int countTokens(byte[] bytes, int from, int to) {
    int count = 0;
    for (int at = skipSeparators(bytes, from, to); at < to; at = skipSeparators(bytes, at, to)) {
      at = FloatScanner.tokenEnd(bytes, at, to);
      count++;
    }
    return count;
  }

  private static int skipSeparators(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && LineReader.isSeparator(bytes[at])) {
      at++;
    }
    return at;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long position() {
    return pending ? lines.offset() : lines.position();
  }

  @Override
  public long length() {
    return lines.length();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    if (pending == false && lines.next() == false) {
      checkAllRead();
      return false;
    }
    pending = false;
    if (read == rows) {
      throw lines.bad(
          "a row", "the end after " + rows + " rows, as line " + dimensionLine + " says");
    }
    int wordEnd = FloatScanner.tokenEnd(lines.bytes(), lines.start(), lines.end());
    id = word(wordEnd);
    vector = components(wordEnd);
    read++;
    return true;
  }

  private void checkAllRead() throws CommandFailure {
    if (rows >= 0 && read < rows) {
      String expected = rows + " as line " + dimensionLine + " says";
      throw BadInput.in(lines.file(), read + " rows", expected);
    }
  }

  private String word(int wordEnd) throws CommandFailure {
    int start = lines.start();
    if (wordEnd == start) {
      throw lines.bad("a separator at the start, which makes the id empty", "a word");
    }
    utf8.check(lines.file(), lines.offset(), lines.bytes(), start, wordEnd);
    return new String(lines.bytes(), start, wordEnd - start, StandardCharsets.UTF_8);
  }

  private float[] components(int wordEnd) throws CommandFailure {
    byte[] bytes = lines.bytes();
    int end = lines.end();
    float[] components = new float[dimension];
    int at = skipSeparators(bytes, wordEnd, end);
    for (int i = 0; i < dimension; i++) {
      if (at == end) {
        throw ragged(i);
      }
      components[i] = numbers.scan(bytes, at, end);
      if (Float.isFinite(components[i]) == false) {
        throw badNumber(i, at);
      }
      at = skipSeparators(bytes, numbers.end(), end);
    }
    if (at < end) {
      throw ragged(dimension + countTokens(bytes, at, end));
    }
    return components;
  }

  private CommandFailure ragged(int components) {
    return lines.bad(components + " components", dimension + " as in line " + dimensionLine);
  }

  private CommandFailure badNumber(int component, int at) {
    String token = BadInput.quote(lines.bytes(), at, numbers.end());
    return lines.bad(BadInput.component(component, token), BadInput.FINITE);
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
    lines.close();
  }
}
