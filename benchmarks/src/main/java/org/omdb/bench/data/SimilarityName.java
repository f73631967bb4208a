// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.VectorSimilarityFunction;

/** How users call similarities, in options and in names of files. */
public final class SimilarityName {

  private static final Map<String, VectorSimilarityFunction> KNOWN =
      Map.of(
          "cosine", VectorSimilarityFunction.COSINE,
          "euclidean", VectorSimilarityFunction.EUCLIDEAN,
          "dot", VectorSimilarityFunction.DOT_PRODUCT,
          "mip", VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  private SimilarityName() {}

  /**
   * Looks for one.
   *
   * @param name {@code cosine}, {@code euclidean}, {@code dot} or {@code mip}
   * @return the similarity
   * @throws IllegalArgumentException if it is none of these, with a message for the user
   */
  public static VectorSimilarityFunction parse(String name) {
    VectorSimilarityFunction similarity = KNOWN.get(name);
    if (similarity == null) {
      throw new IllegalArgumentException(
          "there is no similarity \"" + name + "\"; there are cosine, euclidean, dot, mip");
    }
    return similarity;
  }

  /**
   * The one that a file's vectors are made for.
   *
   * @return the one that a part of its name tells, as in {@code base-cosine.fvecs}; if none does,
   *     {@code EUCLIDEAN} for fvecs and {@code COSINE} for others
   * @throws UnclearSetException if the name tells several
   */
  static VectorSimilarityFunction of(Path file) throws UnclearSetException {
    String name = OwnFolder.lowerCase(file);
    List<String> told = new ArrayList<>(Arrays.asList(name.split("[^a-z0-9]+")));
    told.retainAll(KNOWN.keySet());
    if (told.size() > 1) {
      throw new UnclearSetException(file + " names several similarities: " + told);
    }
    if (told.size() == 1) {
      return KNOWN.get(told.getFirst());
    }
    return name.endsWith(OwnFolder.FVECS)
        ? VectorSimilarityFunction.EUCLIDEAN
        : VectorSimilarityFunction.COSINE;
  }
}
