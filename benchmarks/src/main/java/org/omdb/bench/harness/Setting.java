// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

/**
 * What a search is asked for.
 *
 * @param k number of hits
 * @param fanout number of candidates, at least {@code k}
 */
public record Setting(int k, int fanout) {

  /** Checks the order. */
  public Setting {
    if (k < 1 || fanout < k) {
      throw new IllegalArgumentException("k " + k + ", fanout " + fanout);
    }
  }
}
