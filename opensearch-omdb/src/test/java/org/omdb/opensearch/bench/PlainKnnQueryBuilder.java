// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryShardContext;

/** The query {@code plain_knn}: {@code {"plain_knn": {"field": "e", "vector": [...], "k": 10}}}. */
final class PlainKnnQueryBuilder extends AbstractQueryBuilder<PlainKnnQueryBuilder> {

  static final String NAME = "plain_knn";

  private final String field;
  private final float[] vector;
  private final int k;

  private PlainKnnQueryBuilder(String field, float[] vector, int k) {
    this.field = field;
    this.vector = vector;
    this.k = k;
  }

  PlainKnnQueryBuilder(StreamInput in) throws IOException {
    super(in);
    this.field = in.readString();
    this.vector = in.readFloatArray();
    this.k = in.readVInt();
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    out.writeString(field);
    out.writeFloatArray(vector);
    out.writeVInt(k);
  }

  static PlainKnnQueryBuilder parse(XContentParser parser) throws IOException {
    String field = null;
    float[] vector = null;
    int k = 0;
    while (parser.nextToken() != XContentParser.Token.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("field")) {
        field = parser.text();
      } else if (name.equals("vector")) {
        vector = VectorParser.parse(parser, name);
      } else {
        k = parser.intValue();
      }
    }
    return new PlainKnnQueryBuilder(field, vector, k);
  }

  @Override
  protected Query doToQuery(QueryShardContext context) {
    return new KnnFloatVectorQuery(field, vector, k);
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME);
    builder.field("field", field).array("vector", vector).field("k", k);
    builder.endObject();
  }

  @Override
  protected boolean doEquals(PlainKnnQueryBuilder other) {
    return field.equals(other.field) && Arrays.equals(vector, other.vector) && k == other.k;
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(field, Arrays.hashCode(vector), k);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
