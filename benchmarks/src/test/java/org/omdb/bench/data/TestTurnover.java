// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestTurnover extends LuceneTestCase {

  public void testEachGenerationReplacesItsShare() {
    int generations = random().nextInt(1, 51);
    int rows = random().nextInt(200, 2_000);
    Turnover turnover = new Turnover(rows, generations, 2);
    Set<Integer> living = set(turnover.born(0));
    assertEquals(rows / 2, living.size());
    assertEquals(living, set(turnover.living(0)));
    for (int generation = 1; generation <= generations; generation++) {
      int replaced = rows / 2 * 2 / 100;
      Set<Integer> born = set(turnover.born(generation));
      int dying = generation;
      Set<Integer> gone =
          living.stream().filter(row -> turnover.death(row) == dying).collect(Collectors.toSet());
      assertEquals(replaced, born.size());
      assertEquals(replaced, gone.size());
      living.removeAll(gone);
      living.addAll(born);
      assertEquals(living, set(turnover.living(generation)));
    }
  }

  public void testWhoGoesIsDrawnFromAll() {
    Turnover turnover = new Turnover(10_000, 50, 2);
    int[] left = turnover.living(50);
    // Expected share of the initial rows that are still there: (1 - 0.02)^50.
    long first = Arrays.stream(left).filter(row -> row < 5_000).count();
    assertEquals(5_000 * Math.pow(0.98, 50), first, 200);
    long early = Arrays.stream(left).filter(row -> row < 2_500).count();
    assertEquals(first / 2.0, early, 150);
  }

  public void testIsTheSameEachTime() {
    Turnover one = new Turnover(1_000, 10, 3);
    Turnover other = new Turnover(1_000, 10, 3);
    assertEquals(0, IntStream.range(0, 1_000).filter(i -> one.death(i) != other.death(i)).count());
  }

  public void testTooFewRows() {
    expectThrows(IllegalArgumentException.class, () -> new Turnover(1, 1, 2));
    expectThrows(IllegalArgumentException.class, () -> new Turnover(1_000, 51, 2));
  }

  private static Set<Integer> set(int[] rows) {
    return Arrays.stream(rows).boxed().collect(Collectors.toCollection(TreeSet::new));
  }
}
