// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.omdb.bench.zoo.distribution.Drawn;
import org.omdb.bench.zoo.distribution.Points;
import org.omdb.bench.zoo.index.ZooIndex;

/**
 * Checks that hits are valid: the expected number, all different, ordered by score, and with exact
 * scores.
 */
final class HitCheck {

  /** Maximum relative difference between a score and Lucene's score. */
  private static final double TOLERANCE = 1e-5;

  /** Tolerance of a dot product, relative to the product of both lengths: terms may cancel out. */
  private static final double DOT_TOLERANCE = 1e-6;

  private final ZooIndex index;
  private final Drawn drawn;
  private final VectorSimilarityFunction similarity;

  HitCheck(ZooIndex index, Drawn drawn) {
    this.index = index;
    this.drawn = drawn;
    this.similarity = drawn.of().similarity();
  }

  /**
   * Checks the hits of one search.
   *
   * @param queries all queries
   * @param query number of the query
   * @param hits of the search
   * @param wanted expected number of hits
   * @return why they are invalid; null if they are valid
   */
  String complaint(Points queries, int query, TopDocs hits, int wanted) {
    if (hits.scoreDocs.length != wanted) {
      return hits.scoreDocs.length + " hits, expected " + wanted;
    }
    Set<Integer> seen = new HashSet<>();
    float last = Float.POSITIVE_INFINITY;
    for (ScoreDoc hit : hits.scoreDocs) {
      int row = index.row(hit.doc);
      if (seen.add(row) == false) {
        return "two hits are row " + row;
      }
      if (hit.score <= last == false) { // also true for NaN
        return "a hit with score " + hit.score + " follows one with " + last;
      }
      last = hit.score;
      float exact = queries.score(similarity, query, drawn.base(), row);
      if (isEqual(hit.score, exact, queries, query, row) == false) {
        return String.format(
            Locale.ROOT, "row %d has score %.9g, but its hit has %.9g", row, exact, hit.score);
      }
    }
    return null;
  }

  private boolean isEqual(float score, float exact, Points queries, int query, int row) {
    if (Math.abs(score - exact) <= TOLERANCE * Math.abs(exact)) {
      return true;
    }
    if (similarity != VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT) {
      return false;
    }
    double bound = DOT_TOLERANCE * length(queries.floats(query)) * length(drawn.base().floats(row));
    return Math.abs(dot(score) - dot(exact)) <= bound;
  }

  /** The inner product from which Lucene computed a score. */
  private static double dot(double score) {
    return score >= 1 ? score - 1 : 1 - 1 / score;
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float component : vector) {
      sum += (double) component * component;
    }
    return Math.sqrt(sum);
  }
}
