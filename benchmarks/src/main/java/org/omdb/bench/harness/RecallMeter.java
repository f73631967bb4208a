// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.omdb.bench.data.VectorSet;

/**
 * The share of the true nearest neighbors that are among the hits, by the ids that the contender
 * returned: whoever finds the right vector and names a wrong id has not found it.
 *
 * <p>A hit that is as near as the last true neighbor counts too, because sets with equal vectors
 * have more than one right answer.
 */
final class RecallMeter {

  private static final float TIE = 1e-6f;

  private final VectorSet set;
  private final int[][] truth;
  private final Map<String, Integer> rows = new HashMap<>();

  /**
   * @param truth rows of the nearest neighbors per query, nearest first
   */
  RecallMeter(VectorSet set, int[][] truth) {
    this.set = set;
    this.truth = truth;
    for (int row = 0; row < set.size(); row++) {
      rows.put(set.ids().get(row), row);
    }
  }

  /** Of one query's hits. */
  double recall(int query, String[] ids, int k) {
    int wanted = Math.min(k, set.size());
    Set<Integer> nearest = new HashSet<>();
    Arrays.stream(truth[query], 0, wanted).forEach(nearest::add);
    float[] vector = set.queries().get(query);
    float last = score(vector, truth[query][wanted - 1]);
    int found = 0;
    for (String id : new HashSet<>(Arrays.asList(ids).subList(0, Math.min(ids.length, wanted)))) {
      Integer row = rows.get(id);
      if (row != null && (nearest.contains(row) || score(vector, row) >= last - TIE * last)) {
        found++;
      }
    }
    return (double) found / wanted;
  }

  private float score(float[] query, int row) {
    return set.similarity().compare(query, set.base().get(row));
  }
}
