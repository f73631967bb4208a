// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.file.TextInput;

/** Goes through the values of one column of a document, with a reader of its own. */
final class ColumnCursor implements Closeable {

  private final String name;
  private final JsonPlace place;
  private final SourceFile file;
  private final long start;
  private final JsonParser json;
  private final RowWalk walk;

  /** Reads the value at which a parser is. */
  interface Reader<T> {
    T read(JsonParser json) throws IOException, CommandFailure;
  }

  /**
   * @param place of the row that is read next, which is the caller's to move
   */
  ColumnCursor(Path path, ScannedColumn column, JsonPlace place)
      throws IOException, CommandFailure {
    this.name = column.name();
    this.place = place;
    file = SourceFile.open(path);
    try {
      TextInput text = new TextInput(file.window());
      start = file.window().position();
      json = JsonText.parser(text);
      List<String> steps = new ArrayList<>(column.steps());
      steps.add(JsonLayout.EACH);
      walk = new RowWalk(json, steps, place);
    } catch (Throwable t) {
      file.close();
      throw t;
    }
  }

  String name() {
    return name;
  }

  /** The name of the current value, if the column is an object; else null. */
  String key() {
    return walk.key();
  }

  /** Bytes of the file that are read. */
  long position() {
    return start + json.currentLocation().getByteOffset();
  }

  /**
   * Reads the next value.
   *
   * @return null at the end of the file
   */
  <T> T next(Reader<T> reader) throws IOException, CommandFailure {
    try {
      if (walk.next() == false) {
        return null;
      }
      place.measureFrom(json.currentTokenLocation().getByteOffset());
      return reader.read(json);
    } catch (JsonProcessingException e) {
      throw place.invalid(json, e);
    } catch (TextInput.Refused e) {
      throw e.failure();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
