// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;

/** The values of a column in a batch, front to back. */
@FunctionalInterface
interface ArrowValue {

  /**
   * The next value.
   *
   * @return {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code Json}, a {@code
   *     List} or a {@code Map}; null if there is none
   */
  Object next() throws IOException;
}
