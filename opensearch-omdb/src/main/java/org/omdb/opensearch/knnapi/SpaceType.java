// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.util.VectorUtil;
import org.omdb.opensearch.vector.VectorSimilarity;
import org.opensearch.core.xcontent.ToXContentFragment;
import org.opensearch.core.xcontent.XContentBuilder;

/** The values of {@code space_type} that are supported. */
enum SpaceType implements ToXContentFragment {
  /** The squared Euclidean distance d; the score is 1 / (1 + d). */
  L2(VectorSimilarity.L2),
  /** 1 minus the cosine; the score is (2 - d) / 2. */
  COSINESIMIL(VectorSimilarity.COSINE),
  /** The inner product p; the score is p + 1 if p is positive, else 1 / (1 - p). */
  INNERPRODUCT(VectorSimilarity.MIP);

  /** Those of the k-NN plugin that no graph of Lucene can compare. */
  private static final List<String> UNSUPPORTED = List.of("l1", "linf", "hamming", "hammingbit");

  private final VectorSimilarity similarity;

  SpaceType(VectorSimilarity similarity) {
    this.similarity = similarity;
  }

  static SpaceType of(String name) {
    for (SpaceType type : values()) {
      if (type.toString().equalsIgnoreCase(name)) {
        return type;
      }
    }
    String supported = "[space_type] must be one of " + Arrays.toString(values());
    throw new IllegalArgumentException(
        UNSUPPORTED.contains(name.toLowerCase(Locale.ROOT))
            ? supported + ": graphs can't be built by [" + name + "], which Lucene does not have"
            : supported + ", got [" + name + "]");
  }

  static SpaceType of(VectorSimilarity similarity) {
    return switch (similarity) {
      case L2 -> L2;
      case COSINE, DOT -> COSINESIMIL;
      case MIP -> INNERPRODUCT;
    };
  }

  VectorSimilarity similarity() {
    return similarity;
  }

  /**
   * The score of a vector at a distance, as the k-NN plugin defines both.
   *
   * @param distance 0 or more
   * @throws IllegalArgumentException if this is {@link #INNERPRODUCT}
   */
  float scoreAt(float distance) {
    return switch (this) {
      case L2 -> VectorUtil.normalizeDistanceToUnitInterval(distance);
      case COSINESIMIL -> Math.max(0, (2 - distance) / 2); // no distance is more than 2
      case INNERPRODUCT ->
          throw new IllegalArgumentException(
              "[max_distance] with space_type [innerproduct] has one sign for Faiss and the other"
                  + " for Lucene; use [min_score], which for an inner product p is p + 1 if p is"
                  + " positive, else 1 / (1 - p)");
    };
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder.value(toString());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
