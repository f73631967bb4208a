// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.Locale;

/** The ways in which a cell can fail, the worst first. */
public enum Failure {
  /** Hits are invalid: too few, duplicate, out of order, or with a wrong score. */
  BROKEN,
  /** Stored vectors don't find themselves. */
  SELF,
  /** Recall is lower than that of Lucene. */
  RECALL,
  /** A search takes longer than with Lucene. */
  TIME;

  /**
   * The name in tables.
   *
   * @return in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
