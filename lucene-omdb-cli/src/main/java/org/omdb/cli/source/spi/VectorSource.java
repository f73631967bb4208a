// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.spi;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;

/** The rows of a file of vectors, from start to end. For one thread. */
public interface VectorSource extends Closeable {

  /**
   * Components per vector, known before the first row.
   *
   * @return 1 to 16,384; of an OMDB file without vectors, whatever it says
   */
  int dimension();

  /**
   * How many rows the file says it has.
   *
   * @return -1 if it does not say
   */
  long rows();

  /**
   * How far the file is read, for a progress bar.
   *
   * @return bytes
   * @throws IOException if the file can't tell
   */
  long position() throws IOException;

  /**
   * Size of the file.
   *
   * @return bytes; -1 if that is not known, as of a pipe
   */
  long length();

  /**
   * Moves to the next row.
   *
   * @return false at the end
   * @throws IOException if reading fails
   * @throws CommandFailure if the input is bad; the source is of no use after that
   */
  boolean next() throws IOException, CommandFailure;

  /**
   * Id of the current row.
   *
   * @return null if the format, or this row, has none; never empty
   */
  String id();

  /**
   * The current row's components, all of them finite.
   *
   * @return an array that belongs to the caller
   */
  float[] vector();

  /**
   * The columns of the current row that are to be stored, in the order of the file; empty for
   * formats of ids and vectors alone.
   *
   * @return by name, a {@code String}, {@code Long}, {@code Boolean}, finite {@code Double}, or
   *     {@link Json} for anything else
   */
  default Map<String, Object> stored() {
    return Map.of();
  }

  /**
   * Whether {@link #id} of the current row is made up, as for a vector without an id in an OMDB
   * file.
   *
   * @return false for all formats but OMDB
   */
  default boolean isMadeUp() {
    return false;
  }
}
