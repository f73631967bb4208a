// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.SplittableRandom;
import org.omdb.bench.zoo.distribution.Distribution;
import org.omdb.bench.zoo.distribution.Drawn;
import org.omdb.bench.zoo.index.History;

/**
 * The data that several indexes share: vectors, when they are added and deleted, and their exact
 * neighbors.
 *
 * @param drawn vectors and queries
 * @param history when each vector is added and deleted
 * @param truth exact neighbors among the vectors that are live at the end
 * @param selves rows that are live at the end, and that are searched for
 */
record Scene(Drawn drawn, History history, Truth truth, int[] selves) {

  /** A scene in which all rows are added and none is deleted. */
  static Scene still(Distribution distribution, long seed, ZooPlan plan) {
    int rows = plan.size().rows(distribution);
    return of(distribution, seed, plan, rows, History.ofAll(rows));
  }

  /** A scene in which rows are deleted and others are added. */
  static Scene turningOver(Distribution distribution, long seed, ZooPlan plan) {
    int live = plan.size().rows(distribution);
    int rows = History.rowsFor(live);
    return of(distribution, seed, plan, rows, History.turningOver(live, seed));
  }

  private static Scene of(
      Distribution distribution, long seed, ZooPlan plan, int rows, History history) {
    Drawn drawn = distribution.draw(seed, rows, plan.size().queries());
    int[] live = history.live();
    int[] selves =
        new SplittableRandom(seed)
            .ints(plan.size().selves(), 0, live.length)
            .map(i -> live[i])
            .toArray();
    return new Scene(drawn, history, new Truth(drawn, live, plan.mostHits()), selves);
  }
}
