// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
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
import org.opensearch.index.query.QueryBuilders;
import org.opensearch.index.query.QueryRewriteContext;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.index.query.QueryShardException;

/**
 * The query {@code omdb_knn}.
 *
 * <pre>
 * { "omdb_knn": { "embedding": { "vector": [...], "k": 10, "ef": 100, "filter": {...} } } }
 * { "omdb_knn": { "embedding": { "id": "user_12345", "k": 10 } } }
 * { "omdb_knn": { "embedding": { "vector": [...], "min_score": 0.9 } } }
 * </pre>
 *
 * <p>With {@code id} the coordinating node looks the vector up once, and sends it to all shards.
 */
public final class OmdbKnnQueryBuilder extends AbstractQueryBuilder<OmdbKnnQueryBuilder> {

  /** The name of the query. */
  public static final String NAME = "omdb_knn";

  private final String field;

  /** The query vector; null until that of {@link #document} has been looked up. */
  private final float[] vector;

  /** The document whose neighbors are searched, itself excluded; null for a query by vector. */
  private final StoredDocument document;

  private final Neighborhood wanted;
  private QueryBuilder filter;
  private boolean ignoreUnmapped;

  /** The query in the words of the request, for error messages. Not sent to other nodes. */
  private String called = NAME;

  /**
   * Returns the vector once a look-up in progress has found it; null if no look-up has started. Not
   * sent to other nodes.
   */
  private final Supplier<StoredVectorLookup.Found> lookedUp;

  private OmdbKnnQueryBuilder(
      String field,
      float[] vector,
      StoredDocument document,
      Neighborhood wanted,
      Supplier<StoredVectorLookup.Found> lookedUp) {
    this.field = field;
    this.vector = vector;
    this.document = document;
    this.wanted = wanted;
    this.lookedUp = lookedUp;
  }

  /**
   * A query for the nearest vectors of a given vector.
   *
   * @param field name of the field
   * @param vector the query vector
   * @param k the maximum number of hits per shard
   * @param ef the number of candidates that each shard keeps while it searches
   * @param expandsNested of vectors in nested objects, whether all objects of a hit count, or the
   *     best
   * @return a query without filter
   * @throws IllegalArgumentException unless 1 &lt;= k &lt;= ef &lt;= 10,000
   */
  public static OmdbKnnQueryBuilder nearest(
      String field, float[] vector, int k, int ef, boolean expandsNested) {
    return near(field, vector, new KnnParameters(k, ef, 0, expandsNested));
  }

  /**
   * A query for all vectors that are near enough to a given vector.
   *
   * @param field name of the field
   * @param vector the query vector
   * @param minScore the lowest score of a hit
   * @return a query without filter
   * @throws IllegalArgumentException if the score is negative or not finite
   */
  public static OmdbKnnQueryBuilder all(String field, float[] vector, float minScore) {
    return near(field, vector, new Radius(Radius.Kind.MIN_SCORE, minScore));
  }

  /** A query for the nearest vectors of a given vector. */
  static OmdbKnnQueryBuilder near(String field, float[] vector, Neighborhood wanted) {
    return new OmdbKnnQueryBuilder(field, vector, null, wanted, null);
  }

  /** A query for the nearest vectors of a stored document, itself excluded. */
  static OmdbKnnQueryBuilder nearDocument(
      String field, StoredDocument document, Neighborhood wanted) {
    return new OmdbKnnQueryBuilder(field, null, document, wanted, null);
  }

