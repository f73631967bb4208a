// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.omdb.opensearch.message.MessageFormat;
import org.omdb.opensearch.nested.NestedLevel;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryRewriteContext;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.index.query.QueryShardException;

/**
 * The query {@code omdb_score}, which scores what another query finds.
 *
 * <pre>
 * { "omdb_score": { "embedding": { "vector": [...], "filter": {...} } } }
 * </pre>
 */
public final class OmdbScoreQueryBuilder extends AbstractQueryBuilder<OmdbScoreQueryBuilder> {

  /** The name of the query. */
  public static final String NAME = "omdb_score";

  private final String field;
  private final float[] vector;
  private final QueryBuilder filter;
  private final boolean ignoreUnmapped;

  /**
   * @param filter documents that are scored; null for all that have a vector
   * @param ignoreUnmapped if true, an index without the field has no hits; if false, it is an error
   */
  OmdbScoreQueryBuilder(String field, float[] vector, QueryBuilder filter, boolean ignoreUnmapped) {
    this.field = field;
    this.vector = vector;
    this.filter = filter;
    this.ignoreUnmapped = ignoreUnmapped;
  }

  /**
   * Reads a query from another node.
   *
   * @param in the stream
   * @throws IOException if it can't be read
   */
  public OmdbScoreQueryBuilder(StreamInput in) throws IOException {
    super(in);
    MessageFormat.check(in, NAME);
    this.field = in.readString();
    this.vector = in.readFloatArray();
    this.filter = in.readOptionalNamedWriteable(QueryBuilder.class);
    this.ignoreUnmapped = in.readBoolean();
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    MessageFormat.write(out);
    out.writeString(field);
    out.writeFloatArray(vector);
    out.writeOptionalNamedWriteable(filter);
    out.writeBoolean(ignoreUnmapped);
  }

  /**
   * Parses a query of a request.
   *
   * @param parser at the object that follows the name of the query
   * @return the query
   * @throws IOException if it can't be read
   */
  public static OmdbScoreQueryBuilder parse(XContentParser parser) throws IOException {
    return new Parser(parser).parse();
  }

  private static final class Parser extends VectorQueryParser<OmdbScoreQueryBuilder> {

    Parser(XContentParser parser) {
      super(NAME, "", parser);
    }

    @Override
    protected boolean parseOwn(String name, XContentParser body) {
      return false;
    }

    @Override
    protected OmdbScoreQueryBuilder build() {
      if (vector() == null) {
        throw failure("needs [vector] for field [" + field() + "]");
      }
      return new OmdbScoreQueryBuilder(field(), vector(), filter(), ignoreUnmapped());
    }
  }

  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) throws IOException {
    QueryBuilder newFilter = filter == null ? null : filter.rewrite(context);
    return newFilter == filter
        ? this
        : new OmdbScoreQueryBuilder(field, vector, newFilter, ignoreUnmapped)
            .boost(boost)
            .queryName(queryName);
  }

  @Override
  protected Query doToQuery(QueryShardContext context) throws IOException {
    OmdbVectorFieldType type = OmdbVectorFieldType.of(context, field, NAME, ignoreUnmapped);
    if (type == null) {
      return new MatchNoDocsQuery("there is no field " + field);
    }
    try {
      type.check(vector);
    } catch (IllegalArgumentException e) {
      throw new QueryShardException(context, "[" + NAME + "]: " + e.getMessage(), e);
    }
    NestedLevel nested = NestedLevel.of(context, type.name(), NAME);
    Query luceneFilter = filter == null ? null : filter.toQuery(context);
    return new OmdbScoreQuery(
        type.name(), vector, nested == null ? luceneFilter : nested.ofChildren(luceneFilter));
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME).startObject(field);
    if (builder.humanReadable()) { // slow logs, descriptions of tasks, toString
      builder.field("vector", VectorParser.summary(vector));
    } else {
      builder.array("vector", vector);
    }
    if (filter != null) {
      builder.field("filter", filter);
    }
    if (ignoreUnmapped) {
      builder.field("ignore_unmapped", true);
    }
    printBoostAndQueryName(builder);
    builder.endObject().endObject();
  }

  @Override
  protected boolean doEquals(OmdbScoreQueryBuilder other) {
    return field.equals(other.field)
        && Arrays.equals(vector, other.vector)
        && Objects.equals(filter, other.filter)
        && ignoreUnmapped == other.ignoreUnmapped;
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(field, Arrays.hashCode(vector), filter, ignoreUnmapped);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
