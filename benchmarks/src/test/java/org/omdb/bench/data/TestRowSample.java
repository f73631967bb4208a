// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestRowSample extends LuceneTestCase {

  private static final int ROWS = 100_000;

  public void testHasItsShareOfAnyStretchOfRows() {
    for (int percent : new int[] {1, 10, 50, 90, 99}) {
      RowSample sample = new RowSample("share-" + percent, percent);
      for (int first : new int[] {0, ROWS, 7 * ROWS}) {
        long count = IntStream.range(first, first + ROWS).filter(sample).count();
        // The tolerance is five standard deviations of the binomial distribution.
        double deviation = Math.sqrt(ROWS * percent / 100.0 * (100 - percent) / 100.0);
        assertEquals(ROWS * percent / 100.0, count, 5 * deviation);
      }
    }
  }

  public void testNamesAreIndependent() {
    RowSample a = new RowSample("a", 50);
    RowSample b = new RowSample("b", 50);
    assertEquals(ROWS / 4.0, IntStream.range(0, ROWS).filter(a).filter(b).count(), 700);
    RowSample again = new RowSample("a", 50);
    assertEquals(0, IntStream.range(0, ROWS).filter(i -> a.test(i) != again.test(i)).count());
  }

  public void testRange() {
    expectThrows(IllegalArgumentException.class, () -> new RowSample("none", 0));
    expectThrows(IllegalArgumentException.class, () -> new RowSample("all", 100));
  }
}