  /**
   * Reads a query from another node.
   *
   * @param in the stream
   * @throws IOException if it can't be read
   */
  public OmdbKnnQueryBuilder(StreamInput in) throws IOException {
    super(in);
    MessageFormat.check(in, NAME);
    this.field = in.readString();
    this.vector = in.readBoolean() ? in.readFloatArray() : null;
    this.document = in.readOptionalWriteable(StoredDocument::new);
    this.wanted = Neighborhood.read(in);
    this.filter = in.readOptionalNamedWriteable(QueryBuilder.class);
    this.ignoreUnmapped = in.readBoolean();
    this.lookedUp = null;
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    if (lookedUp != null) {
      throw new IllegalStateException("the vector of " + document + " is still being looked up");
    }
    MessageFormat.write(out);
    out.writeString(field);
    out.writeBoolean(vector != null);
    if (vector != null) {
      out.writeFloatArray(vector);
    }
    out.writeOptionalWriteable(document);
    Neighborhood.write(wanted, out);
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
  public static OmdbKnnQueryBuilder parse(XContentParser parser) throws IOException {
    return new KnnQueryParser(parser).parse();
  }

  /**
   * Limits the search.
   *
   * @param filter only documents that match it are searched; null for all
   * @return this query
   */
  public OmdbKnnQueryBuilder within(QueryBuilder filter) {
    this.filter = filter;
    return this;
  }

  /**
   * Names the query for error messages.
   *
   * @param query what the request says, of which this is a translation
   * @return this query
   */
  public OmdbKnnQueryBuilder called(String query) {
    this.called = query;
    return this;
  }

  /** If true, an index without the field has no hits. If false, it is an error. */
  OmdbKnnQueryBuilder ignoreUnmapped(boolean ignoreUnmapped) {
    this.ignoreUnmapped = ignoreUnmapped;
    return this;
  }

  private OmdbKnnQueryBuilder with(
      float[] newVector,
      StoredDocument newDocument,
      QueryBuilder newFilter,
      Supplier<StoredVectorLookup.Found> newLookedUp) {
    return new OmdbKnnQueryBuilder(field, newVector, newDocument, wanted, newLookedUp)
        .within(newFilter)
        .ignoreUnmapped(ignoreUnmapped)
        .boost(boost)
        .queryName(queryName);
  }

  /** Only documents that match the filter are searched, so that there are still k hits. */
  @Override
  public QueryBuilder filter(QueryBuilder added) {
    if (added == null) {
      return this;
    }
    return with(
        vector,
        document,
        filter == null ? added : QueryBuilders.boolQuery().filter(filter).filter(added),
        lookedUp);
  }

  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) throws IOException {
    QueryBuilder newFilter = filter == null ? null : filter.rewrite(context);
    if (vector == null) {
      if (lookedUp == null) {
        Supplier<StoredVectorLookup.Found> started =
            new StoredVectorLookup(field, document).start(context);
        return started == null ? this : with(null, document, newFilter, started);
      }
      StoredVectorLookup.Found found = lookedUp.get();
      if (found != null) {
        return with(found.vector(), found.document(), newFilter, null);
      }
    }
    return newFilter == filter ? this : with(vector, document, newFilter, lookedUp);
  }

  @Override
  protected Query doToQuery(QueryShardContext context) throws IOException {
    OmdbVectorFieldType type = OmdbVectorFieldType.of(context, field, called, ignoreUnmapped);
    if (type == null) {
      return new MatchNoDocsQuery("there is no field " + field);
    }
    if (vector == null) {
      throw new QueryShardException(
          context, "[omdb_knn] with [id] can't be used here: it takes a [vector] only");
    }
    NestedLevel nested = NestedLevel.of(context, type.name(), called);
    Query luceneFilter = filter == null ? null : filter.toQuery(context);
    try {
      type.check(vector);
      return wanted.of(
          type,
          vector,
          nested == null ? luceneFilter : nested.ofChildren(luceneFilter),
          document,
          nested);
    } catch (IllegalArgumentException e) {
      throw new QueryShardException(context, "[" + called + "]: " + e.getMessage(), e);
    }
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME).startObject(field);
    if (document != null) {
      builder.field("id", document.id());
      if (document.routing() != null) {
        builder.field("routing", document.routing());
      }
    } else if (builder
        .humanReadable()) { // slow logs, descriptions of tasks, toString: nobody parses them
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
  protected boolean doEquals(OmdbKnnQueryBuilder other) {
    return field.equals(other.field)
        && Arrays.equals(vector, other.vector)
        && Objects.equals(document, other.document)
        && wanted.equals(other.wanted)
        && Objects.equals(filter, other.filter)
        && ignoreUnmapped == other.ignoreUnmapped
        && lookedUp == other.lookedUp;
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(field, Arrays.hashCode(vector), document, wanted, filter, ignoreUnmapped);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
