// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.omdb.cli.console.Json;
import org.omdb.cli.console.JsonOutput;

/**
 * Writes the columns of a row into stored fields of the same names, so that {@link ColumnReader}
 * gives them back with their types.
 *
 * <p>A string is stored as a string, a {@code Long} as a long and a {@code Double} as a double.
 * Anything else is stored as the string of its JSON text, and {@code null} not at all. One more
 * stored field of the document, {@code <vector field>.json}, lists the names of these, as a JSON
 * array. A document without that field has strings and numbers alone.
 */
public final class ColumnWriter {

  private ColumnWriter() {}

  /**
   * Adds stored fields to a document.
   *
   * @param columns by name, a {@code String}, {@code Long}, {@code Double}, {@code Boolean} or
   *     {@link Json}
   * @throws IllegalArgumentException if a column has the name of the vector field, or of another of
   *     {@link OwnFields}
   */
  public static void store(Document document, String vectorField, Map<String, Object> columns) {
    List<String> jsonNames = new ArrayList<>();
    for (Map.Entry<String, Object> column : columns.entrySet()) {
      String name = column.getKey();
      if (OwnFields.isOwn(vectorField, name)) {
        throw new IllegalArgumentException(
            "column \""
                + name
                + "\" has a name that the index needs itself: choose another --field, or leave the"
                + " column out by naming others with --store");
      }
      switch (column.getValue()) {
        case String text -> document.add(new StoredField(name, text));
        case Long number -> document.add(new StoredField(name, number));
        case Double number -> document.add(new StoredField(name, number));
        case Boolean bool -> {
          jsonNames.add(name);
          document.add(new StoredField(name, bool.toString()));
        }
        case Json json -> {
          jsonNames.add(name);
          if (json.equals(Json.NULL) == false) {
            document.add(new StoredField(name, json.text()));
          }
        }
        case Object other -> throw new AssertionError(other.getClass());
      }
    }
    if (jsonNames.isEmpty() == false) {
      document.add(new StoredField(OwnFields.jsonNames(vectorField), JsonOutput.line(jsonNames)));
    }
  }
}
