// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.number.VectorText;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.KnownNames;
import org.omdb.cli.source.table.TableChoice;
import org.omdb.cli.source.table.TableColumn;

/**
 * Which columns of a table are what, by its header and its first row.
 *
 * @param names of all columns
 * @param vectors numbers of the columns that have a component each; a single one has lists, or the
 *     only component
 * @param choice the others
 */
record CsvColumns(List<String> names, List<Integer> vectors, TableChoice choice) {

  /** What pandas calls the column of row labels when it reads what it wrote. */
  private static final String UNNAMED = "Unnamed: ";

  static CsvColumns of(SourceFile file, List<String> header, List<String> first, Columns wanted)
      throws CommandFailure {
    List<String> names = names(file, header);
    List<Integer> vectors = vectors(file, names, first, wanted.vectorColumn());
    List<TableColumn> table = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      table.add(new TableColumn(names.get(i), "text", isList(first.get(i)), true));
    }
    if (vectors.isEmpty()) {
      throw noVectors(file, names);
    }
    TableChoice choice = TableChoice.of(file, table, wanted, vectors);
    if (choice.id() < 0 && header.get(0) == null && wanted.noIds() == false) {
      choice = withLabelsAsIds(choice);
    }
    return new CsvColumns(names, vectors, choice);
  }

  /** Row labels are ids if nothing else is. */
  private static TableChoice withLabelsAsIds(TableChoice choice) {
    List<Integer> stored = new ArrayList<>(choice.stored());
    stored.remove(Integer.valueOf(0));
    return new TableChoice(choice.vector(), 0, stored);
  }

  private static List<String> names(SourceFile file, List<String> header) throws CommandFailure {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i) == null || header.get(i).isEmpty() ? UNNAMED + i : header.get(i);
      if (seen.add(name) == false) {
        throw BadInput.at(
            file, BadInput.line(1), "column " + BadInput.quote(name) + " twice", "it once");
      }
      names.add(name);
    }
    return names;
  }

  private static boolean isList(String cell) {
    return cell != null && VectorText.isLikely(cell);
  }

  private static boolean isNumber(String cell) {
    return cell != null && Float.isNaN(VectorText.number(cell)) == false;
  }

  private static List<Integer> vectors(
      SourceFile file, List<String> names, List<String> first, String wanted)
      throws CommandFailure {
    if (wanted != null) {
      int exact = names.indexOf(wanted); // a name may have a comma or a star
      List<Integer> named = exact >= 0 ? List.of(exact) : Components.named(names, wanted);
      if (named == null) {
        throw BadInput.in(
            file,
            "no column " + BadInput.quote(wanted) + " among " + list(names),
            "one, or several with commas between them or with * for numbers");
      }
      return named;
    }
    List<Integer> lists =
        IntStream.range(0, names.size()).filter(i -> isList(first.get(i))).boxed().toList();
    List<Integer> candidates = KnownNames.bestVectors(lists, names::get);
    if (candidates.size() > 1) {
      throw BadInput.in(
          file,
          "vectors in " + list(candidates.stream().map(names::get).toList()),
          "one of them named with --vector-column");
    }
    if (candidates.isEmpty() == false) {
      return candidates;
    }
    List<Integer> series = Components.series(names);
    return series.stream().allMatch(i -> isNumber(first.get(i))) ? series : List.of();
  }

  private static CommandFailure noVectors(SourceFile file, List<String> names) {
    return BadInput.in(
        file,
        "no column of vectors among " + list(names),
        "one with lists such as [1,2,3], or numbered ones with a component each; --vector-column"
            + " names it, or them: 'dim_*' or 'x,y,z'");
  }

  private static String list(List<String> names) {
    int shown = Math.min(8, names.size());
    String list = String.join(", ", names.subList(0, shown).stream().map(BadInput::quote).toList());
    return shown < names.size() ? list + ", ..." : list;
  }
}
