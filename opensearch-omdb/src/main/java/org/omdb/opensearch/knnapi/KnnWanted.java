// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import java.io.IOException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentFragment;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * Which vectors a {@code knn} query wants, and how thoroughly it searches: one of the first three,
 * and the next two only with {@code k}. What is not given is null.
 *
 * @param k number of neighbors per shard
 * @param maxDistance in the meaning of {@link SpaceType}
 * @param minScore the lowest score
 * @param efSearch number of candidates
 * @param oversampleFactor number of candidates per neighbor, at least 100 in all
 * @param expandsNested whether all nested objects of a hit count, or the best; makes no difference
 *     without {@code k}, as in k-NN
 */
record KnnWanted(
    Integer k,
    Float maxDistance,
    Float minScore,
    Integer efSearch,
    Float oversampleFactor,
    boolean expandsNested)
    implements Writeable, ToXContentFragment {

  private static final int MAX = 10_000;
  private static final int FEWEST_OVERSAMPLED = 100;

  /**
   * @throws IllegalArgumentException if they do not fit each other, or a value is out of its range
   */
  KnnWanted {
    if ((k == null ? 0 : 1) + (maxDistance == null ? 0 : 1) + (minScore == null ? 0 : 1) != 1) {
      throw new IllegalArgumentException(
          "[knn] needs one of [k], [max_distance] and [min_score], and only one");
    }
    if (k == null && (efSearch != null || oversampleFactor != null)) {
      throw new IllegalArgumentException(
          "[knn] takes [ef_search] and [rescore] with [k] only: how many candidates are needed for"
              + " [min_score] or [max_distance] follows from the vectors");
    }
    checkRange("k", k, 1, MAX);
    checkRange("ef_search", efSearch, 1, MAX);
    checkRange("oversample_factor", oversampleFactor, 1, 100);
    checkRange("max_distance", maxDistance, 0, Float.MAX_VALUE);
    checkRange("min_score", minScore, 0, Float.MAX_VALUE);
  }

  private static void checkRange(String name, Number value, float min, float max) {
    if (value != null && (value.floatValue() >= min && value.floatValue() <= max) == false) {
      throw new IllegalArgumentException(
          "["
              + name
              + "] of [knn] must be "
              + (max == Float.MAX_VALUE
                  ? "a finite number, 0 or more"
                  : (int) min + " to " + (int) max)
              + ", got "
              + value);
    }
  }

  KnnWanted(StreamInput in) throws IOException {
    this(
        in.readOptionalInt(),
        in.readOptionalFloat(),
        in.readOptionalFloat(),
        in.readOptionalInt(),
        in.readOptionalFloat(),
        in.readBoolean());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeOptionalInt(k);
    out.writeOptionalFloat(maxDistance);
    out.writeOptionalFloat(minScore);
    out.writeOptionalInt(efSearch);
    out.writeOptionalFloat(oversampleFactor);
    out.writeBoolean(expandsNested);
  }

  /**
   * How many candidates a shard keeps while it searches.
   *
   * @param usual if the query does not say it
   */
  int candidates(int usual) {
    int given = efSearch == null ? usual : efSearch;
    int oversampled =
        oversampleFactor == null
            ? 0
            : (int) Math.max(FEWEST_OVERSAMPLED, Math.ceil((double) k * oversampleFactor));
    return Math.min(MAX, Math.max(k, Math.max(given, oversampled)));
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    put(builder, "k", k);
    put(builder, "max_distance", maxDistance);
    put(builder, "min_score", minScore);
    if (efSearch != null) {
      builder.startObject("method_parameters").field("ef_search", efSearch).endObject();
    }
    if (oversampleFactor != null) {
      builder.startObject("rescore").field("oversample_factor", oversampleFactor).endObject();
    }
    return expandsNested ? builder.field("expand_nested_docs", true) : builder;
  }

  private static void put(XContentBuilder builder, String name, Object value) throws IOException {
    if (value != null) {
      builder.field(name, value);
    }
  }
}
