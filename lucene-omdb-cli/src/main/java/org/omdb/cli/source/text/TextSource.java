// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.file.StrictUtf8;
import org.omdb.cli.source.number.FloatScanner;
import org.omdb.cli.source.spi.VectorSource;

/**
 * {@code word v1 v2 ...} line by line, separated by spaces or tabs, as word2vec and GloVe write it.
 *
 * <p>A first line of two whole numbers, {@code rows dimension}, is word2vec's line of counts.
 * Without it, the first lines tell the dimension. So a file without counts, and with one component
 * per row, can't start with a word and a component that are both whole numbers.
 *
 * <p>Words may have spaces, as some of GloVe's 840B do ({@code . . .}, {@code at name@domain.com}):
 * numbers are counted from the line's end. What stands before them is refused if it ends with a
 * number or has a fraction, because then it is rather a line with too many numbers.
 */
final class TextSource implements VectorSource {

  private final LineReader lines;
  private final StrictUtf8 utf8 = new StrictUtf8();
  private final FloatScanner numbers = new FloatScanner();
  private final int dimension;

  /** Number of rows by the line of counts; -1 if there is none. */
  private final long rows;

  /** What told the dimension, in words. */
  private final String dimensionFrom;

  /** Whether the current line was read for the dimension, but not returned as a row yet. */
  private boolean pending;

  private long read;
  private String id;
  private float[] vector;

  private TextSource(LineReader lines, long rows, int dimension, String dimensionFrom) {
    this.lines = lines;
    this.rows = rows;
    this.dimension = dimension;
    this.dimensionFrom = dimensionFrom;
    this.pending = rows < 0;
  }

  static TextSource open(FileWindow window) throws IOException, CommandFailure {
    boolean whole = window.fill(FileHead.MAX_BYTES) == false;
    LineReader lines = new LineReader(window);
    if (lines.next() == false) {
      throw BadInput.in(lines.file(), "only blank lines", "lines of a word and numbers");
    }
    String place = BadInput.line(lines.number());
    byte[] bytes = lines.bytes();
    int firstEnd = FloatScanner.tokenEnd(bytes, lines.start(), lines.end());
    int second = Tokens.skipBlanks(bytes, firstEnd, lines.end());
    int secondEnd = FloatScanner.tokenEnd(bytes, second, lines.end());
    if (Tokens.skipBlanks(bytes, secondEnd, lines.end()) == lines.end()
        && Tokens.isWhole(bytes, lines.start(), firstEnd)
        && Tokens.isWhole(bytes, second, secondEnd)) {
      long rows = count(lines, lines.start(), firstEnd);
      long dimension = count(lines, second, secondEnd);
      BadInput.checkDimension(lines.file(), place, dimension);
      return new TextSource(lines, rows, (int) dimension, place);
    }
    FirstLines first = FirstLines.of(lines, window, whole);
    int dimension = first.dimension();
    BadInput.checkDimension(lines.file(), place, dimension);
    String from = dimension == first.firstDimension() ? place : "most of the first lines";
    return new TextSource(lines, -1, dimension, from);
  }

  private static long count(LineReader lines, int from, int to) throws CommandFailure {
    String digits = new String(lines.bytes(), from, to - from, StandardCharsets.US_ASCII);
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw lines.bad("the count " + BadInput.quote(digits), "a number below 2^63");
    }
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
      throw lines.bad("a row", "the end after " + rows + " rows, as " + dimensionFrom + " says");
    }
    readRow();
    read++;
    return true;
  }

  private void checkAllRead() throws CommandFailure {
    if (rows >= 0 && read < rows) {
      String expected = rows + " as " + dimensionFrom + " says";
      throw BadInput.in(lines.file(), read + " rows", expected);
    }
  }

  private void readRow() throws CommandFailure {
    byte[] bytes = lines.bytes();
    int start = lines.start();
    int wordEnd = FloatScanner.tokenEnd(bytes, start, lines.end());
    if (wordEnd == start) {
      throw lines.bad("a separator at the start, which makes the id empty", "a word");
    }
    vector = components(wordEnd);
    if (vector == null) {
      wordEnd = endOfWordWithSpaces(wordEnd);
      vector = components(wordEnd);
    }
    if (vector == null) {
      throw bad(wordEnd);
    }
    utf8.check(lines.file(), lines.offset(), bytes, start, wordEnd);
    id = new String(bytes, start, wordEnd - start, StandardCharsets.UTF_8);
  }

  /** What follows a word; null if that is not as many finite numbers as there should be. */
  private float[] components(int wordEnd) {
    byte[] bytes = lines.bytes();
    int end = lines.end();
    float[] components = new float[dimension];
    int at = Tokens.skipBlanks(bytes, wordEnd, end);
    for (int i = 0; i < dimension; i++) {
      components[i] = numbers.scan(bytes, at, end); // NaN at the end
      if (Float.isFinite(components[i]) == false) {
        return null;
      }
      at = Tokens.skipBlanks(bytes, numbers.end(), end);
    }
    return at == end ? components : null;
  }

  /**
   * Where a word ends that may have spaces, if the numbers are counted from the line's end.
   *
   * @param firstEnd where it ends without, which is returned if nothing better is found
   */
  private int endOfWordWithSpaces(int firstEnd) {
    byte[] bytes = lines.bytes();
    int numbersAt = Tokens.backwards(bytes, lines.start(), lines.end(), dimension);
    int end = Tokens.skipBlanksBackwards(bytes, lines.start(), numbersAt);
    for (int at = Tokens.skipBlanks(bytes, firstEnd, end); at < end; ) {
      int partEnd = FloatScanner.tokenEnd(bytes, at, end);
      boolean last = partEnd == end;
      if (last ? Tokens.isNumber(bytes, at, partEnd) : Tokens.isFraction(bytes, at, partEnd)) {
        return firstEnd;
      }
      at = Tokens.skipBlanks(bytes, partEnd, end);
    }
    return Math.max(end, firstEnd);
  }

  /** What is wrong with the numbers behind a word. */
  private CommandFailure bad(int wordEnd) {
    byte[] bytes = lines.bytes();
    int end = lines.end();
    int count = 0;
    int at = Tokens.skipBlanks(bytes, wordEnd, end);
    for (; at < end && count < dimension; at = Tokens.skipBlanks(bytes, numbers.end(), end)) {
      if (Float.isFinite(numbers.scan(bytes, at, end)) == false) {
        String token = BadInput.quote(bytes, at, numbers.end());
        return lines.bad(BadInput.component(count, token), BadInput.FINITE);
      }
      count++;
    }
    count += Tokens.count(bytes, at, end);
    return lines.bad(count + " components", dimension + " as in " + dimensionFrom);
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
