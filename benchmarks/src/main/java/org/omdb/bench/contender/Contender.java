// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import org.omdb.bench.data.VectorSet;

/** One way to search vectors by nearness and to get string ids back. */
public interface Contender {

  /**
   * How users and reports call it.
   *
   * @return lower case
   */
  String name();

  /**
   * What it is, for a report.
   *
   * @return one line
   */
  String description();

  /**
   * Whether the fanout changes what a search does.
   *
   * @return false for an exhaustive search
   */
  default boolean hasFanout() {
    return true;
  }

  /**
   * Writes an index of all vectors and ids, with one thread, and merges it into one piece if it has
   * pieces.
   *
   * @param set to be indexed
   * @param folder that exists and is empty
   * @param options how
   * @return what it took, and how large it became
   * @throws IOException if writing fails
   */
  BuildReport build(VectorSet set, Path folder, BuildOptions options) throws IOException;

  /**
   * Opens an index as a user who is about to search does.
   *
   * @param folder that {@link #build} wrote
   * @return to be closed before the next is opened
   * @throws IOException if reading fails
   */
  Searcher open(Path folder) throws IOException;
}
