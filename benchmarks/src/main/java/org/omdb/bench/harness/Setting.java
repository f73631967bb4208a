// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.Comparator;

/**
 * The parameters of a search.
 *
 * @param k number of hits
 * @param fanout number of candidates, at least {@code k}
 */
public record Setting(int k, int fanout) implements Comparable<Setting> {

  private static final Comparator<Setting> BY_HITS_THEN_FANOUT =
      Comparator.comparingInt(Setting::k).thenComparingInt(Setting::fanout);

  /** Checks that the fanout is at least k. */
  public Setting {
    if (k < 1 || fanout < k) {
      throw new IllegalArgumentException("k " + k + ", fanout " + fanout);
    }
  }

  @Override
  public int compareTo(Setting other) {
    return BY_HITS_THEN_FANOUT.compare(this, other);
  }
}
