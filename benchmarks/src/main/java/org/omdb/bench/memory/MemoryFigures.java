// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.util.List;
import org.omdb.bench.contender.Contender;

/**
 * What was measured of one contender with one share of its index in memory.
 *
 * @param contender that was measured
 * @param share page cache for the index, as share of its bytes
 * @param indexBytes bytes of all files of the index
 * @param ownBytes memory of the JVM itself, in the beginning
 * @param settings by fanout and number of threads
 */
record MemoryFigures(
    Contender contender, double share, long indexBytes, long ownBytes, List<Setting> settings) {

  /**
   * What was measured at one fanout.
   *
   * @param fanout number of candidates
   * @param threads that searched at the same time
   * @param recall recall@10 of all queries
   * @param openMillis time to open the index, none of which was in memory
   * @param cold the first pass
   * @param steady the passes after that
   */
  record Setting(
      int fanout, int threads, double recall, double openMillis, Limited cold, Limited steady) {}

  /**
   * Searches under the limit.
   *
   * @param pass figures of the searches
   * @param pageCache bytes of the index in the page cache after them
   * @param groupPageCache bytes of page cache that the group had after them, without those of the
   *     JVM itself; about the same, if the limit is right
   */
  record Limited(Pass pass, long pageCache, long groupPageCache) {}
}
