// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * HDF5, such as of <a href="https://github.com/erikbern/ann-benchmarks">ann-benchmarks</a>: the
 * vectors are in the data set {@code train}, or in the only one of two dimensions.
 */
public final class Hdf5Format implements SourceFormat {

  private static final String MAGIC = "\u0089HDF\r\n\u001a\n";

  @Override
  public String name() {
    return "hdf5";
  }

  @Override
  public String description() {
    return "HDF5: the data set train, as of ann-benchmarks, or the one that --vector-column names";
  }

  @Override
  public boolean recognizes(FileHead head) {
    return head.startsWith(MAGIC);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    long length = file.window().length();
    Path path = file.path(name());
    return open(file, () -> new HdfFile(path), length, columns);
  }

  /**
   * Opens a file.
   *
   * @param file for messages
   * @param opener of the same file
   * @param length of the file
   */
  static VectorSource open(
      SourceFile file, Hdf5Calls.Call<HdfFile> opener, long length, Columns columns)
      throws IOException, CommandFailure {
    columns.requireNothingStored(new Hdf5Format().name());
    HdfFile hdf = Hdf5Calls.call(file, opener);
    try {
      return Hdf5Source.open(file, hdf, length, columns);
    } catch (Throwable t) {
      hdf.close();
      throw t;
    }
  }
}
