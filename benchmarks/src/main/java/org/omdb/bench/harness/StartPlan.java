// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.List;

/**
 * How to measure the first searches after a restart.
 *
 * @param rounds number of JVMs that are started per contender
 * @param searches number of searches of each JVM; queries are repeated if there are fewer
 * @param setting of each search
 * @param childOptions JVM options, appended to the usual ones
 */
public record StartPlan(int rounds, int searches, Setting setting, List<String> childOptions) {

  private static final int K = 10;

  /** The plan of a report. */
  public static final StartPlan FULL = new StartPlan(5, 10_000, new Setting(K, 30), List.of());

  /** A short plan that shows whether everything works. */
  public static final StartPlan QUICK = new StartPlan(1, 300, new Setting(K, 30), List.of());

  /** Checks ranges, and copies the list. */
  public StartPlan {
    if (rounds < 1 || searches < 1) {
      throw new IllegalArgumentException(rounds + " rounds of " + searches + " searches");
    }
    childOptions = List.copyOf(childOptions);
  }

  /**
   * The same plan with another number of rounds.
   *
   * @param rounds at least 1
   * @return a copy
   */
  public StartPlan withRounds(int rounds) {
    return new StartPlan(rounds, searches, setting, childOptions);
  }

  /**
   * The same plan with another number of candidates.
   *
   * @param fanout at least 10, the number of hits
   * @return a copy
   */
  public StartPlan withFanout(int fanout) {
    return new StartPlan(rounds, searches, new Setting(K, fanout), childOptions);
  }

  /**
   * The same plan with other JVM options.
   *
   * @param options of the started JVMs
   * @return a copy
   */
  public StartPlan withChildOptions(List<String> options) {
    return new StartPlan(rounds, searches, setting, options);
  }
}
