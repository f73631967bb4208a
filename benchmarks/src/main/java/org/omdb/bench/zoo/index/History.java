// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which rows come and go, the same for all entrants.
 *
 * @param first rows that are there at first, in the order of insertion
 * @param generations what happens then
 * @param live rows that are there in the end, rising
 */
public record History(List<Integer> first, List<Generation> generations, int[] live) {

  private static final int GENERATIONS = 20;

  /** One in so many rows goes in a generation. */
  private static final int TURNOVER = 50;

  /**
   * One generation.
   *
   * @param deleted rows to delete
   * @param added rows to add
   */
  public record Generation(List<Integer> deleted, List<Integer> added) {}

  /**
   * All rows are added, none goes.
   *
   * @param rows how many
   * @return a history of no generations
   */
  public static History ofAll(int rows) {
    return new History(range(rows), List.of(), IntStream.range(0, rows).toArray());
  }

  /**
   * How many rows must be drawn so that so many are always live.
   *
   * @param live rows
   * @return some more
   */
  public static int rowsFor(int live) {
    return live + GENERATIONS * turnover(live);
  }

  /**
   * Rows come and go. Which ones come later is random, the others keep their order.
   *
   * @param live rows that are there at any time, so that there are {@link #rowsFor} of them
   * @param seed any
   * @return a history
   */
  public static History turningOver(int live, long seed) {
    Random random = new Random(seed);
    int turnover = turnover(live);
    List<Integer> shuffled = new ArrayList<>(range(rowsFor(live)));
    Collections.shuffle(shuffled, random);
    List<Integer> first = shuffled.subList(0, live).stream().sorted().toList();
    List<Integer> there = new ArrayList<>(first);
    List<Generation> generations = new ArrayList<>();
    for (int next = live; next < shuffled.size(); next += turnover) {
      Collections.shuffle(there, random);
      List<Integer> leaving = there.subList(0, turnover);
      List<Integer> added = List.copyOf(shuffled.subList(next, next + turnover));
      generations.add(new Generation(List.copyOf(leaving), added));
      leaving.clear();
      there.addAll(added);
    }
    return new History(
        first, generations, there.stream().sorted().mapToInt(Integer::intValue).toArray());
  }

  private static List<Integer> range(int rows) {
    return IntStream.range(0, rows).boxed().toList();
  }

  private static int turnover(int live) {
    return Math.max(1, live / TURNOVER);
  }
}
