// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.util.function.IntPredicate;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.Bits;

/** Estimates are near the truth where Lucene's are not, and never outside of what is possible. */
public class TestAcceptedCount extends LuceneTestCase {

  private static Bits bits(int count, IntPredicate accepted) {
    return new Bits() {
      @Override
      public boolean get(int ordinal) {
        assertTrue(ordinal + " of " + count, 0 <= ordinal && ordinal < count);
        return accepted.test(ordinal);
      }

      @Override
      public int length() {
        return count;
      }
    };
  }

  public void testAllOrNone() {
    for (int count : new int[] {1, 2, 63, 64, 65, 1_000, Integer.MAX_VALUE - 1}) {
      assertEquals(count, AcceptedCount.estimate(null, Integer.MAX_VALUE, count));
      assertEquals(count, AcceptedCount.estimate(bits(count, i -> true), count, count));
      assertEquals(1, AcceptedCount.estimate(bits(count, i -> false), count, count));
    }
  }

  /** A filter's cost is taken as it is. */
  public void testCostIsKnown() {
    assertEquals(7, AcceptedCount.estimate(bits(1_000, i -> true), 7, 1_000));
    assertEquals(1, AcceptedCount.estimate(bits(1_000, i -> true), 0, 1_000));
    assertEquals("more documents than vectors", 10, AcceptedCount.estimate(null, 1_000, 10));
  }

  /** Every second, third and so on, and a part at the beginning or the end. */
  public void testDeletedInPatterns() {
    int count = 1_000 + random().nextInt(1_000_000);
    for (int period = 2; period <= 16; period++) {
      int every = period;
      int expected = count / period;
      int from = count - expected;
      for (Bits accepted :
          new Bits[] {
            bits(count, i -> i % every == 0),
            bits(count, i -> i < expected),
            bits(count, i -> i >= from)
          }) {
        int estimate = AcceptedCount.estimate(accepted, count, count);
        assertEquals("1 of " + period, expected, estimate, 0.18 * count);
      }
    }
  }
}
