// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;

/**
 * A way to find candidates: vectors that are probably near the target. If they turn out to be too
 * few, the strategy is asked again for more. One thread and one search at a time.
 */
interface SearchStrategy {

  /**
   * Begins a search. The target has been set before.
   *
   * @param request accepted vectors and limits
   * @throws IOException if the files can't be read
   */
  void begin(SearchRequest request) throws IOException;

  /**
   * Finds the best candidates among the accepted vectors. They include those of earlier calls.
   *
   * @param count how many to find; more than in the call before
   * @param scratch receives the candidates
   * @return whether a call with a greater count may find others
   * @throws IOException if the files can't be read
   */
  boolean find(int count, SearchScratch scratch) throws IOException;

  /**
   * How many times more vectors are nearer to the target than the candidates are, accepted or not,
   * than if the filter of the search had accepted vectors at random. As far as {@link #find} has
   * seen.
   *
   * @return about 1, and more if the filter rejects what is near
   */
  double rejectionRatio();

  /**
   * Ends the search: returns shared memory, and forgets the request, whose filter and collector may
   * be large. Not called if a search fails.
   */
  void end();
}
