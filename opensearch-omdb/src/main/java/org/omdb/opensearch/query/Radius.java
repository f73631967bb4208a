// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Locale;
import org.apache.lucene.search.Query;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.omdb.opensearch.nested.NestedLevel;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * All vectors within a radius, however many there are.
 *
 * @param kind of the limit
 * @param limit 0 or more
 */
record Radius(Kind kind, float limit) implements Neighborhood {

  /** What is limited. */
  enum Kind {
    MIN_SCORE,
    MAX_DISTANCE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Radius {
    if (Float.isFinite(limit) == false || limit < 0) {
      throw new IllegalArgumentException(
          "[" + kind + "] of [omdb_knn] must be a finite number, 0 or more, got " + limit);
    }
  }

  Radius(StreamInput in) throws IOException {
    this(in.readEnum(Kind.class), in.readFloat());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeEnum(kind);
    out.writeFloat(limit);
  }

  @Override
  public Query of(
      OmdbVectorFieldType field,
      float[] vector,
      Query filter,
      StoredDocument excluded,
      NestedLevel nested) {
    float minScore =
        kind == Kind.MIN_SCORE ? limit : field.similarity().scoreAtDistance(field.name(), limit);
    return new RadialQuery(
        field.name(), field.dataType(), vector, minScore, filter, excluded, RadialQuery.MAX_HITS);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder.field(kind.toString(), limit);
  }
}
