// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;

/**
 * A way to find vectors that are probably near a target. One that finds too few is asked again for
 * more. For one thread, one search at a time.
 */
interface SearchStrategy {

  /**
   * Begins a search.
   *
   * @param request accepted vectors and limits; the target is set already
   */
  void begin(SearchRequest request) throws IOException;

  /**
   * Finds candidates: the best of the accepted vectors that it has looked at, those of earlier
   * calls among them.
   *
   * @param count how many, more than in the call before
   * @param scratch where candidates go
   * @return whether there may be more of them
   */
  boolean find(int count, SearchScratch scratch) throws IOException;

  /** Ends the search, and lets go of what others can use. */
  default void end() {}
}
