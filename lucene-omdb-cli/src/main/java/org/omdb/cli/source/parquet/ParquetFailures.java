// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/**
 * Words what Hardwood throws. It throws exceptions of many kinds for damaged files, also such as of
 * an index that is out of bounds.
 */
final class ParquetFailures {

  /** A call of the library. */
  interface Call<T> {
    T run() throws IOException, CommandFailure;
  }

  private ParquetFailures() {}

  /** Calls the library, and gives its failure in words. */
  static <T> T translate(SourceFile file, Call<T> call) throws CommandFailure {
    try {
      return call.run();
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw words(file, e);
    }
  }

  private static CommandFailure words(SourceFile file, Throwable thrown) {
    Throwable root = thrown;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof OutOfMemoryError) {
        return CommandFailure.data(
            file
                + ": a page of it needs more memory than there is: give more with"
                + " OMDB_JAVA_OPTS=-Xmx4g or the like, or it is damaged",
            thrown);
      }
      root = t;
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return CommandFailure.data(
        file + ": found " + BadInput.quote(message) + " when reading it, expected a Parquet file",
        thrown);
  }
}
