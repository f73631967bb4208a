// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;

/**
 * Words what jHDF throws. For damaged files that is not only its own exceptions, but also such as
 * of an index that is out of bounds, or of memory for as many bytes as a damaged length says.
 */
final class Hdf5Calls {

  /** A call of the library. */
  interface Call<T> {
    T run() throws CommandFailure;
  }

  /** Kept in a field, because a logger that is garbage collected forgets its level. */
  private static final Logger LOG = Logger.getLogger("io.jhdf");

  static {
    LOG.setLevel(Level.OFF); // it tells each call, and failures are thrown anyway
  }

  private Hdf5Calls() {}

  /** Calls the library, and gives its failure in words. */
  static <T> T call(SourceFile file, Call<T> call) throws CommandFailure {
    try {
      return call.run();
    } catch (UnsupportedOperationException e) {
      throw CommandFailure.data(
          file + ": found a part of HDF5 that is not supported, expected plain data sets", e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      String because = e instanceof OutOfMemoryError ? "too large or damaged" : "damaged";
      throw CommandFailure.data(
          file + ": found an HDF5 file that is " + because + ", expected a whole one", e);
    }
  }
}
