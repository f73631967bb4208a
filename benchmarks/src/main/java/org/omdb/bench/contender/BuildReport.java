// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

/**
 * What it took to build an index, in seconds that passed, and the index's size.
 *
 * @param indexSeconds from the first vector until all of it is safe on disk, flushes and merges
 *     included as far as they are waited for, the last merge not
 * @param flushSeconds part of {@code indexSeconds}: writing segments; null if there are none, or
 *     other threads did it too
 * @param mergeSeconds part of {@code indexSeconds}: merges that came by themselves; null as above
 * @param forceMergeSeconds then: merging into one segment; null if that was not done
 * @param sizes in the end
 */
public record BuildReport(
    double indexSeconds,
    Double flushSeconds,
    Double mergeSeconds,
    Double forceMergeSeconds,
    Sizes sizes) {

  /**
   * Of an index that has no segments.
   *
   * @param indexSeconds in all
   * @param sizes in the end
   * @return with nulls for what does not exist
   */
  static BuildReport inOnePiece(double indexSeconds, Sizes sizes) {
    return new BuildReport(indexSeconds, null, null, null, sizes);
  }
}
