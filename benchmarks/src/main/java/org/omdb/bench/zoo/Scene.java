// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.SplittableRandom;
import org.omdb.bench.zoo.distribution.Distribution;
import org.omdb.bench.zoo.distribution.Drawn;
import org.omdb.bench.zoo.index.History;

/**
 * What several indexes share: vectors, what happens to them, and what must be found.
 *
 * @param drawn vectors and queries
 * @param history which vectors when
 * @param truth exact neighbors among those that are there in the end
 * @param selves rows that are there in the end and shall find themselves
 */
record Scene(Drawn drawn, History history, Truth truth, int[] selves) {

  /** All rows are added, none goes. */
  static Scene still(Distribution distribution, long seed, ZooPlan plan) {
    int rows = plan.size().rows(distribution);
    return of(distribution, seed, plan, rows, History.ofAll(rows));
  }

  /** Rows come and go. */
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
