// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.util.function.IntPredicate;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Estimates of how many vectors are accepted are near the truth where Lucene's are not, and never
 * outside of what is possible.
 */
public class TestSearchRequest extends LuceneTestCase {

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

  /**
   * Vectors that are not looked at.
   *
   * @param gap documents from one with a vector to the next
   */
  private static RandomVectorScorer vectors(int count, int gap) {
    return new RandomVectorScorer() {
      @Override
      public float score(int ordinal) {
        throw new AssertionError("scored");
      }

      @Override
      public int maxOrd() {
        return count;
      }

      @Override
      public int ordToDoc(int ordinal) {
        return ordinal * gap;
      }

      @Override
      public Bits getAcceptOrds(Bits acceptDocs) {
        throw new AssertionError("given to the estimate");
      }
    };
  }

  private static int estimate(Bits accepted, int cost, int count) {
    return SearchRequest.countAccepted(accepted, cost, vectors(count, 1));
  }

  public void testAllOrNone() {
    for (int count : new int[] {1, 2, 63, 64, 65, 1_000, Integer.MAX_VALUE - 1}) {
      assertEquals(count, estimate(null, Integer.MAX_VALUE, count));
      assertEquals(count, estimate(bits(count, i -> true), count, count));
      int none = estimate(bits(count, i -> false), count, count);
      assertTrue(none + " of " + count, 1 <= none && none <= 1 + count / 256);
    }
  }

  /** Where all documents have a vector, a filter's cost is taken as it is. */
  public void testCostIsKnown() {
    assertEquals(7, estimate(bits(1_000, i -> true), 7, 1_000));
    assertEquals(1, estimate(bits(1_000, i -> true), 0, 1_000));
    assertEquals("more documents than vectors", 10, estimate(null, 1_000, 10));
  }

  /** A filter may accept many documents, of which few have a vector. */
  public void testCostIsOfDocumentsWithoutVectors() {
    int count = 1_000 + random().nextInt(100_000);
    RandomVectorScorer sparse = vectors(count, 3);
    int none = SearchRequest.countAccepted(bits(count, i -> false), count - 1, sparse);
    assertTrue("none: " + none, none <= 1 + count / 256);
    int half = SearchRequest.countAccepted(bits(count, i -> i % 2 == 0), count - 1, sparse);
    assertEquals(count / 2, half, 0.18 * count);
    int most = count / 2;
    int filtered = SearchRequest.countAccepted(bits(count, i -> true), most, sparse);
    assertEquals("not more than documents", most, filtered);
    RandomVectorScorer few = vectors(10, 3);
    assertEquals("none", 1, SearchRequest.countAccepted(bits(10, i -> false), 0, few));
    assertEquals(
        "few documents", 5, SearchRequest.countAccepted(bits(count, i -> true), 5, sparse));
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
        int estimate = estimate(accepted, count, count);
        assertEquals("1 of " + period, expected, estimate, 0.18 * count);
      }
    }
  }
}
