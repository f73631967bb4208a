// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.ArrayList;
import java.util.List;
import org.omdb.bench.contender.Contender;

/**
 * How thoroughly to measure.
 *
 * @param repeats number of turns of each contender
 * @param rounds number of rounds per turn; in a round each contender searches each setting once
 * @param warmUp whether to build and search first without measuring
 * @param queries maximum number of queries
 * @param fanoutsOf10 fanouts of searches with 10 hits, in increasing order
 * @param fanoutsOf100 fanouts of searches with 100 hits, in increasing order
 */
public record Plan(
    int repeats, int rounds, boolean warmUp, int queries, int[] fanoutsOf10, int[] fanoutsOf100) {

  private static final int LARGE = 20_000;
  private static final int EXHAUSTIVE_QUERIES = 100;

  /** The plan of a report. */
  public static final Plan FULL =
      new Plan(
          3,
          5,
          true,
          500,
          new int[] {10, 15, 20, 30, 50, 100, 200, 400},
          new int[] {100, 150, 250, 500});

  /** A short plan that shows whether everything works. */
  public static final Plan QUICK =
      new Plan(1, 1, false, 200, new int[] {10, 50, 200}, new int[] {100, 200});

  /** The plan of a report for scenarios other than one-segment: only with 10 hits. */
  public static final Plan FULL_OF_10 =
      new Plan(3, 5, true, 500, new int[] {10, 15, 20, 30, 50, 100, 200}, new int[0]);

  /** The plan of growth: fanouts from which the time at a recall is interpolated. */
  public static final Plan GROWTH =
      new Plan(3, 3, true, 500, new int[] {10, 15, 20, 30, 50, 100, 200}, new int[0]);

  /**
   * The same plan with another number of turns.
   *
   * @param repeats at least 1
   * @return a copy
   */
  public Plan withRepeats(int repeats) {
    return new Plan(repeats, rounds, warmUp, queries, fanoutsOf10, fanoutsOf100);
  }

  /**
   * The number of builds of an index.
   *
   * @param scenario of the run
   * @param rows number of rows of the set
   * @return the number of turns; 1 for large sets, whose times vary less, unless the scenario is
   *     about building
   */
  int builds(Scenario scenario, int rows) {
    return rows > LARGE && scenario.isAboutBuilding() == false ? 1 : repeats;
  }

  /**
   * The number of queries of a contender.
   *
   * @param contender if it has no fanout, every query takes the same long time, so few are enough
   * @return at least 1
   */
  int queriesOf(Contender contender) {
    return contender.hasFanout() ? queries : Math.min(queries, EXHAUSTIVE_QUERIES);
  }

  /**
   * The settings with which a contender searches.
   *
   * @param contender if it has no fanout, there is one setting for each number of hits
   * @param rows number of rows that a search may return, the maximum fanout
   * @return ordered by hits, then by fanout
   */
  List<Setting> settings(Contender contender, int rows) {
    List<Setting> settings = new ArrayList<>();
    add(10, fanoutsOf10, contender, rows, settings);
    add(100, fanoutsOf100, contender, rows, settings);
    return settings;
  }

  private static void add(
      int k, int[] fanouts, Contender contender, int rows, List<Setting> settings) {
    for (int fanout : fanouts) {
      if (fanout <= rows) {
        settings.add(new Setting(k, contender.hasFanout() ? fanout : k));
      }
      if (contender.hasFanout() == false) {
        return;
      }
    }
  }
}
