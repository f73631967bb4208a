// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;

/** What a search found, as the contender calls it. */
@FunctionalInterface
public interface Hits {

  /**
   * Turns the hits into ids, as a user would who got these hits; does the work each time.
   *
   * @return ids, best hit first
   * @throws IOException if reading fails
   */
  String[] ids() throws IOException;
}
