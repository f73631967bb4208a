// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.spi.Columns;

/** Looks at the beginning of a JSON document, up to its first record, without taking it away. */
final class JsonHead {

  private static final int FIRST_BYTES = 1 << 16;
  private static final int GROWTH = 4;

  private final FileWindow window;
  private final Columns columns;
  private final JsonPlace place;
  private JsonLayout layout;
  private JsonNode record;

  private JsonHead(FileWindow window, Columns columns) {
    this.window = window;
    this.columns = columns;
    this.place = new JsonPlace(window.file(), false);
  }

  /**
   * Looks at as much of a window as it takes.
   *
   * @throws CommandFailure if no record is found
   */
  static JsonHead of(FileWindow window, Columns columns) throws IOException, CommandFailure {
    JsonHead head = new JsonHead(window, columns);
    int count = FIRST_BYTES;
    while (true) {
      boolean more = window.fill(count + 1);
      if (head.look(Math.min(count, window.available()), more == false)) {
        return head;
      }
      if (count == JsonText.MAX_RECORD_BYTES) {
        throw BadInput.in(
            window.file(), "no vector in the first " + count + " bytes", expected(columns));
      }
      count = Math.min(GROWTH * count, JsonText.MAX_RECORD_BYTES);
    }
  }

  JsonLayout layout() {
    return layout;
  }

  /** The first record; null if there are columns instead. */
  JsonNode record() {
    return record;
  }

  private static String expected(Columns columns) {
    return columns.vectorColumn() == null
        ? "records with a vector; --vector-column names their member that has it"
        : "records with an array of numbers as " + BadInput.quote(columns.vectorColumn());
  }

  /** Returns false if it takes more bytes than these, which are not all. */
  private boolean look(int count, boolean isAll) throws IOException, CommandFailure {
    int from = window.start();
    JsonParser json = JsonText.parser(window.bytes(), from, from + count);
    try {
      LayoutFinder finder = new LayoutFinder(json, columns.vectorColumn());
      layout = finder.find();
      if (layout == null && isAll) {
        throw BadInput.in(window.file(), noVector(finder.unknown()), expected(columns));
      }
      if (layout != null && layout.isColumns() == false) {
        json = JsonText.parser(window.bytes(), from + (int) layout.offset(), from + count);
        json.nextToken();
        record = json.readValueAsTree();
      }
      return layout != null;
    } catch (JsonProcessingException e) {
      if (isAll) {
        throw place.invalid(json, e);
      }
      return false;
    } finally {
      json.close();
    }
  }

  private static String noVector(List<String> unknown) {
    return unknown.isEmpty()
        ? "no arrays of numbers"
        : "arrays of numbers in members of unknown names: "
            + String.join(", ", unknown.stream().map(BadInput::quote).toList());
  }
}
