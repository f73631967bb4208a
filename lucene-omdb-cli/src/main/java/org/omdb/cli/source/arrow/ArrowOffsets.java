// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;

/** Where the values of a column of lists or strings begin and end. For one thread. */
final class ArrowOffsets {

  private final ArrowBytes offsets;
  private final boolean large;
  private long from = -1;
  private long length;

  /**
   * @param large whether offsets have 64 bits
   */
  ArrowOffsets(ArrowBytes offsets, boolean large) {
    this.offsets = offsets;
    this.large = large;
  }

  /**
   * Moves to the next value.
   *
   * @return how much is to be skipped before it, as only the first value may have something there
   */
  long next() throws IOException {
    long skipped = 0;
    if (from < 0) {
      from = read();
      skipped = from;
    }
    long to = read();
    length = to - from;
    if (from < 0 || length < 0) {
      throw new IOException("a value from " + from + " to " + to);
    }
    from = to;
    return skipped;
  }

  private long read() throws IOException {
    return large ? offsets.nextLong() : offsets.nextInt();
  }

  /** How long the value is. */
  long length() {
    return length;
  }
}
