// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Printable;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.KnownNames;

/**
 * Which columns of a table are what. Columns that the user named are taken. Else the vectors are in
 * the {@linkplain KnownNames#bestVectors best} column that has lists of numbers; the ids are in the
 * first known name, or there are none; and all other columns are stored.
 *
 * @param vector number of the column
 * @param id number of the column; -1 if there are no ids
 * @param stored numbers of the columns, in the order of the file or as the user named them
 */
public record TableChoice(int vector, int id, List<Integer> stored) {

  /** More names would be no help in a message. */
  private static final int MAX_LISTED = 20;

  /**
   * Chooses.
   *
   * @param file for messages
   * @param table all its columns
   * @param wanted what the user named
   * @return the choice
   * @throws CommandFailure if there is no such column, or if it is not clear which has the vectors
   */
  public static TableChoice of(SourceFile file, List<TableColumn> table, Columns wanted)
      throws CommandFailure {
    int vector =
        wanted.vectorColumn() == null
            ? findVector(file, table)
            : named(file, table, wanted.vectorColumn());
    if (table.get(vector).isVector() == false) {
      throw wrong(file, table.get(vector), "lists of numbers as vectors");
    }
    return of(file, table, wanted, List.of(vector));
  }

  /**
   * Chooses columns besides those of vectors.
   *
   * @param file for messages
   * @param table all its columns
   * @param wanted what the user named
   * @param vectors the column of vectors, or those with a component each
   * @return the choice, with the first of them as the vector
   * @throws CommandFailure if there is no such column
   */
  public static TableChoice of(
      SourceFile file, List<TableColumn> table, Columns wanted, List<Integer> vectors)
      throws CommandFailure {
    int id = -1;
    if (wanted.noIds() == false) {
      id = wanted.idColumn() == null ? knownId(table) : named(file, table, wanted.idColumn());
    }
    if (id >= 0 && table.get(id).isId() == false) {
      throw wrong(file, table.get(id), "strings or whole numbers as ids");
    }
    List<Integer> stored = new ArrayList<>();
    if (wanted.storedColumns() == null) {
      for (int i = 0; i < table.size(); i++) {
        if (vectors.contains(i) == false && i != id) {
          stored.add(i);
        }
      }
    } else {
      for (String name : wanted.storedColumns()) {
        stored.add(named(file, table, name));
      }
    }
    return new TableChoice(vectors.get(0), id, stored);
  }

  /** The numbers of all columns that are read. */
  public List<Integer> all() {
    List<Integer> all = new ArrayList<>(stored);
    all.add(vector);
    if (id >= 0) {
      all.add(id);
    }
    return all;
  }

  private static int findVector(SourceFile file, List<TableColumn> table) throws CommandFailure {
    List<Integer> vectors =
        IntStream.range(0, table.size()).filter(i -> table.get(i).isVector()).boxed().toList();
    List<Integer> best = KnownNames.bestVectors(vectors, i -> table.get(i).name());
    if (best.isEmpty()) {
      throw BadInput.in(
          file,
          "no column with lists of numbers; the columns are " + list(table),
          "a column of vectors");
    }
    if (best.size() > 1) {
      throw BadInput.in(
          file,
          "several columns with lists of numbers, " + list(best.stream().map(table::get).toList()),
          "--vector-column to say which has the vectors");
    }
    return best.get(0);
  }

  private static int knownId(List<TableColumn> table) {
    for (String name : KnownNames.IDS) {
      for (int i = 0; i < table.size(); i++) {
        if (table.get(i).name().equalsIgnoreCase(name) && table.get(i).isId()) {
          return i;
        }
      }
    }
    return -1;
  }

  private static int named(SourceFile file, List<TableColumn> table, String name)
      throws CommandFailure {
    for (int i = 0; i < table.size(); i++) {
      if (table.get(i).name().equals(name)) {
        return i;
      }
    }
    throw BadInput.in(
        file, "no column " + BadInput.quote(name), "one of the columns " + list(table));
  }

  private static CommandFailure wrong(SourceFile file, TableColumn column, String expected) {
    return BadInput.in(file, describe(column), expected);
  }

  private static String list(List<TableColumn> all) {
    String listed =
        all.stream().limit(MAX_LISTED).map(TableChoice::describe).collect(Collectors.joining(", "));
    return all.size() > MAX_LISTED
        ? listed + " and " + (all.size() - MAX_LISTED) + " more"
        : listed;
  }

  private static String describe(TableColumn column) {
    return BadInput.quote(column.name()) + " (" + Printable.of(column.type()) + ")";
  }
}
