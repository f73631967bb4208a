// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.omdb.lucene.OmdbVectorIds.Hit;

/**
 * The neighbors of some classes, as an index finds them.
 *
 * @param of by the name of a class: its hits, best first, without the class itself
 */
record Neighbors(Map<String, List<Hit>> of) {

  /** Enough to judge the result, few enough for one screen. */
  static final int COUNT = 5;

  static Neighbors search(IndexReader reader, List<String> names, Map<String, float[]> vectors)
      throws IOException {
    Map<String, List<Hit>> neighbors = new LinkedHashMap<>();
    for (String name : names) {
      List<Hit> hits = new ArrayList<>();
      for (Hit hit : DemoIndex.search(reader, vectors.get(name), COUNT + 1)) {
        if (name.equals(hit.id()) == false && hits.size() < COUNT) {
          hits.add(hit);
        }
      }
      neighbors.put(name, hits);
    }
    return new Neighbors(neighbors);
  }

  /**
   * Checks that each hit's score is that of the vector that was put in with the hit's id.
   *
   * @return what is wrong, a line each
   */
  List<String> wrongScores(Map<String, float[]> vectors) {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, List<Hit>> entry : of.entrySet()) {
      for (Hit hit : entry.getValue()) {
        float[] found = hit.id() == null ? null : vectors.get(hit.id());
        if (found == null) {
          problems.add("a hit for " + entry.getKey() + " has the id \"" + hit.id() + "\"");
          continue;
        }
        float score = DemoIndex.SIMILARITY.compare(vectors.get(entry.getKey()), found);
        // Scorers may add up in another order.
        if (Math.abs(score - hit.score()) > 1e-5) {
          problems.add(
              "\""
                  + hit.id()
                  + "\" was found with the score "
                  + hit.score()
                  + ", its vector has "
                  + score);
        }
      }
    }
    return problems;
  }
}
