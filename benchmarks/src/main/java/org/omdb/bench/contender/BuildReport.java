// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

/**
 * How long it took to build an index, in seconds of wall clock time, and how large it is.
 *
 * @param indexSeconds from the first vector until the index is committed. Includes flushes and
 *     merges as far as the writer waits for them, but not the force merge
 * @param flushSeconds part of {@code indexSeconds} spent writing segments; null if there are no
 *     segments, or other threads wrote some of them
 * @param mergeSeconds part of {@code indexSeconds} spent in merges; null in the same cases
 * @param forceMergeSeconds time of the force merge after that; null if there was none
 * @param sizes of the finished index
 */
public record BuildReport(
    double indexSeconds,
    Double flushSeconds,
    Double mergeSeconds,
    Double forceMergeSeconds,
    Sizes sizes) {

  /**
   * The report of an index without segments.
   *
   * @param indexSeconds total time
   * @param sizes of the finished index
   * @return a report without times of flushes and merges
   */
  static BuildReport inOnePiece(double indexSeconds, Sizes sizes) {
    return new BuildReport(indexSeconds, null, null, null, sizes);
  }
}
