// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;

/** The hits of a search, whose ids have not been read yet. */
@FunctionalInterface
public interface Hits {

  /**
   * Reads the ids of the hits, the way a user does. Each call reads them again, so that the time
   * can be measured.
   *
   * @return ids, best hit first
   * @throws IOException if reading fails
   */
  String[] ids() throws IOException;
}
