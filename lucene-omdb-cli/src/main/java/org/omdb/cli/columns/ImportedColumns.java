// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.console.JsonOutput;

/**
 * Turns the columns of a source into those that are stored, and sees to it that all which the user
 * names are there. For one thread.
 */
public final class ImportedColumns {

  private final List<String> texts;
  private final SortedSet<String> unseen;

  /**
   * @param texts columns that are text, whatever they look like
   * @param named columns of which at least one row must have a value
   */
  public ImportedColumns(List<String> texts, List<String> named) {
    this.texts = texts;
    this.unseen = new TreeSet<>(named);
  }

  /**
   * The columns of a row.
   *
   * @param source as it has them
   * @return as {@link ColumnWriter#store} takes them
   */
  public Map<String, Object> of(Map<String, Object> source) {
    Map<String, Object> columns = JsonRow.renamed(source);
    if (unseen.isEmpty() == false) {
      unseen.removeIf(name -> ColumnPath.value(columns, name) != null);
    }
    if (texts.stream().noneMatch(columns::containsKey)) {
      return columns;
    }
    Map<String, Object> asText = new LinkedHashMap<>(columns);
    for (String name : texts) {
      asText.computeIfPresent(name, (key, value) -> text(value));
    }
    return asText;
  }

  private static Object text(Object value) {
    return value instanceof String || value.equals(Json.NULL) ? value : JsonOutput.line(value);
  }

  /**
   * Fails if a column that the user names was in no row.
   *
   * @throws CommandFailure wrong usage
   */
  public void checkAllSeen() throws CommandFailure {
    if (unseen.isEmpty() == false) {
      throw CommandFailure.usage(
          "no row has a column \""
              + String.join("\", \"", unseen)
              + "\", which --store, --index-column or --text names");
    }
  }
}
