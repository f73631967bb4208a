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
   * Whether it has segments, deletes and filters, so that {@link IndexShape}, {@link #openFiltered}
   * and {@link #evolve} mean something to it.
   *
   * @return true for Lucene's indexes
   */
  default boolean hasSegments() {
    return false;
  }

  /**
   * Whether it can hold a set at all.
   *
   * @param set to be indexed
   * @return null if it can, else why not, for a reader who knows the contender's name
   */
  default String refusal(VectorSet set) {
    return null;
  }

  /**
   * Writes an index of all vectors and ids, in the shape of the options if it has segments.
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
   * @return to be closed by the caller
   * @throws IOException if reading fails
   */
  Searcher open(Path folder) throws IOException;

  /**
   * The same for searches among some documents only.
   *
   * @param folder that {@link #build} wrote
   * @param mark that the documents have
   * @return to be closed by the caller
   * @throws IOException if reading fails
   * @throws UnsupportedOperationException if it does not {@link #hasSegments}
   */
  default Searcher openFiltered(Path folder, String mark) throws IOException {
    throw new UnsupportedOperationException(name() + " has no filters here");
  }

  /**
   * Starts an index that changes.
   *
   * @param folder that exists and is empty
   * @param options how
   * @return without documents
   * @throws IOException if writing fails
   * @throws UnsupportedOperationException if it does not {@link #hasSegments}
   */
  default EvolvingIndex evolve(Path folder, BuildOptions options) throws IOException {
    throw new UnsupportedOperationException(name() + " does not change here");
  }
}
