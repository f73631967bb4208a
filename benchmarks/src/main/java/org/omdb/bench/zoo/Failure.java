// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.Locale;

/** In what a cell fails, the worst first. */
public enum Failure {
  /** Hits are not what they seem. */
  BROKEN,
  /** Stored vectors don't find themselves. */
  SELF,
  /** Less of the nearest is found than by Lucene. */
  RECALL,
  /** A search takes longer than Lucene's. */
  TIME;

  /**
   * What tables say.
   *
   * @return in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
