// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.file.TextInput;

/**
 * The rows of a file of comma-separated values, as RFC 4180 has them, or with another separator.
 * For one thread.
 */
final class CsvRows implements Closeable {

  /** A row may have as much as a line may, so that an open quote does not fill the memory. */
  private static final int MAX_ROW_BYTES = LineReader.MAX_LINE_BYTES;

  /** Without {@code SKIP_EMPTY_LINES}, which also skips spaces at the start of other lines. */
  private static final CsvFactory FACTORY =
      CsvFactory.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MAX_ROW_BYTES).build())
          .build();

  private final FileWindow window;
  private final long start;
  private final CsvParser parser;
  private boolean begun;
  private boolean ended;
  private long line;
  private long position;

  CsvRows(FileWindow window, char separator) throws IOException, CommandFailure {
    this.window = window;
    TextInput text = new TextInput(window);
    start = window.position();
    position = start;
    // The bytes as characters, so that offsets are those of bytes. Separators are ASCII.
    parser = FACTORY.createParser(new InputStreamReader(text, StandardCharsets.ISO_8859_1));
    parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
  }

  /**
   * Reads the first row, of names. Spaces before the first one are left out, so that an indented
   * {@code id} is known.
   *
   * @return as {@link #next}
   */
  List<String> header() throws IOException, CommandFailure {
    List<String> header = next();
    if (header != null && header.get(0) != null && header.get(0).startsWith(" ")) {
      String first = withoutIndent(header.get(0));
      header.set(0, first.isEmpty() ? null : first);
    }
    return header;
  }

  /**
   * Reads the next row that has more than spaces.
   *
   * @return its cells, in which null is an empty one without quotes; null at the end
   */
  List<String> next() throws IOException, CommandFailure {
    List<String> row = nextLine();
    while (row != null && isBlank(row)) {
      row = nextLine();
    }
    return row;
  }

  private static boolean isBlank(List<String> row) {
    String first = row.get(0);
    return row.size() == 1
        && (first == null || (first.isEmpty() == false && withoutIndent(first).isEmpty()));
  }

  private static String withoutIndent(String cell) {
    int from = 0;
    while (from < cell.length() && cell.charAt(from) == ' ') {
      from++;
    }
    return cell.substring(from);
  }

  private List<String> nextLine() throws IOException, CommandFailure {
    try {
      if (begun == false) {
        parser.nextToken(); // all rows are an array
        begun = true;
      }
      if (ended || parser.nextToken() != JsonToken.START_ARRAY) {
        ended = true;
        position = window.position();
        return null;
      }
      List<String> row = cells();
      position = start + parser.currentLocation().getCharOffset();
      return row;
    } catch (JsonProcessingException e) {
      throw invalid(e);
    } catch (TextInput.Refused e) {
      throw e.failure();
    }
  }

  private List<String> cells() throws IOException, CommandFailure {
    List<String> cells = new ArrayList<>();
    long from = parser.currentLocation().getCharOffset();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (cells.isEmpty()) {
        line = parser.currentTokenLocation().getLineNr();
        checkIndent();
      }
      cells.add(token == JsonToken.VALUE_NULL ? null : utf8(parser.getText()));
      if (parser.currentLocation().getCharOffset() - from > MAX_ROW_BYTES) {
        throw bad("a row of more than " + MAX_ROW_BYTES + " bytes", "a vector per row");
      }
    }
    return cells;
  }

  /** Whether the quotes are part of the cell, or the spaces are not, is for the user to say. */
  private void checkIndent() throws IOException, CommandFailure {
    String cell = parser.getText();
    if (cell.startsWith(" ") && withoutIndent(cell).startsWith("\"") && isQuoted(cell) == false) {
      throw bad("spaces before a quote", "none: cells in quotes begin with the quote");
    }
  }

  /** A cell in quotes takes more of the file than its text and a separator. */
  private boolean isQuoted(String cell) throws IOException {
    long from = parser.currentTokenLocation().getCharOffset();
    return parser.currentLocation().getCharOffset() - from > cell.length() + 1;
  }

  private static String utf8(String bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.charAt(i) >= 0x80) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return bytes;
  }

  private CommandFailure invalid(JsonProcessingException e) {
    // An error about one of Jackson's limits has no location.
    long at = e.getLocation() == null ? line : e.getLocation().getLineNr();
    String words = e.getOriginalMessage().replaceAll("[\\s\\p{Cc}]+", " ").trim();
    return CommandFailure.data(
        window.file()
            + ": "
            + BadInput.line(at)
            + ": found an error ("
            + words
            + "), expected valid CSV",
        e);
  }

  /** A failure in the current row. */
  CommandFailure bad(String found, String expected) {
    return BadInput.at(window.file(), place(), found, expected);
  }

  /** The current row in words. */
  String place() {
    return BadInput.line(line);
  }

  /** How far the file is read, in bytes, perhaps without the end of the line. */
  long position() {
    return position;
  }

  /** Size of the file in bytes; -1 if that is not known. */
  long length() {
    return window.length();
  }

  @Override
  public void close() throws IOException {
    try {
      parser.close();
    } finally {
      window.close();
    }
  }
}
