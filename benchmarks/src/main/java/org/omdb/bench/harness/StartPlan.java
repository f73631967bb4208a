// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.List;

/**
 * How to measure what a user sees after a restart.
 *
 * @param rounds how many Javas are started per contender
 * @param searches of each of them, one after the other; queries come again if there are fewer
 * @param setting of every search
 * @param childOptions options of the started Javas, after those that they have anyway
 */
public record StartPlan(int rounds, int searches, Setting setting, List<String> childOptions) {

  private static final int K = 10;

  /** What a report is made of. */
  public static final StartPlan FULL = new StartPlan(5, 10_000, new Setting(K, 30), List.of());

  /** Whether everything works. */
  public static final StartPlan QUICK = new StartPlan(1, 300, new Setting(K, 30), List.of());

  /** Checks ranges, and keeps its own list. */
  public StartPlan {
    if (rounds < 1 || searches < 1) {
      throw new IllegalArgumentException(rounds + " rounds of " + searches + " searches");
    }
    childOptions = List.copyOf(childOptions);
  }

  /**
   * The same, but more or less often.
   *
   * @param rounds at least 1
   * @return a copy
   */
  public StartPlan withRounds(int rounds) {
    return new StartPlan(rounds, searches, setting, childOptions);
  }

  /**
   * The same with another number of candidates.
   *
   * @param fanout at least the 10 hits
   * @return a copy
   */
  public StartPlan withFanout(int fanout) {
    return new StartPlan(rounds, searches, new Setting(K, fanout), childOptions);
  }

  /**
   * The same with other Javas.
   *
   * @param options of the started Javas
   * @return a copy
   */
  public StartPlan withChildOptions(List<String> options) {
    return new StartPlan(rounds, searches, setting, options);
  }
}
