// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.omdb.opensearch.nested.NestedLevel;
import org.omdb.opensearch.nested.Siblings;
import org.omdb.opensearch.vector.DataType;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * The nearest vectors.
 *
 * @param k the maximum number of hits per shard, 1 to {@value #MAX}
 * @param ef the number of candidates that each shard keeps while it searches, {@code k} to {@value
 *     #MAX}
 * @param minScore the lowest score that a hit may have; 0 for any
 * @param expandsNested of vectors in nested objects, whether all objects of a hit count, or the
 *     best
 */
record KnnParameters(int k, int ef, float minScore, boolean expandsNested) implements Neighborhood {

  /** Bounds the memory of a search, which keeps this many candidates per shard and request. */
  static final int MAX = 10_000;

  /** The default of {@code ef}, unless {@code k} is larger. */
  static final int DEFAULT_EF = 100;

  KnnParameters {
    check("k", k, 1);
    check("ef", ef, k);
    if (Float.isFinite(minScore) == false || minScore < 0) {
      throw new IllegalArgumentException(
          "[min_score] of [omdb_knn] must be a finite number, 0 or more, got " + minScore);
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
    this(in.readVInt(), in.readVInt(), in.readFloat(), in.readBoolean());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeVInt(k);
    out.writeVInt(ef);
    out.writeFloat(minScore);
    out.writeBoolean(expandsNested);
  }

  @Override
  public Query of(
      OmdbVectorFieldType field,
      float[] vector,
      Query filter,
      StoredDocument excluded,
      NestedLevel nested) {
    String name = field.name();
    if (expandsNested && nested == null) {
      throw new IllegalArgumentException(
          "[expand_nested_docs] is for fields in nested objects, and [" + name + "] is not in one");
    }
    // One more candidate: the document itself is likely found, and then excluded.
    int candidates = excluded == null ? ef : ef + 1;
    BitSetProducer parents = nested == null ? null : nested.parents();
    Siblings siblings = expandsNested ? new Siblings(parents, name, filter) : null;
    return switch (field.dataType()) {
      case FLOAT ->
          new OmdbKnnQuery(
              new KnnFloatVectorQuery(name, vector, candidates, filter),
              k,
              minScore,
              excluded,
              parents,
              siblings);
      case BYTE ->
          new OmdbKnnQuery(
              new KnnByteVectorQuery(name, DataType.bytes(vector), candidates, filter),
              vector,
              k,
              minScore,
              excluded,
              parents,
              siblings);
    };
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.field("k", k).field("ef", ef);
    if (minScore > 0) {
      builder.field("min_score", minScore);
    }
    return expandsNested ? builder.field("expand_nested_docs", true) : builder;
  }
}
