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
import org.omdb.cli.console.CommandFailure;
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

  private static final int MAX_DATA_SETS = 10_000;

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
    List<Dataset> all = new ArrayList<>();
    collect(hdf, new HashSet<>(), all);
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

  /**
   * Finds all data sets.
   *
   * @param seen addresses of groups, which may be within themselves
   */
  private static void collect(Group group, Set<Long> seen, List<Dataset> all) {
    if (seen.add(group.getAddress()) == false) {
      return;
    }
    for (Node node : group) {
      if (all.size() == MAX_DATA_SETS) {
        return;
      }
      if (node instanceof Dataset data) {
        all.add(data);
      } else if (node instanceof Group inner) {
        collect(inner, seen, all);
      }
    }
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
