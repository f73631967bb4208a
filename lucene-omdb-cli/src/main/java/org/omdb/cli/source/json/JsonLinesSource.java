// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.file.StrictUtf8;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/** JSON lines: on each line an object with a vector and usually an id. */
final class JsonLinesSource implements VectorSource {

  private final LineReader lines;
  private final StrictUtf8 utf8 = new StrictUtf8();
  private final JsonPlace place;
  private final RecordReader records;
  private final int dimension;

  /** The first row, which was parsed for the dimension; null once it was returned. */
  private JsonRow first;

  private JsonRow row;

  private JsonLinesSource(LineReader lines, Columns columns) throws CommandFailure {
    this.lines = lines;
    place = new JsonPlace(lines.file(), true);
    records = new RecordReader(place, firstColumns(columns), columns);
    first = parse(records::read);
    dimension = first.vector().length;
  }

  static JsonLinesSource open(FileWindow window, Columns columns)
      throws IOException, CommandFailure {
    LineReader lines = new LineReader(window);
    if (lines.next() == false) {
      throw BadInput.in(lines.file(), "only blank lines", "lines of JSON objects");
    }
    return new JsonLinesSource(lines, columns);
  }

  private RecordColumns firstColumns(Columns columns) throws CommandFailure {
    JsonNode record = parse(json -> json.readValueAsTree());
    return ColumnFinder.find(record, columns, place);
  }

  private void requireObject(JsonParser json) throws CommandFailure {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw place.bad(JsonText.nameOf(json.currentToken()), "an object");
    }
  }

  /** Reads a value from a parser that is at its first token, up to its last. */
  private interface Reader<T> {
    T read(JsonParser json) throws IOException, CommandFailure;
  }

  /** Parses the current line. */
  private <T> T parse(Reader<T> reader) throws CommandFailure {
    place.move(lines.number(), 0);
    utf8.check(lines.file(), lines.offset(), lines.bytes(), lines.start(), lines.end());
    try (JsonParser json = JsonText.parser(lines.bytes(), lines.start(), lines.end())) {
      try {
        json.nextToken();
        requireObject(json);
        T value = reader.read(json);
        if (json.nextToken() != null) {
          throw place.bad(
              JsonText.nameOf(json.currentToken()) + " after the object", "the line's end");
        }
        return value;
      } catch (JsonProcessingException e) {
        throw place.invalid(json, e);
      }
    } catch (IOException e) {
      throw new AssertionError("the line is in memory", e);
    }
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
    return first == null ? lines.position() : lines.offset();
  }

  @Override
  public long length() {
    return lines.length();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    if (first != null) {
      row = first;
      first = null;
      return true;
    }
    if (lines.next() == false) {
      return false;
    }
    row = parse(records::read);
    return true;
  }

  @Override
  public String id() {
    return row.id();
  }

  @Override
  public float[] vector() {
    return row.vector();
  }

  @Override
  public Map<String, Object> stored() {
    return row.stored();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
