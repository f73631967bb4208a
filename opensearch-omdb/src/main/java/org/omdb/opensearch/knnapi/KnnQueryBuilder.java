// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.omdb.opensearch.index.KnnSettings;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.omdb.opensearch.message.MessageFormat;
import org.omdb.opensearch.query.OmdbKnnQueryBuilder;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilders;
import org.opensearch.index.query.QueryRewriteContext;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.index.query.QueryShardException;

/**
 * The query {@code knn}. On each shard, where mapping and settings are known, it becomes an {@code
 * omdb_knn} query.
 *
 * <pre>
 * { "knn": { "my_vector": { "vector": [...], "k": 10, "method_parameters": { "ef_search": 100 } } } }
 * { "knn": { "my_vector": { "vector": [...], "max_distance": 2 } } }
 * </pre>
 */
public final class KnnQueryBuilder extends AbstractQueryBuilder<KnnQueryBuilder> {

  /** The name of the query. */
  public static final String NAME = "knn";

  private final String field;
  private final float[] vector;
  private final KnnWanted wanted;
  private final QueryBuilder filter;
  private final boolean ignoreUnmapped;

  /**
   * @param filter only documents that match it are searched; null for all
   * @param ignoreUnmapped if true, an index without the field has no hits; if false, it is an error
   */
  KnnQueryBuilder(
      String field, float[] vector, KnnWanted wanted, QueryBuilder filter, boolean ignoreUnmapped) {
    this.field = field;
    this.vector = vector;
    this.wanted = wanted;
    this.filter = filter;
    this.ignoreUnmapped = ignoreUnmapped;
  }

  /**
   * Reads a query from another node.
   *
   * @param in the stream
   * @throws IOException if it can't be read
   */
  public KnnQueryBuilder(StreamInput in) throws IOException {
    super(in);
    MessageFormat.check(in, NAME);
    this.field = in.readString();
    this.vector = in.readFloatArray();
    this.wanted = new KnnWanted(in);
    this.filter = in.readOptionalNamedWriteable(QueryBuilder.class);
    this.ignoreUnmapped = in.readBoolean();
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    MessageFormat.write(out);
    out.writeString(field);
    out.writeFloatArray(vector);
    wanted.writeTo(out);
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
  public static KnnQueryBuilder parse(XContentParser parser) throws IOException {
    return new KnnQueryParser(parser).parse();
  }

  KnnWanted wanted() {
    return wanted;
  }

  /** Only documents that match the filter are searched, so that there are still k hits. */
  @Override
  public QueryBuilder filter(QueryBuilder added) {
    if (added == null) {
      return this;
    }
    return new KnnQueryBuilder(
            field,
            vector,
            wanted,
            filter == null ? added : QueryBuilders.boolQuery().filter(filter).filter(added),
            ignoreUnmapped)
        .boost(boost)
        .queryName(queryName);
  }

  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) throws IOException {
    QueryBuilder newFilter = filter == null ? null : filter.rewrite(context);
    return newFilter == filter
        ? this
        : new KnnQueryBuilder(field, vector, wanted, newFilter, ignoreUnmapped)
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
      return translated(type, context).called(NAME).within(filter).toQuery(context);
    } catch (IllegalArgumentException e) { // of the translation
      throw new QueryShardException(context, "[" + NAME + "]: " + e.getMessage(), e);
    }
  }

  private OmdbKnnQueryBuilder translated(OmdbVectorFieldType type, QueryShardContext context) {
    if (wanted.k() != null) {
      Integer ofMapping = type instanceof KnnVectorFieldType knn ? knn.efSearch() : null;
      int usual =
          ofMapping == null
              ? KnnSettings.EF_SEARCH.get(context.getIndexSettings().getSettings())
              : ofMapping;
      return OmdbKnnQueryBuilder.nearest(
          field, vector, wanted.k(), wanted.candidates(usual), wanted.expandsNested());
    }
    float minScore =
        wanted.minScore() == null
            ? SpaceType.of(type.similarity()).scoreAt(wanted.maxDistance())
            : wanted.minScore();
    return OmdbKnnQueryBuilder.all(field, vector, minScore);
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME).startObject(field);
    if (builder.humanReadable()) { // slow logs, descriptions of tasks, toString
      builder.field("vector", VectorParser.summary(vector));
    } else {
      builder.array("vector", vector);
    }
    wanted.toXContent(builder, params);
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
  protected boolean doEquals(KnnQueryBuilder other) {
    return field.equals(other.field)
        && Arrays.equals(vector, other.vector)
        && wanted.equals(other.wanted)
        && Objects.equals(filter, other.filter)
        && ignoreUnmapped == other.ignoreUnmapped;
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(field, Arrays.hashCode(vector), wanted, filter, ignoreUnmapped);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
