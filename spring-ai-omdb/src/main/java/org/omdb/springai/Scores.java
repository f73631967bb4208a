// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.springframework.ai.observation.conventions.VectorStoreSimilarityMetric;

/** Similarities as Spring AI has them. */
final class Scores {

  private Scores() {}

  /**
   * The cosine, the dot product, or 1 - the distance of which Lucene made a score: the opposite of
   * {@link VectorSimilarityFunction#compare(float[], float[])}.
   */
  static double ofLucene(float luceneScore, VectorSimilarityFunction similarity) {
    double score = luceneScore;
    return switch (similarity) {
      case COSINE, DOT_PRODUCT -> 2 * score - 1;
      case MAXIMUM_INNER_PRODUCT -> score < 1 ? 1 - 1 / score : score - 1;
      case EUCLIDEAN -> 1 - Math.sqrt(1 / score - 1);
    };
  }

  static VectorStoreSimilarityMetric metric(VectorSimilarityFunction similarity) {
    return switch (similarity) {
      case COSINE -> VectorStoreSimilarityMetric.COSINE;
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> VectorStoreSimilarityMetric.DOT;
      case EUCLIDEAN -> VectorStoreSimilarityMetric.EUCLIDEAN;
    };
  }
}
