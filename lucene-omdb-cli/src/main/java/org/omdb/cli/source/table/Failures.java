// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.table;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.DiskException;
import org.omdb.cli.source.file.SourceFile;

/**
 * Words what a library throws. Libraries throw exceptions of many kinds for damaged files, also
 * such as of an index that is out of bounds. What the disk is to blame for is called that.
 *
 * @param file for messages
 * @param format as the library's files are called
 */
public record Failures(SourceFile file, String format) {

  /** A call of the library. */
  @FunctionalInterface
  public interface Call<T> {

    /**
     * Calls it.
     *
     * @return what it returns
     * @throws IOException if the library does
     * @throws CommandFailure if the file is refused in words; stays as it is
     */
    T run() throws IOException, CommandFailure;
  }

  /**
   * Calls the library.
   *
   * @param call of it
   * @return what it returns
   * @throws CommandFailure in words, whatever it throws
   */
  public <T> T translate(Call<T> call) throws CommandFailure {
    try {
      return call.run();
    } catch (IOException
        | RuntimeException
        | StackOverflowError
        | OutOfMemoryError
        | InternalError e) {
      throw words(e);
    }
  }

  private CommandFailure words(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof OutOfMemoryError) {
        return CommandFailure.data(
            file
                + ": it needs more memory than there is: give more with OMDB_JAVA_OPTS=-Xmx4g or the"
                + " like, or it is damaged",
            thrown);
      }
      if (t instanceof DiskException || t instanceof InternalError) {
        // The JVM throws an InternalError where a part of a mapped file can't be read.
        return BadInput.unreadable(file, t);
      }
      root = t;
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return CommandFailure.data(
        file + ": found " + BadInput.quote(message) + " when reading it, expected " + format,
        thrown);
  }
}
