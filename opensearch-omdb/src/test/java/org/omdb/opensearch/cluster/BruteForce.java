// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Finds the nearest vectors by comparing all of them.
 *
 * <p>Lucene sums the products of two vectors in different orders, depending on where they are in
 * memory. So the last bits of a score may differ, and scores that differ only in these are equal.
 */
public final class BruteForce {

  private static final float ROUNDING = 4e-7f;

  private final RealVectors vectors;
  private final VectorSimilarityFunction similarity;

  /** A vector's name and score. */
  public record Hit(String id, float score) {}

  public BruteForce(RealVectors vectors, VectorSimilarityFunction similarity) {
    this.vectors = vectors;
    this.similarity = similarity;
  }

  /** The k best of those whose names pass a filter, best first. */
  public List<Hit> nearest(float[] query, int k, Predicate<String> counts) {
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      if (counts.test(vectors.ids().get(i))) {
        float score = similarity.compare(query, vectors.vectors().get(i));
        hits.add(new Hit(vectors.ids().get(i), score));
      }
    }
    hits.sort(Comparator.comparing(Hit::score).reversed());
    return hits.subList(0, Math.min(k, hits.size()));
  }

  /** Fails unless the hits of a search are these, in the same order with the same scores. */
  public static void assertSame(List<Hit> expected, List<Hit> found) {
    boolean same = expected.size() == found.size();
    for (int i = 0; same && i < expected.size(); i++) {
      same = isClose(expected.get(i).score(), found.get(i).score());
      if (same && expected.get(i).id().equals(found.get(i).id()) == false) {
        String id = found.get(i).id();
        float score = found.get(i).score();
        float last = expected.get(expected.size() - 1).score();
        // A tie with the last one. Of several, only some may be hits.
        same = isClose(last, score);
        same |=
            expected.stream().anyMatch(hit -> hit.id().equals(id) && isClose(hit.score(), score));
      }
    }
    if (same == false || found.stream().map(Hit::id).distinct().count() != found.size()) {
      throw new AssertionError("expected " + expected + "\nbut found " + found);
    }
  }

  private static boolean isClose(float a, float b) {
    return Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(a));
  }
}
