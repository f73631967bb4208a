// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.VectorSimilarityFunction;

/** The names of similarities in options and in file names. */
public final class SimilarityName {

  private static final Map<String, VectorSimilarityFunction> KNOWN =
      Map.of(
          "cosine", VectorSimilarityFunction.COSINE,
          "euclidean", VectorSimilarityFunction.EUCLIDEAN,
          "dot", VectorSimilarityFunction.DOT_PRODUCT,
          "mip", VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  private SimilarityName() {}

  /**
   * Finds a similarity by its name.
   *
   * @param name {@code cosine}, {@code euclidean}, {@code dot} or {@code mip}
   * @return the similarity
   * @throws IllegalArgumentException if the name is none of these; the message is for the user
   */
  public static VectorSimilarityFunction parse(String name) {
    VectorSimilarityFunction similarity = KNOWN.get(name);
    if (similarity == null) {
      throw new IllegalArgumentException(
          "unknown similarity \"" + name + "\", expected cosine, euclidean, dot or mip");
    }
    return similarity;
  }

  /**
   * The similarity for which the vectors of a file were made.
   *
   * @return the similarity that is part of the file's name, as in {@code base-cosine.fvecs}; if
   *     there is none, {@code EUCLIDEAN} for fvecs and {@code COSINE} for other formats
   * @throws UnclearSetException if the name has several similarities
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
