// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.api.Dataset;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.table.Failures;
import org.omdb.cli.source.table.TableColumn;

/**
 * A table that pandas wrote by {@code to_hdf}: a group with a block of the columns of each type,
 * and with the names of columns and rows.
 */
final class Hdf5Pandas {

  private static final Pattern BLOCK = Pattern.compile("block\\d+_values");

  private static final String ROWS = "axis1";

  private Hdf5Pandas() {}

  /** Whether a data set is a block of columns. */
  static boolean isBlock(Dataset data) {
    return BLOCK.matcher(data.getName()).matches();
  }

  /**
   * Fails if the only rows of numbers in a file are of a table that has columns of other types too.
   * These would be lost, and a single column of numbers among them is no vector.
   *
   * @param table what each of the data sets can be used for
   */
  static void checkOneBlock(Failures failures, List<Dataset> all, List<TableColumn> table)
      throws CommandFailure {
    List<Dataset> rows =
        IntStream.range(0, all.size())
            .filter(i -> table.get(i).isVector())
            .mapToObj(all::get)
            .toList();
    if (rows.isEmpty()) {
      return;
    }
    Predicate<Dataset> isBlockOfTable =
        data -> isBlock(data) && data.getParent() == rows.get(0).getParent();
    List<Dataset> blocks = all.stream().filter(isBlockOfTable).toList();
    if (blocks.size() > 1 && rows.stream().allMatch(isBlockOfTable)) {
      throw BadInput.in(
          failures.file(),
          "columns of several types in a table of pandas, "
              + blocks.stream().map(Hdf5Pandas::describe).collect(Collectors.joining(", ")),
          "vectors alone: --vector-column names the data set that has them, and to_parquet instead"
              + " of to_hdf writes all columns");
    }
  }

  private static String describe(Dataset data) {
    TableColumn column = Hdf5Choice.column(data);
    return BadInput.quote(column.name()) + " (" + column.type() + ")";
  }

  /**
   * The index of the row names.
   *
   * @param vectors a block
   * @param length of the file
   * @return -1 if there are none, or they are the numbers of the rows, which pandas has by itself
   */
  static int rowNames(Failures failures, List<Dataset> all, Dataset vectors, long length)
      throws CommandFailure {
    for (int i = 0; i < all.size(); i++) {
      Dataset data = all.get(i);
      if (data.getParent() == vectors.getParent()
          && data.getName().equals(ROWS)
          && Hdf5Type.of(data).isId()
          && Hdf5Choice.fits(data, vectors)) {
        return areNumbersOfRows(failures, data, length) ? -1 : i;
      }
    }
    return -1;
  }

  private static boolean areNumbersOfRows(Failures failures, Dataset data, long length)
      throws CommandFailure {
    if (Hdf5Type.of(data) != Hdf5Type.WHOLE) {
      return false;
    }
    Hdf5Blocks values = Hdf5Blocks.ofColumn(failures, data, length, Hdf5Blocks.share(1));
    for (int row = 0; row < values.dimensions()[0]; row++) {
      if (((Number) values.at(row)).longValue() != row) {
        return false;
      }
    }
    return true;
  }
}
