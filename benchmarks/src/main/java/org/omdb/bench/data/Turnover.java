// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The generations in which each row of a set is added to an index and deleted from it. The index
 * always has half of the rows. It starts with the first half. Each generation deletes random rows
 * and adds the same number of new ones.
 */
public final class Turnover {

  private static final long SEED = 50;
  private static final int NEVER = Integer.MAX_VALUE;

  private final int[] births;
  private final int[] deaths;
  private final int generations;

  /**
   * Draws which rows are deleted in which generation; always the same ones for the same arguments.
   *
   * @param rows number of rows of the set
   * @param generations after the initial state, 1 or more
   * @param percent share of the index that each generation replaces, rounded down, at least one row
   */
  public Turnover(int rows, int generations, int percent) {
    int live = rows / 2;
    int replaced = Math.max(1, live * percent / 100);
    if (replaced > live || (long) live + (long) generations * replaced > rows) {
      throw new IllegalArgumentException(
          rows + " rows don't last for " + generations + " generations of " + percent + " %");
    }
    this.generations = generations;
    this.births = new int[rows];
    this.deaths = new int[rows];
    Arrays.fill(births, live, rows, NEVER);
    Arrays.fill(deaths, NEVER);
    SplittableRandom random = new SplittableRandom(SEED);
    int[] alive = IntStream.range(0, live).toArray();
    for (int generation = 1; generation <= generations; generation++) {
      int firstNew = live + (generation - 1) * replaced;
      for (int i = 0; i < replaced; i++) {
        int picked = random.nextInt(i, live);
        deaths[alive[picked]] = generation;
        alive[picked] = alive[i];
        alive[i] = firstNew + i;
        births[firstNew + i] = generation;
      }
    }
  }

  /**
   * Number of generations.
   *
   * @return not counting the initial state, which is generation 0
   */
  public int generations() {
    return generations;
  }

  /**
   * The rows that a generation adds.
   *
   * @param generation 0 for the rows that the index starts with
   * @return in increasing order
   */
  public int[] born(int generation) {
    return rows(row -> births[row] == generation);
  }

  /**
   * The rows in the index after a generation.
   *
   * @param generation 0 to {@link #generations}
   * @return in increasing order
   */
  public int[] living(int generation) {
    return rows(row -> births[row] <= generation && deaths[row] > generation);
  }

  /**
   * The generation that deletes a row.
   *
   * @param row of the set
   * @return {@link Integer#MAX_VALUE} if it is never deleted
   */
  public int death(int row) {
    return deaths[row];
  }

  private int[] rows(IntPredicate wanted) {
    return IntStream.range(0, births.length).filter(wanted).toArray();
  }
}
