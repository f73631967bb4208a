// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * When rows are added and deleted; the same for all entrants.
 *
 * @param first rows of the initial state, in the order of insertion
 * @param generations changes after that
 * @param live rows that are live at the end, in increasing order
 */
public record History(List<Integer> first, List<Generation> generations, int[] live) {

  private static final int GENERATIONS = 20;

  /** Each generation deletes one in this many rows. */
  private static final int TURNOVER = 50;

  /**
   * One generation.
   *
   * @param deleted rows to delete
   * @param added rows to add
   */
  public record Generation(List<Integer> deleted, List<Integer> added) {}

  /**
   * A history in which all rows are added and none is deleted.
   *
   * @param rows number of rows
   * @return a history without generations
   */
  public static History ofAll(int rows) {
    return new History(range(rows), List.of(), IntStream.range(0, rows).toArray());
  }

  /**
   * The number of rows to draw for {@link #turningOver}.
   *
   * @param live number of rows that are live at any time
   * @return a larger number
   */
  public static int rowsFor(int live) {
    return live + GENERATIONS * turnover(live);
  }

  /**
   * A history in which rows are replaced. Which rows are added later is random. The others are
   * inserted in their order.
   *
   * @param live number of rows that are live at any time; {@link #rowsFor} of it are added in all
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
