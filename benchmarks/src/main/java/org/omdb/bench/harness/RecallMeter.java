// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.data.GroundTruth;
import org.omdb.bench.data.VectorSet;

/**
 * Measures recall: the share of the exact neighbors that are among the hits. It compares the ids
 * that a contender returns, so the right vector with a wrong id counts as a miss.
 */
public final class RecallMeter {

  private static final int NONE = -1;

  private final GroundTruth truth;
  private final Map<String, Integer> rows;

  /**
   * Makes a meter.
   *
   * @param set the rows that may be found
   * @param truth the exact neighbors among them
   */
  public RecallMeter(VectorSet set, GroundTruth truth) {
    this.truth = truth;
    this.rows = HashMap.newHashMap(set.size());
    for (int row = 0; row < set.size(); row++) {
      rows.put(set.ids().get(row), row);
    }
  }

  /** The mean recall@k of all queries. */
  double mean(List<Hits> hits, int k) throws IOException {
    List<String[]> found = new ArrayList<>(hits.size());
    for (Hits ofQuery : hits) {
      found.add(ofQuery.ids());
    }
    return meanOfIds(found, k);
  }

  /**
   * The mean recall@k.
   *
   * @param found ids of the hits of each query, in the order of the queries
   * @param k number of hits
   * @return 0 to 1
   */
  public double meanOfIds(List<String[]> found, int k) {
    double sum = 0;
    for (int query = 0; query < found.size(); query++) {
      sum += recall(query, found.get(query), k);
    }
    return sum / found.size();
  }

  private double recall(int query, String[] ids, int k) {
    int[] found = Arrays.stream(ids).mapToInt(id -> rows.getOrDefault(id, NONE)).toArray();
    return truth.recall(query, found, found.length, k);
  }
}
