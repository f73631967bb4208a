// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;

/**
 * The numbers of an {@code omdb_knn} query.
 *
 * @param k the most hits of a shard, 1 to {@value #MAX}
 * @param ef how many of the nearest vectors each shard keeps track of while it searches, {@code k}
 *     to {@value #MAX}
 * @param minScore the lowest score of a hit; 0 for any
 */
record KnnParameters(int k, int ef, float minScore) implements Writeable {

  /** A search keeps that many hits in memory, per shard and request. */
  static final int MAX = 10_000;

  /** What {@code ef} is if it is not given and {@code k} is not larger. */
  static final int DEFAULT_EF = 100;

  KnnParameters {
    check("k", k, 1);
    check("ef", ef, k);
    if (Float.isFinite(minScore) == false || minScore < 0) {
      throw new IllegalArgumentException(
          "[min_score] of [omdb_knn] must be 0 or more, as scores are, got " + minScore);
    }
  }

  private static void check(String name, int value, int min) {
    if (value < min || value > MAX) {
      throw new IllegalArgumentException(
          "["
              + name
              + "] of [omdb_knn] must be "
              + min
              + (name.equals("ef") ? ", which is [k]," : "")
              + " to "
              + MAX
              + ", got "
              + value);
    }
  }

  KnnParameters(StreamInput in) throws IOException {
    this(in.readVInt(), in.readVInt(), in.readFloat());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeVInt(k);
    out.writeVInt(ef);
    out.writeFloat(minScore);
  }
}
