// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.number.VectorText;
import org.omdb.cli.source.spi.KnownNames;

/**
 * The first line of a table as text, by which the table is recognized.
 *
 * @param separator a comma, a semicolon or a tab: the one that separates the most names
 * @param names without quotes
 * @param isWhole whether the line ends in the head
 */
record CsvHeader(char separator, List<String> names, boolean isWhole) {

  private static final String SEPARATORS = ",\t;";
  private static final char QUOTE = '"';

  static CsvHeader of(FileHead head) {
    byte[] bytes = head.bytes();
    int from = head.textStart();
    int to = from;
    while (to < bytes.length && bytes[to] != '\n' && bytes[to] != '\r') {
      to++;
    }
    boolean isWhole = to < bytes.length || head.isWhole();
    String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    CsvHeader best = null;
    for (char separator : SEPARATORS.toCharArray()) {
      CsvHeader header = new CsvHeader(separator, split(line, separator), isWhole);
      if (best == null || header.names.size() > best.names.size()) {
        best = header;
      }
    }
    return best;
  }

  private static List<String> split(String line, char separator) {
    List<String> names = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i < line.length() && line.charAt(i) == QUOTE) {
        quoted = quoted == false;
      }
      if (i == line.length() || (quoted == false && line.charAt(i) == separator)) {
        String cell = line.substring(from, i);
        boolean isQuoted = cell.length() > 1 && cell.charAt(0) == QUOTE && cell.endsWith("\"");
        names.add(isQuoted ? cell.substring(1, cell.length() - 1) : cell);
        from = i + 1;
      }
    }
    return names;
  }

  /** Whether this is a line of names, and no row of a table of words and numbers. */
  boolean isNamed() {
    List<Integer> series = Components.series(complete());
    boolean hasNumbers =
        IntStream.range(0, names.size())
            .anyMatch(i -> series.contains(i) == false && isNumber(names.get(i)));
    return hasNumbers == false && names.stream().noneMatch(name -> name.indexOf('\0') >= 0);
  }

  private static boolean isNumber(String name) {
    return Float.isNaN(VectorText.number(name)) == false;
  }

  /** Whether there are names such as those of vectors. */
  boolean hasVectors() {
    return names.stream().anyMatch(KnownNames::isVector)
        || Components.series(complete()).isEmpty() == false;
  }

  /** Without the last name, if it may be cut off. */
  private List<String> complete() {
    return isWhole ? names : names.subList(0, names.size() - 1);
  }
}
