// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.Collections;
import java.util.List;
import org.omdb.bench.zoo.distribution.Distribution;
import org.omdb.bench.zoo.index.Shape;

/**
 * What is done.
 *
 * @param distributions what is searched
 * @param shapes how indexes are left
 * @param ks hits per search
 * @param seeds how often each distribution is drawn
 * @param size how much of each
 * @param isTimed whether searches are timed
 * @param isByOneThread whether this library builds graphs by one thread, so that they are the same
 *     each time
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
   * How much of a distribution.
   *
   * @param mostRows stored vectors, if it usually has more
   * @param queries of those drawn
   * @param selves stored vectors that shall find themselves
   */
  public record Size(int mostRows, int queries, int selves) {

    /** As many rows as each distribution usually has. */
    public static final Size FULL = new Size(Integer.MAX_VALUE, 100, 100);

    /** For a quick look. */
    public static final Size QUICK = new Size(3_000, 100, 100);

    int rows(Distribution distribution) {
      return Math.min(mostRows, distribution.rows());
    }
  }

  /** Keeps its own lists. */
  public ZooPlan {
    distributions = List.copyOf(distributions);
    shapes = List.copyOf(shapes);
    ks = List.copyOf(ks);
  }

  int mostHits() {
    return Collections.max(ks);
  }
}
