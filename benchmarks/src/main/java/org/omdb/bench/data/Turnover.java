// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * When each row of a set comes and goes, in an index that always has half of them: it starts with
 * the first half, and each generation takes some of those that are there at random, and puts as
 * many of the others in their place.
 */
public final class Turnover {

  private static final long SEED = 50;
  private static final int NEVER = Integer.MAX_VALUE;

  private final int[] births;
  private final int[] deaths;
  private final int generations;

  /**
   * Draws who goes when; the same each time.
   *
   * @param rows of the set
   * @param generations after the first state, 1 or more
   * @param percent of the index that each generation replaces, rounded down but one row at least
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
   * @return without the state before the first one, which is generation 0
   */
  public int generations() {
    return generations;
  }

  /**
   * Rows that come with a generation.
   *
   * @param generation 0 for those the index starts with
   * @return rising
   */
  public int[] born(int generation) {
    return rows(row -> births[row] == generation);
  }

  /**
   * Rows that are there after a generation.
   *
   * @param generation 0 to {@link #generations}
   * @return rising
   */
  public int[] living(int generation) {
    return rows(row -> births[row] <= generation && deaths[row] > generation);
  }

  /**
   * The generation that a row goes with.
   *
   * @param row of the set
   * @return {@link Integer#MAX_VALUE} if it stays
   */
  public int death(int row) {
    return deaths[row];
  }

  private int[] rows(IntPredicate wanted) {
    return IntStream.range(0, births.length).filter(wanted).toArray();
  }
}
