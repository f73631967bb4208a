// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/** Ids from a data set of strings or whole numbers. */
final class Hdf5Ids {

  /** What a decoder puts for bytes that it does not know. */
  private static final char REPLACEMENT = '\ufffd';

  private final SourceFile file;
  private final Hdf5Blocks ids;

  /**
   * @param rows how many there must be
   */
  Hdf5Ids(SourceFile file, Hdf5Blocks ids, int rows) throws CommandFailure {
    this.file = file;
    this.ids = ids;
    if (ids.dimensions()[0] != rows) {
      String found = ids.dimensions()[0] + " ids";
      throw BadInput.at(file, place(), found, rows + ", as there are vectors");
    }
  }

  private String place() {
    return BadInput.quote(ids.path());
  }

  String at(int row) throws CommandFailure {
    Object value = ids.at(row);
    String id = String.valueOf(value);
    if (value == null || id.isEmpty()) {
      throw BadInput.at(file, place() + ", " + BadInput.row(row), "an empty id", "a name");
    }
    if (id.indexOf(REPLACEMENT) >= 0) {
      throw BadInput.at(
          file,
          place() + ", " + BadInput.row(row),
          "an id that is not in the encoding that the file says",
          "strings in UTF-8, as h5py.string_dtype() makes them");
    }
    return id;
  }
}
