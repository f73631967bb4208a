// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.number.FloatScanner;

/** The first lines of a text that are not blank, by which it is told what it is. */
final class FirstLines {

  private static final int MAX_LINES = 100;

  private record Line(int from, int to) {}

  private final byte[] bytes;
  private final List<Line> lines;

  private FirstLines(byte[] bytes, List<Line> lines) {
    this.bytes = bytes;
    this.lines = lines;
  }

  /**
   * Looks at lines that are in memory.
   *
   * @param from where the first begins
   * @param to behind the last
   * @param whole whether the text ends there; else the last line may be cut off, and counts only if
   *     there is no other
   */
  static FirstLines of(byte[] bytes, int from, int to, boolean whole) {
    List<Line> lines = new ArrayList<>();
    for (int at = from; at < to && lines.size() < MAX_LINES; ) {
      int next = at;
      while (next < to && bytes[next] != '\n') {
        next++;
      }
      int end = next > at && bytes[next - 1] == '\r' ? next - 1 : next;
      boolean complete = next < to || whole || lines.isEmpty();
      if (complete && Tokens.skipBlanks(bytes, at, end) < end) {
        lines.add(new Line(at, end));
      }
      at = next + 1;
    }
    return new FirstLines(bytes, lines);
  }

  /**
   * Looks at the current line of a reader, and at those behind it that are in memory.
   *
   * @param window the reader's
   * @param whole whether all of the file is in memory
   */
  static FirstLines of(LineReader lines, FileWindow window, boolean whole) {
    int inMemory = Math.min(window.end(), lines.start() + FileHead.MAX_BYTES);
    int to = Math.min(window.end(), Math.max(lines.end() + 2, inMemory)); // with its end
    return of(window.bytes(), lines.start(), to, whole);
  }

  /** The lines that do not begin with {@code #}, as {@code numpy.savetxt} marks comments. */
  FirstLines withoutComments() {
    return new FirstLines(bytes, lines.stream().filter(line -> bytes[line.from] != '#').toList());
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Whether a line is a word and numbers. */
  private boolean isPlain(int from, int to) {
    int at = Tokens.skipBlanks(bytes, FloatScanner.tokenEnd(bytes, from, to), to);
    boolean any = at < to;
    while (at < to) {
      int end = FloatScanner.tokenEnd(bytes, at, to);
      if (Tokens.isNumber(bytes, at, end) == false) {
        return false;
      }
      at = Tokens.skipBlanks(bytes, end, to);
    }
    return any;
  }

  /** Whether the text begins with a word and a number, or most of its lines do. */
  boolean areWordsAndNumbers() {
    Line first = lines.get(0);
    int at = FloatScanner.tokenEnd(bytes, first.from, first.to);
    at = Tokens.skipBlanks(bytes, at, first.to);
    int end = FloatScanner.tokenEnd(bytes, at, first.to);
    if (at < end && Tokens.isNumber(bytes, at, end)) {
      return true;
    }
    long plain = lines.stream().filter(line -> isPlain(line.from, line.to)).count();
    return 2 * plain > lines.size();
  }

  /**
   * The number of components that most lines have, of those that are one word and numbers. A word
   * may have spaces, but only few do.
   *
   * @return of the first line, if no line is one word and numbers
   */
  int dimension() {
    Map<Integer, Integer> votes = new LinkedHashMap<>();
    for (Line line : lines) {
      if (isPlain(line.from, line.to)) {
        votes.merge(Tokens.count(bytes, line.from, line.to) - 1, 1, Integer::sum);
      }
    }
    int most = 0;
    int dimension = Tokens.count(bytes, lines.get(0).from, lines.get(0).to) - 1;
    for (Map.Entry<Integer, Integer> vote : votes.entrySet()) {
      if (vote.getValue() > most) {
        most = vote.getValue();
        dimension = vote.getKey();
      }
    }
    return dimension;
  }

  /** The number of components of the first line. */
  int firstDimension() {
    return Tokens.count(bytes, lines.get(0).from, lines.get(0).to) - 1;
  }

  /**
   * What separates the numbers, if the lines are numbers alone: a comma or a semicolon, or a space
   * for spaces and tabs.
   *
   * @return 0 if they are no numbers
   */
  char separatorOfNumbers() {
    for (char separator : new char[] {' ', ',', ';'}) {
      if (lines.isEmpty() == false && lines.stream().allMatch(line -> isNumbers(line, separator))) {
        return separator;
      }
    }
    return 0;
  }

  private boolean isNumbers(Line line, char separator) {
    NumberLine numbers = new NumberLine(separator);
    numbers.start(bytes, line.from, line.to);
    int count = 0;
    while (numbers.next()) {
      if (Tokens.isNumber(bytes, numbers.from(), numbers.to()) == false) {
        return false;
      }
      count++;
    }
    return separator == ' ' || count > 1;
  }

  /**
   * Whether what stands first in the lines can't be their ids: it is numbers, and some of them have
   * a point or an exponent, or come twice.
   */
  boolean firstNumbersAreNoIds() {
    if (beginWithCounts()) {
      return false;
    }
    Set<String> seen = new HashSet<>();
    boolean are = false;
    for (Line line : lines) {
      int end = FloatScanner.tokenEnd(bytes, line.from, line.to);
      if (Tokens.isNumber(bytes, line.from, end) == false) {
        return false;
      }
      are |= Tokens.isFraction(bytes, line.from, end);
      are |= seen.add(text(line.from, end)) == false;
    }
    return are;
  }

  /** Whether the first line says how many components the second has behind its word. */
  private boolean beginWithCounts() {
    if (lines.size() < 2) {
      return false;
    }
    Line counts = lines.get(0);
    Line row = lines.get(1);
    int rowsEnd = FloatScanner.tokenEnd(bytes, counts.from, counts.to);
    int dimensionAt = Tokens.skipBlanks(bytes, rowsEnd, counts.to);
    int dimensionEnd = FloatScanner.tokenEnd(bytes, dimensionAt, counts.to);
    int dimension = Tokens.count(bytes, row.from, row.to) - 1;
    return Tokens.count(bytes, counts.from, counts.to) == 2
        && Tokens.isWhole(bytes, counts.from, rowsEnd)
        && text(dimensionAt, dimensionEnd).equals(Integer.toString(dimension));
  }

  /** Whether the first line counts its columns, and the next has numbers with fractions. */
  boolean beginWithAHeaderOfPandas(char separator) {
    if (lines.size() < 2) {
      return false;
    }
    NumberLine numbers = new NumberLine(separator);
    numbers.start(bytes, lines.get(0).from, lines.get(0).to);
    for (int i = 0; numbers.next(); i++) {
      if (text(numbers.from(), numbers.to()).equals(Integer.toString(i)) == false) {
        return false;
      }
    }
    boolean fractions = false;
    numbers.start(bytes, lines.get(1).from, lines.get(1).to);
    while (numbers.next()) {
      fractions |= Tokens.isFraction(bytes, numbers.from(), numbers.to());
    }
    return fractions;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }
}
