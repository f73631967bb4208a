// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.function.IntPredicate;

/**
 * A pseudorandom sample of a set's rows. A hash of the row number decides, so the sample is
 * independent of the vectors, and of samples with other names.
 *
 * @param name of the sample
 * @param percent 1 to 99, expected share of the rows
 */
public record RowSample(String name, int percent) implements IntPredicate {

  /** Checks the range. */
  public RowSample {
    if (percent < 1 || percent > 99) {
      throw new IllegalArgumentException(percent + " % of rows");
    }
  }

  @Override
  public boolean test(int row) {
    return Long.remainderUnsigned(mix(row + ((long) name.hashCode() << 32)), 100) < percent;
  }

  /** The finalizer of MurmurHash3, in Stafford's variant 13. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
