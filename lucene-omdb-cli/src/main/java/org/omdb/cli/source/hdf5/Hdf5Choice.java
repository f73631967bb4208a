// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.table.Failures;
import org.omdb.cli.source.table.TableChoice;
import org.omdb.cli.source.table.TableColumn;

/**
 * Which data sets of a file are what.
 *
 * @param vectors the vectors
 * @param ids the ids; null if there are none
 * @param stored those that are to be stored, by their paths
 */
record Hdf5Choice(Dataset vectors, Dataset ids, Map<String, Dataset> stored) {

  /** The vectors of ann-benchmarks, whose file has other data sets of two dimensions. */
  private static final String TRAIN = "train";

  /** So many that only a group with those that are needed is looked at. */
  static final int MAX_DATA_SETS = 10_000;

  /**
   * Chooses by what the user says, or by shapes and names. Data sets that have a value for each
   * vector are stored, unless the user names others.
   *
   * @param length of the file
   */
  static Hdf5Choice of(Failures failures, HdfFile hdf, Columns columns, long length)
      throws CommandFailure {
    return failures.translate(() -> choose(failures, hdf, columns, length));
  }

  private static Hdf5Choice choose(Failures failures, HdfFile hdf, Columns columns, long length)
      throws CommandFailure {
    List<Dataset> all = dataSets(failures, hdf, columns);
    for (Dataset data : all) {
      Hdf5Index.check(failures, hdf, data, length);
    }
    List<TableColumn> table = all.stream().map(Hdf5Choice::column).toList();
    boolean hasTrain =
        table.stream().anyMatch(column -> column.name().equals(TRAIN) && column.isVector());
    String vectors = columns.vectorColumn() == null && hasTrain ? TRAIN : columns.vectorColumn();
    if (vectors == null) {
      Hdf5Pandas.checkOneBlock(failures, all, table);
    }
    List<String> named = columns.storedColumns();
    Columns wanted =
        new Columns(
            relative(columns.idColumn()),
            relative(vectors),
            named == null ? null : named.stream().map(Hdf5Choice::relative).toList(),
            columns.noIds());
    TableChoice choice = TableChoice.of(failures.file(), table, wanted);
    Dataset vectorData = all.get(choice.vector());
    if (Hdf5Pandas.isBlock(vectorData)) {
      int ids =
          choice.id() < 0 && columns.noIds() == false
              ? Hdf5Pandas.rowNames(failures, all, vectorData, length)
              : choice.id();
      choice = new TableChoice(choice.vector(), ids, named == null ? List.of() : choice.stored());
    }
    Map<String, Dataset> stored = new LinkedHashMap<>();
    for (int column : choice.stored()) {
      if (named != null || fits(all.get(column), vectorData)) {
        stored.put(table.get(column).name(), all.get(column));
      }
    }
    return new Hdf5Choice(vectorData, choice.id() < 0 ? null : all.get(choice.id()), stored);
  }

  static boolean fits(Dataset data, Dataset vectors) {
    int[] shape = data.getDimensions();
    return shape.length == 1
        && shape[0] == vectors.getDimensions()[0]
        && data.isEmpty() == false
        && Hdf5Type.of(data) != Hdf5Type.OTHER;
  }

  /** A path without a slash at its start. */
  private static String relative(String path) {
    return path == null ? null : path.replaceFirst("^/+", "");
  }

  /** All data sets, or of too many those of the group that the user names, and others by name. */
  private static List<Dataset> dataSets(Failures failures, HdfFile hdf, Columns columns)
      throws CommandFailure {
    List<Dataset> all = new ArrayList<>();
    if (collect(hdf, new HashSet<>(), path -> true, all)) {
      return all;
    }
    String vectors = relative(columns.vectorColumn());
    if (vectors == null) {
      throw BadInput.in(
          failures.file(),
          "more than " + MAX_DATA_SETS + " data sets",
          "--vector-column to name the one with the vectors; what is in other groups is left out"
              + " unless --id-column and --store name it");
    }
    Set<String> named = new HashSet<>();
    named.add(relative(columns.idColumn()));
    if (columns.storedColumns() != null) {
      columns.storedColumns().forEach(path -> named.add(relative(path)));
    }
    all.clear();
    Predicate<String> isNeeded = path -> group(path).equals(group(vectors)) || named.contains(path);
    if (collect(hdf, new HashSet<>(), isNeeded, all) == false) {
      throw BadInput.in(
          failures.file(),
          "more than " + MAX_DATA_SETS + " data sets in the group of " + BadInput.quote(vectors),
          "a file with what is to be imported alone, as h5copy makes it");
    }
    return all;
  }

  private static String group(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /**
   * Finds data sets.
   *
   * @param seen addresses of groups, which may be within themselves
   * @param which of them, by their paths
   * @return false if there are too many
   */
  private static boolean collect(
      Group group, Set<Long> seen, Predicate<String> which, List<Dataset> all) {
    if (seen.add(group.getAddress()) == false) {
      return true;
    }
    for (Node node : group) {
      boolean fits = true;
      if (node instanceof Dataset data) {
        if (which.test(relative(data.getPath()))) {
          fits = all.size() < MAX_DATA_SETS;
          all.add(data);
        }
      } else if (node instanceof Group inner) {
        fits = collect(inner, seen, which, all);
      }
      if (fits == false) {
        return false;
      }
    }
    return true;
  }

  static TableColumn column(Dataset data) {
    int[] shape = data.getDimensions();
    Hdf5Type type = Hdf5Type.of(data);
    boolean isVector = shape.length == 2 && type.isNumber() && data.isEmpty() == false;
    boolean isId = shape.length == 1 && type.isId() && data.isEmpty() == false;
    return new TableColumn(
        relative(data.getPath()),
        type.name().toLowerCase(Locale.ROOT) + " " + Arrays.toString(shape),
        isVector,
        isId);
  }
}
