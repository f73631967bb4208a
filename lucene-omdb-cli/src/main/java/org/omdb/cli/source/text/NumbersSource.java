// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.number.FloatScanner;
import org.omdb.cli.source.spi.VectorSource;

/**
 * Rows of numbers alone, as {@code numpy.savetxt} and TensorFlow's projector write them. They are
 * separated by spaces or tabs, by commas, or by semicolons. Lines that begin with {@code #} are
 * comments.
 */
final class NumbersSource implements VectorSource {

  private static final String ONLY_NUMBERS =
      "numbers alone, because --no-ids or --ids says that the file has no ids";

  private final LineReader lines;
  private final FloatScanner numbers = new FloatScanner();
  private final NumberLine line;
  private final int dimension;
  private final long dimensionLine;
  private boolean pending = true;
  private float[] vector;

  private NumbersSource(LineReader lines, NumberLine line, int dimension) {
    this.lines = lines;
    this.line = line;
    this.dimension = dimension;
    this.dimensionLine = lines.number();
  }

  static NumbersSource open(FileWindow window) throws IOException, CommandFailure {
    LineReader lines = new LineReader(window);
    boolean whole = window.fill(FileHead.MAX_BYTES) == false;
    if (next(lines) == false) {
      throw BadInput.in(lines.file(), "only blank lines and comments", "lines of numbers");
    }
    FirstLines first = FirstLines.of(lines, window, whole).withoutComments();
    char separator = first.separatorOfNumbers();
    if (separator != 0 && first.beginWithAHeaderOfPandas(separator)) {
      throw lines.bad(
          "the numbers from 0 on, and a row with fractions in the next line",
          "no line of column numbers, as DataFrame.to_csv(header=False) writes none");
    }
    NumberLine line = new NumberLine(separator == 0 ? ' ' : separator);
    int dimension = count(lines, line);
    BadInput.checkDimension(lines.file(), BadInput.line(lines.number()), dimension);
    return new NumbersSource(lines, line, dimension);
  }

  private static boolean next(LineReader lines) throws IOException, CommandFailure {
    while (lines.next()) {
      if (lines.bytes()[lines.start()] != '#') {
        return true;
      }
    }
    return false;
  }

  private static int count(LineReader lines, NumberLine line) {
    line.start(lines.bytes(), lines.start(), lines.end());
    int count = 0;
    while (line.next()) {
      count++;
    }
    return count;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public long rows() {
    return -1;
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
    if (pending == false && next(lines) == false) {
      return false;
    }
    pending = false;
    vector = new float[dimension];
    line.start(lines.bytes(), lines.start(), lines.end());
    int count = 0;
    for (; line.next(); count++) {
      float component = number();
      if (Float.isFinite(component) == false) {
        throw notANumber(count);
      }
      if (count < dimension) { // others are counted, for the message
        vector[count] = component;
      }
    }
    if (count != dimension) {
      throw lines.bad(count + " components", dimension + " as in line " + dimensionLine);
    }
    return true;
  }

  private float number() {
    float number = numbers.scan(lines.bytes(), line.from(), line.to());
    return numbers.end() == line.to() ? number : Float.NaN;
  }

  private CommandFailure notANumber(int component) {
    boolean isNumber = Tokens.isNumber(lines.bytes(), line.from(), line.to());
    String token = BadInput.quote(lines.bytes(), line.from(), line.to());
    return lines.bad(
        BadInput.component(component, token), isNumber ? BadInput.FINITE : ONLY_NUMBERS);
  }

  @Override
  public String id() {
    return null;
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
