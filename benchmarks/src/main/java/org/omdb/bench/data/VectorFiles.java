// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceFormat;
import org.omdb.cli.source.Sources;
import org.omdb.cli.source.VectorSource;

/** Files of vectors in every format that {@code omdb import} reads, npy and fvecs among them. */
final class VectorFiles {

  private VectorFiles() {}

  /**
   * Reads a file.
   *
   * @param file what it is, it tells by its first bytes or its name
   * @param maxRows at most so many from its start
   * @param scratch folder for the rows, which don't go on the heap
   * @throws IOException if it can't be read, or is not what it says
   */
  static Vectors load(Path file, int maxRows, Path scratch) throws IOException {
    try (VectorSource source = Sources.open(SourceFormat.detect(file), file);
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
