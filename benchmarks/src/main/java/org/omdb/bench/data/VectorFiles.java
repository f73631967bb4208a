// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/** Reads files of vectors in any format that {@code omdb import} reads, such as npy and fvecs. */
final class VectorFiles {

  private VectorFiles() {}

  /**
   * Reads a file.
   *
   * @param file whose first bytes or name tell the format
   * @param maxRows maximum number of rows, from the start of the file
   * @param scratch folder for a temporary file of the rows, which are not kept on the heap
   * @throws IOException if the file can't be read, or is not valid in its format
   */
  static Vectors load(Path file, int maxRows, Path scratch) throws IOException {
    try (VectorSource source = SourceFormats.open(SourceFile.open(file), null, Columns.DEFAULT);
        MappedVectors.Builder rows = new MappedVectors.Builder(scratch, source.dimension())) {
      for (int row = 0; row < maxRows && source.next(); row++) {
        rows.add(source.vector());
      }
      return rows.build();
    } catch (CommandFailure e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
