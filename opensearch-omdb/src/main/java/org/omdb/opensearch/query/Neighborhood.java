// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import org.apache.lucene.search.Query;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.omdb.opensearch.nested.NestedLevel;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentFragment;

/** Which vectors an {@code omdb_knn} query wants: the nearest ones, or all within a radius. */
sealed interface Neighborhood extends Writeable, ToXContentFragment permits KnnParameters, Radius {

  /**
   * Makes the query of a shard.
   *
   * @param vector that the field can compare
   * @param filter documents that may be hits; null for all
   * @param excluded is not a hit; null excludes none
   * @param nested where the field is; null if it is not in a nested object
   * @throws IllegalArgumentException if the field's similarity has no such neighborhood, or the
   *     field is not in a nested object as the neighborhood needs it
   */
  Query of(
      OmdbVectorFieldType field,
      float[] vector,
      Query filter,
      StoredDocument excluded,
      NestedLevel nested);

  static Neighborhood read(StreamInput in) throws IOException {
    return in.readBoolean() ? new KnnParameters(in) : new Radius(in);
  }

  static void write(Neighborhood wanted, StreamOutput out) throws IOException {
    out.writeBoolean(wanted instanceof KnnParameters);
    wanted.writeTo(out);
  }
}
