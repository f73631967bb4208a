// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.Collections;
import java.util.List;
import org.omdb.bench.zoo.distribution.Distribution;
import org.omdb.bench.zoo.index.Shape;

/**
 * What to compare.
 *
 * @param distributions of vectors
 * @param shapes of indexes
 * @param ks numbers of hits per search
 * @param seeds number of times that each distribution is drawn
 * @param size number of rows and queries
 * @param isTimed whether searches are timed
 * @param isByOneThread whether this library builds graphs with one thread, so that the same rows
 *     always give the same graph
 */
public record ZooPlan(
    List<Distribution> distributions,
    List<Shape> shapes,
    List<Integer> ks,
    int seeds,
    Size size,
    boolean isTimed,
    boolean isByOneThread) {

  /**
   * The numbers of vectors of a distribution.
   *
   * @param mostRows maximum number of stored vectors
   * @param queries number of queries
   * @param selves number of stored vectors that are searched for
   */
  public record Size(int mostRows, int queries, int selves) {

    /** The default number of rows of each distribution. */
    public static final Size FULL = new Size(Integer.MAX_VALUE, 100, 100);

    /** At most 3,000 rows. */
    public static final Size QUICK = new Size(3_000, 100, 100);

    int rows(Distribution distribution) {
      return Math.min(mostRows, distribution.rows());
    }
  }

  /** Copies the lists. */
  public ZooPlan {
    distributions = List.copyOf(distributions);
    shapes = List.copyOf(shapes);
    ks = List.copyOf(ks);
  }

  int mostHits() {
    return Collections.max(ks);
  }
}
