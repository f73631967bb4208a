// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.ArrayList;
import java.util.List;
import org.omdb.bench.contender.Contender;

/**
 * How thoroughly to measure.
 *
 * @param repeats how often each contender has its turn
 * @param rounds how often in a turn all contenders search each setting, one after the other
 * @param warmUp whether to build and search for nothing first
 * @param queries at most so many of a set's
 * @param fanoutsOf10 fanouts with 10 hits, rising
 * @param fanoutsOf100 fanouts with 100 hits, rising
 */
public record Plan(
    int repeats, int rounds, boolean warmUp, int queries, int[] fanoutsOf10, int[] fanoutsOf100) {

  private static final int LARGE = 20_000;
  private static final int EXHAUSTIVE_QUERIES = 100;

  /** What a report is made of. */
  public static final Plan FULL =
      new Plan(
          3,
          5,
          true,
          500,
          new int[] {10, 15, 20, 30, 50, 100, 200, 400},
          new int[] {100, 150, 250, 500});

  /** Whether everything works. */
  public static final Plan QUICK =
      new Plan(1, 1, false, 200, new int[] {10, 50, 200}, new int[] {100, 200});

  /** The same for 10 hits alone, where there is more than one segment of all rows to look at. */
  public static final Plan FULL_OF_10 =
      new Plan(3, 5, true, 500, new int[] {10, 15, 20, 30, 50, 100, 200}, new int[0]);

  /** One point of the curve for each size. */
  public static final Plan GROWTH = new Plan(3, 5, true, 500, new int[] {50}, new int[0]);

  /**
   * The same, but more or less often.
   *
   * @param repeats at least 1
   * @return a copy
   */
  public Plan withRepeats(int repeats) {
    return new Plan(repeats, rounds, warmUp, queries, fanoutsOf10, fanoutsOf100);
  }

  /**
   * How often to build.
   *
   * @param scenario whether it is about that
   * @param rows of the set
   * @return as often as to search, but large sets, whose times vary less, once
   */
  int builds(Scenario scenario, int rows) {
    return rows > LARGE && scenario.isAboutBuilding() == false ? 1 : repeats;
  }

  /**
   * How many of the queries to ask a contender.
   *
   * @param contender if it has no fanout, each query takes it as long as any other, and long
   * @return at least 1
   */
  int queriesOf(Contender contender) {
    return contender.hasFanout() ? queries : Math.min(queries, EXHAUSTIVE_QUERIES);
  }

  /**
   * What to ask of a contender.
   *
   * @param contender if it has no fanout, it is asked once for each number of hits
   * @param rows that may be found: nobody keeps more candidates
   * @return by hits, then by fanout
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
