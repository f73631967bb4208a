// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import java.io.IOException;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.LineReader;
import org.omdb.cli.source.spi.VectorSource;

/** JSON lines: on each line an object with an array {@code vector} and usually an {@code id}. */
final class JsonLinesSource implements VectorSource {

  private final LineReader lines;
  private final JsonRowParser parser;
  private final int dimension;

  /** The first row, which was parsed for the dimension; null once it was returned. */
  private JsonRow first;

  private JsonRow row;

  private JsonLinesSource(LineReader lines, JsonRowParser parser, JsonRow first) {
    this.lines = lines;
    this.parser = parser;
    this.first = first;
    this.dimension = first.vector().length;
  }

  static JsonLinesSource open(FileWindow window) throws IOException, CommandFailure {
    LineReader lines = new LineReader(window);
    if (lines.next() == false) {
      throw BadInput.in(lines.file(), "only blank lines", "lines of JSON objects");
    }
    JsonRowParser parser = new JsonRowParser(lines);
    return new JsonLinesSource(lines, parser, parser.parse());
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
    row = parser.parse();
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
