// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.core.common.ParsingException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.core.xcontent.XContentParser.Token;
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
    this.field = in.readString();
    this.vector = in.readFloatArray();
    this.filter = in.readOptionalNamedWriteable(QueryBuilder.class);
    this.ignoreUnmapped = in.readBoolean();
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
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
    if (parser.nextToken() != Token.FIELD_NAME) {
      throw failure(parser, "needs the name of a field, with an object that has [vector]");
    }
    String field = parser.currentName();
    if (parser.nextToken() != Token.START_OBJECT) {
      throw failure(parser, "[" + field + "] must be an object, got " + parser.currentToken());
    }
    float[] vector = null;
    QueryBuilder filter = null;
    boolean ignoreUnmapped = false;
    float boost = DEFAULT_BOOST;
    String queryName = null;
    while (parser.nextToken() != Token.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "vector" -> vector = parseVector(parser, field);
        case "filter" -> filter = parseInnerQueryBuilder(parser);
        case "ignore_unmapped" -> ignoreUnmapped = parser.booleanValue();
        case "boost" -> boost = parseBoost(parser);
        case "_name" -> queryName = parser.text();
        default ->
            throw failure(
                parser,
                "has no parameter ["
                    + name
                    + "]; it has vector, filter, ignore_unmapped, boost, _name");
      }
    }
    if (parser.nextToken() != Token.END_OBJECT) {
      throw failure(
          parser,
          "scores by one field, but there are [" + field + "] and [" + parser.currentName() + "]");
    }
    if (vector == null) {
      throw failure(parser, "needs [vector] for field [" + field + "]");
    }
    return new OmdbScoreQueryBuilder(field, vector, filter, ignoreUnmapped)
        .boost(boost)
        .queryName(queryName);
  }

  private static float parseBoost(XContentParser parser) throws IOException {
    float boost = parser.floatValue(false);
    if (boost >= 0 == false) {
      throw failure(parser, "takes a [boost] of 0 or more, got " + boost);
    }
    return boost;
  }

  private static float[] parseVector(XContentParser parser, String field) throws IOException {
    try {
      return VectorParser.parse(parser, field);
    } catch (IllegalArgumentException e) {
      throw failure(parser, "can't read [vector]: " + e.getMessage());
    }
  }

  private static ParsingException failure(XContentParser parser, String what) {
    return new ParsingException(parser.getTokenLocation(), "[" + NAME + "] " + what);
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
    return new OmdbScoreQuery(type.name(), vector, filter == null ? null : filter.toQuery(context));
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
