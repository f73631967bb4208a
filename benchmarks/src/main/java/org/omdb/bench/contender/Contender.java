// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.omdb.bench.data.VectorSet;

/** A way to find the nearest vectors of a query and to return their string ids. */
public interface Contender {

  /**
   * The name in options and reports.
   *
   * @return in lower case
   */
  String name();

  /**
   * The description in a report.
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
   * Whether it has segments, deletes and filters. If so, it uses {@link IndexShape} and supports
   * {@link #open(Path, Executor)}, {@link #openFiltered} and {@link #evolve}.
   *
   * @return true for Lucene's indexes
   */
  default boolean hasSegments() {
    return false;
  }

  /**
   * Whether searches read the index from files, through the operating system's page cache, as they
   * need it. If so, it supports {@link #open(Path, IndexAccess)}.
   *
   * @return false if the whole index is on the Java heap
   */
  default boolean readsFromFiles() {
    return hasSegments();
  }

  /**
   * Why it can't index a set, for instance because there are too many dimensions.
   *
   * @param set to be indexed
   * @return the reason, which is printed after the contender's name; null if it can index the set
   */
  default String refusal(VectorSet set) {
    return null;
  }

  /**
   * Writes an index of all vectors and ids of a set.
   *
   * @param set to be indexed
   * @param folder that exists and is empty
   * @param options how to build it
   * @return times and sizes
   * @throws IOException if writing fails
   */
  BuildReport build(VectorSet set, Path folder, BuildOptions options) throws IOException;

  /**
   * Opens an index for searches, the way a user does.
   *
   * @param folder that {@link #build} wrote
   * @return a searcher, to be closed by the caller
   * @throws IOException if reading fails
   */
  Searcher open(Path folder) throws IOException;

  /**
   * Opens an index for searches in a certain way.
   *
   * @param folder that {@link #build} wrote
   * @param access how files are read; ignored by contenders that are no Lucene index
   * @return a searcher, to be closed by the caller
   * @throws IOException if reading fails
   */
  default Searcher open(Path folder, IndexAccess access) throws IOException {
    return open(folder);
  }

  /**
   * Opens an index whose segments are searched by several threads at a time.
   *
   * @param folder that {@link #build} wrote
   * @param executor runs the searches of single segments; closed by the caller, after the searcher
   * @return a searcher, to be closed by the caller
   * @throws IOException if reading fails
   * @throws UnsupportedOperationException if it does not {@link #hasSegments}
   */
  default Searcher open(Path folder, Executor executor) throws IOException {
    throw new UnsupportedOperationException(name() + " has no segments");
  }

  /**
   * Opens an index for searches with a filter.
   *
   * @param folder that {@link #build} wrote
   * @param mark only documents with this mark are found
   * @return a searcher, to be closed by the caller
   * @throws IOException if reading fails
   * @throws UnsupportedOperationException if it does not {@link #hasSegments}
   */
  default Searcher openFiltered(Path folder, String mark) throws IOException {
    throw new UnsupportedOperationException(name() + " has no filters in this benchmark");
  }

  /**
   * Starts an index whose documents are added and deleted later.
   *
   * @param folder that exists and is empty
   * @param options how to build it
   * @return an index without documents
   * @throws IOException if writing fails
   * @throws UnsupportedOperationException if it does not {@link #hasSegments}
   */
  default EvolvingIndex evolve(Path folder, BuildOptions options) throws IOException {
    throw new UnsupportedOperationException(name() + " has no updates in this benchmark");
  }
}
