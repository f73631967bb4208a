// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.TextInput;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/** JSON documents with records somewhere in them, as in an array. They are read front to back. */
final class JsonSource implements VectorSource {

  private final FileWindow window;
  private final long start;
  private final JsonParser json;
  private final JsonPlace place;
  private final RowWalk walk;
  private final RecordReader records;

  /** Whether records without an id have the names that they have as members of an object. */
  private final boolean keysAreIds;

  private final RowKeys keys;

  private final int dimension;
  private long read;

  /** The first row, which was read for the dimension; null once it was returned. */
  private JsonRow first;

  private JsonRow row;

  /**
   * @param text from its start
   * @param layout where the records are
   * @param record the first of them
   */
  JsonSource(FileWindow window, TextInput text, JsonLayout layout, JsonNode record, Columns columns)
      throws IOException, CommandFailure {
    this.window = window;
    place = new JsonPlace(window.file(), false);
    records = new RecordReader(place, ColumnFinder.find(record, columns, place), columns);
    keysAreIds = columns.idColumn() == null;
    keys = new RowKeys(place);
    start = window.position();
    json = JsonText.parser(text);
    walk = new RowWalk(json, layout.steps(), place);
    if (read() == false) {
      throw BadInput.in(window.file(), "no records", "at least one"); // the file changed
    }
    first = row;
    dimension = first.vector().length;
  }

  private boolean read() throws IOException, CommandFailure {
    try {
      place.move(read, json.currentLocation().getByteOffset());
      if (walk.next() == false) {
        return false;
      }
      place.move(read, json.currentTokenLocation().getByteOffset());
      row = records.read(json);
      if (row.id() == null && keysAreIds && walk.key() != null) {
        row = new JsonRow(keys.id(read, walk.key()), row.vector(), row.stored());
      }
      read++;
      return true;
    } catch (JsonProcessingException e) {
      throw place.invalid(json, e);
    } catch (TextInput.Refused e) {
      throw e.failure();
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
    return first == null ? start + json.currentLocation().getByteOffset() : start;
  }

  @Override
  public long length() {
    return window.length();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    if (first != null) {
      row = first;
      first = null;
      return true;
    }
    return read();
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
    json.close();
    window.close();
  }
}
