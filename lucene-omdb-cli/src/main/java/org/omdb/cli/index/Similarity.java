// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import org.apache.lucene.index.VectorSimilarityFunction;

/** How vectors are compared, by the names of {@code --similarity}. */
enum Similarity {
  euclidean(VectorSimilarityFunction.EUCLIDEAN),
  cosine(VectorSimilarityFunction.COSINE),
  dot(VectorSimilarityFunction.DOT_PRODUCT),
  mip(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  final VectorSimilarityFunction function;

  Similarity(VectorSimilarityFunction function) {
    this.function = function;
  }

  static Similarity of(VectorSimilarityFunction function) {
    for (Similarity similarity : values()) {
      if (similarity.function == function) {
        return similarity;
      }
    }
    throw new AssertionError(function);
  }
}
