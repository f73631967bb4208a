// SPDX-License-Identifier: Apache-2.0
package org.omdb.work;

import java.io.IOException;

/** Is told how far some long work is, and may end it. Safe for any number of threads. */
@FunctionalInterface
public interface Progress {

  /** For work that nobody watches. */
  Progress NONE = (stage, done, total) -> {};

  /**
   * Tells how far a stage is. Called often enough to end the work within a second.
   *
   * @param stage what is being done, in a word or two
   * @param done how many vectors, or parts that the stage consists of, about
   * @param total of how many
   * @throws IOException if the work is not wanted any more
   */
  void done(String stage, int done, int total) throws IOException;
}
