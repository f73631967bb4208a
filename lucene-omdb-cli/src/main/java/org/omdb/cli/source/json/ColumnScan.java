// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.file.TextInput;

/** Reads a whole document to see which columns it has, and how many values these have. */
final class ColumnScan {

  private static final int MAX_COLUMNS = 1_000;

  private final JsonParser json;
  private final JsonPlace place;

  /** Steps to the object that has all columns, and from there to the column of vectors. */
  private final List<String> steps;

  private final int container;
  private final List<String> path = new ArrayList<>();
  private final List<ScannedColumn> columns = new ArrayList<>();

  private ColumnScan(JsonParser json, JsonPlace place, JsonLayout layout) {
    this.json = json;
    this.place = place;
    this.steps = new ArrayList<>(layout.steps());
    this.container = steps.size();
    steps.addAll(List.of(layout.vector().split("\\.")));
  }

  static List<ScannedColumn> of(Path path, JsonLayout layout, JsonPlace place)
      throws IOException, CommandFailure {
    try (SourceFile file = SourceFile.open(path)) {
      JsonParser json = JsonText.parser(new TextInput(file.window()));
      ColumnScan scan = new ColumnScan(json, place, layout);
      try {
        json.nextToken();
        scan.members();
        if (json.nextToken() != null) {
          throw BadInput.in(
              place.file(), "another value after the object with the columns", "the end");
        }
      } catch (JsonProcessingException e) {
        throw place.invalid(json, e);
      } catch (TextInput.Refused e) {
        throw e.failure();
      }
      return scan.columns;
    }
  }

  /** Goes through an object on the way to the vectors. */
  private void members() throws IOException, CommandFailure {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      path.add(json.currentName());
      json.nextToken();
      boolean leadsOn = path.size() < steps.size() && path.equals(steps.subList(0, path.size()));
      if (leadsOn && json.currentToken() == JsonToken.START_OBJECT) {
        members();
      } else if (path.size() > container && json.currentToken().isStructStart()) {
        column();
      } else {
        json.skipChildren();
      }
      path.remove(path.size() - 1);
    }
  }

  private void column() throws IOException, CommandFailure {
    boolean isArray = json.currentToken() == JsonToken.START_ARRAY;
    long count = 0;
    for (JsonToken token = json.nextToken(); token.isStructEnd() == false; ) {
      if (token != JsonToken.FIELD_NAME) {
        json.skipChildren();
        count++;
      }
      token = json.nextToken();
    }
    if (columns.size() == MAX_COLUMNS) {
      throw BadInput.in(place.file(), "more than " + MAX_COLUMNS + " columns", "fewer");
    }
    String name = String.join(".", path.subList(container, path.size()));
    columns.add(new ScannedColumn(name, List.copyOf(path), isArray, count));
  }
}
