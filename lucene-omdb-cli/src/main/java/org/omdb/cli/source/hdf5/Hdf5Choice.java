// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.table.TableChoice;
import org.omdb.cli.source.table.TableColumn;

/**
 * Which data sets of a file are what.
 *
 * @param vectors the vectors
 * @param ids the ids; null if there are none
 */
record Hdf5Choice(Dataset vectors, Dataset ids) {

  /** The vectors of ann-benchmarks, whose file has other data sets of two dimensions. */
  private static final String TRAIN = "train";

  /** Groups can contain themselves. */
  private static final int MAX_DEPTH = 8;

  private static final int MAX_DATA_SETS = 10_000;

  /** Chooses by what the user says, or by shapes and names. */
  static Hdf5Choice of(SourceFile file, HdfFile hdf, Columns columns) throws CommandFailure {
    List<Dataset> all = new ArrayList<>();
    Hdf5Calls.call(
        file,
        () -> {
          collect(hdf, 0, all);
          return null;
        });
    List<TableColumn> table = new ArrayList<>();
    boolean hasTrain = false;
    for (Dataset data : all) {
      TableColumn column = Hdf5Calls.call(file, () -> column(data));
      table.add(column);
      hasTrain |= column.name().equals(TRAIN) && column.isVector();
    }
    String vectors = columns.vectorColumn() == null && hasTrain ? TRAIN : columns.vectorColumn();
    Columns wanted =
        new Columns(relative(columns.idColumn()), relative(vectors), List.of(), columns.noIds());
    TableChoice choice = TableChoice.of(file, table, wanted);
    return new Hdf5Choice(all.get(choice.vector()), choice.id() < 0 ? null : all.get(choice.id()));
  }

  /** A path without a slash at its start. */
  private static String relative(String path) {
    return path == null ? null : path.replaceFirst("^/+", "");
  }

  private static void collect(Group group, int depth, List<Dataset> all) {
    for (Node node : group) {
      if (all.size() == MAX_DATA_SETS) {
        return;
      }
      if (node instanceof Dataset data) {
        all.add(data);
      } else if (node instanceof Group inner && depth < MAX_DEPTH) {
        collect(inner, depth + 1, all);
      }
    }
  }

  private static TableColumn column(Dataset data) {
    int[] shape = data.getDimensions();
    Class<?> type = data.isCompound() ? Object.class : data.getJavaType();
    boolean isEmpty = data.isEmpty();
    boolean isVector = shape.length == 2 && Hdf5Numbers.isKnown(type) && isEmpty == false;
    boolean isId =
        shape.length == 1
            && isEmpty == false
            && (type == String.class
                || (Hdf5Numbers.isKnown(type) && type != float.class && type != double.class));
    String name = relative(data.getPath());
    return new TableColumn(
        name, type.getSimpleName() + " " + Arrays.toString(shape), isVector, isId);
  }
}
