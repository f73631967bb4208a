// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.Query;
import org.omdb.opensearch.message.MessageFormat;
import org.opensearch.action.IndicesRequest;
import org.opensearch.common.SetOnce;
import org.opensearch.core.action.ActionListener;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.index.shard.ShardId;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.InnerHitContextBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilderVisitor;
import org.opensearch.index.query.QueryCoordinatorContext;
import org.opensearch.index.query.QueryRewriteContext;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.index.query.QueryShardException;
import org.opensearch.index.query.Rewriteable;

/**
 * The query {@code omdb_hybrid}.
 *
 * <pre>
 * { "omdb_hybrid": { "queries": [ {...}, {...} ], "window": 100, "rank_constant": 60 } }
 * { "omdb_hybrid": { "queries": [ {...}, {...} ], "fusion": "min_max", "weights": [0.3, 0.7] } }
 * </pre>
 *
 * <p>Ranks are those of the whole index. So the coordinating node searches for the queries, fuses
 * what they find, and sends that to the shards. There the query only matches documents by name.
 */
public final class OmdbHybridQueryBuilder extends AbstractQueryBuilder<OmdbHybridQueryBuilder> {

  /** The name of the query. */
  public static final String NAME = "omdb_hybrid";

  /** The number of hits of each query that count, if none is given. */
  static final int DEFAULT_WINDOW = 100;

  /** Bounds the memory of a request. It is also the default of {@code index.max_result_window}. */
  private static final int MAX_WINDOW = 10_000;

  /** Each query is a search on all shards. */
  private static final int MAX_QUERIES = 20;

  private final List<QueryBuilder> queries;
  private final Fusion fusion;
  private final int window;

  /** What the queries have found; null until they were searched for. */
  private final FusedHits fused;

  /**
   * Returns what the queries have found, once the searches in progress are over; null if none has
   * started. Not sent to other nodes.
   */
  private final Supplier<FusedHits> searches;

  /**
   * Becomes true once what the queries look up for themselves is known; null if that is nothing.
   * Not sent to other nodes.
   */
  private final AtomicBoolean areKnown;

  /**
   * @param window the number of hits of each query that count
   * @throws IllegalArgumentException if a number is not one that is allowed
   */
  OmdbHybridQueryBuilder(List<QueryBuilder> queries, Fusion fusion, int window) {
    this(queries, fusion, window, null, null, null);
    if (queries.isEmpty() || queries.size() > MAX_QUERIES) {
      throw new IllegalArgumentException(
          "[omdb_hybrid] takes 1 to " + MAX_QUERIES + " [queries], got " + queries.size());
    }
    if (fusion.weights().size() != queries.size()) {
      throw new IllegalArgumentException(
          "[omdb_hybrid] takes as many [weights] as [queries], got "
              + fusion.weights().size()
              + " weights for "
              + queries.size()
              + " queries");
    }
    SearchCount.check(queries);
    if (window < 1 || window > MAX_WINDOW) {
      throw new IllegalArgumentException(
          "[window] of [omdb_hybrid] must be 1 to " + MAX_WINDOW + ", got " + window);
    }
  }

  private OmdbHybridQueryBuilder(
      List<QueryBuilder> queries,
      Fusion fusion,
      int window,
      FusedHits fused,
      Supplier<FusedHits> searches,
      AtomicBoolean areKnown) {
    this.queries = queries;
    this.fusion = fusion;
    this.window = window;
    this.fused = fused;
    this.searches = searches;
    this.areKnown = areKnown;
  }

  /**
   * Reads a query from another node.
   *
   * @param in the stream
   * @throws IOException if it can't be read
   */
  public OmdbHybridQueryBuilder(StreamInput in) throws IOException {
    super(in);
    MessageFormat.check(in, NAME);
    this.queries = in.readNamedWriteableList(QueryBuilder.class);
    this.fusion = new Fusion(in);
    this.window = in.readVInt();
    this.fused = in.readOptionalWriteable(FusedHits::new);
    this.searches = null;
    this.areKnown = null;
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    if (searches != null) {
      throw new IllegalStateException("the queries of [omdb_hybrid] are still being searched for");
    }
    MessageFormat.write(out);
    out.writeNamedWriteableList(queries);
    fusion.writeTo(out);
    out.writeVInt(window);
    out.writeOptionalWriteable(fused);
  }

  /**
   * Parses a query of a request.
   *
   * @param parser at the object that follows the name of the query
   * @return the query
   * @throws IOException if it can't be read
   */
  public static OmdbHybridQueryBuilder parse(XContentParser parser) throws IOException {
    return new HybridQueryParser(parser).parse();
  }

  private OmdbHybridQueryBuilder with(
      List<QueryBuilder> newQueries,
      FusedHits newFused,
      Supplier<FusedHits> newSearches,
      AtomicBoolean newAreKnown) {
    return new OmdbHybridQueryBuilder(
            newQueries, fusion, window, newFused, newSearches, newAreKnown)
        .boost(boost)
        .queryName(queryName);
  }

  /** Only documents that match the filter are found by the queries. */
  @Override
  public QueryBuilder filter(QueryBuilder filter) {
    return filter == null
        ? this
        : with(
            queries.stream().map(query -> query.filter(filter)).toList(),
            fused,
            searches,
            areKnown);
  }

  /**
   * Rewrites the queries first, which may search for something too. Then searches for them, and
   * waits for that.
   */
  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) throws IOException {
    if (searches != null) {
      FusedHits found = searches.get();
      return found == null ? this : with(queries, found, null, null);
    }
    QueryCoordinatorContext coordinator = context.convertToCoordinatorContext();
    if (fused != null || coordinator == null) {
      return this;
    }
    if (areKnown != null && areKnown.get() == false) {
      return this;
    }
    List<QueryBuilder> rewritten = Rewriteable.rewrite(queries, context);
    return rewritten == queries
        ? with(queries, null, search(coordinator.getSearchRequest(), context), null)
        : with(rewritten, null, null, context.hasAsyncActions() ? known(context) : null);
  }

  /**
   * Look-ups begin together, when all of the request was rewritten once. So those of the queries
   * are over when the request is rewritten next. Other queries of the request do not matter.
   */
  private static AtomicBoolean known(QueryRewriteContext context) {
    AtomicBoolean isKnown = new AtomicBoolean();
    context.registerAsyncAction(
        (client, listener) -> {
          isKnown.set(true);
          listener.onResponse(null);
        });
    return isKnown;
  }

  private Supplier<FusedHits> search(IndicesRequest searched, QueryRewriteContext context) {
    QuerySearches started = new QuerySearches(searched, window);
    SetOnce<FusedHits> found = new SetOnce<>();
    context.registerAsyncAction(
        (client, listener) ->
            started.start(
                queries,
                client,
                ActionListener.map(
                    listener,
                    rankings -> {
                      found.set(fusion.fuse(rankings));
                      return null;
                    })));
    return found::get;
  }

  @Override
  protected Query doToQuery(QueryShardContext context) throws IOException {
    if (fused == null) {
      throw new QueryShardException(
          context,
          "[omdb_hybrid] can't be used here: its queries are searched for before shards are"
              + " searched, and that is done for searches, not for the filter of an alias");
    }
    if (context.nestedScope().getObjectMapper() != null) {
      throw new QueryShardException(
          context,
          "[omdb_hybrid] can't be used within a [nested] query, because its hits are whole"
              + " documents; use [nested] queries within [omdb_hybrid] instead");
    }
    List<FusedHit> hits = List.copyOf(fused.of(new ShardId(context.index(), context.getShardId())));
    hits.stream()
        .flatMap(hit -> hit.names().keySet().stream())
        .distinct()
        .forEach(name -> context.addNamedQuery(name, named(name, hits)));
    return new FusedQuery(fusion, hits, hit -> fusion.score(hit.parts()), fused.isTimedOut());
  }

  /** What a query with a name has found, in or within one of the queries. */
  private Query named(String name, List<FusedHit> hits) {
    return new FusedQuery(
        fusion,
        hits.stream().filter(hit -> hit.names().containsKey(name)).toList(),
        hit -> hit.names().get(name),
        false);
  }

  List<QueryBuilder> queries() {
    return queries;
  }

  @Override
  public void visit(QueryBuilderVisitor visitor) {
    visitor.accept(this);
    QueryBuilderVisitor ofQueries = visitor.getChildVisitor(BooleanClause.Occur.SHOULD);
    queries.forEach(query -> query.visit(ofQueries));
  }

  @Override
  protected void extractInnerHitBuilders(Map<String, InnerHitContextBuilder> innerHits) {
    queries.forEach(query -> InnerHitContextBuilder.extractInnerHits(query, innerHits));
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME).startArray("queries");
    for (QueryBuilder query : queries) {
      query.toXContent(builder, params);
    }
    builder.endArray();
    fusion.toXContent(builder, params);
    builder.field("window", window);
    printBoostAndQueryName(builder);
    builder.endObject();
  }

  @Override
  protected boolean doEquals(OmdbHybridQueryBuilder other) {
    return queries.equals(other.queries)
        && fusion.equals(other.fusion)
        && window == other.window
        && Objects.equals(fused, other.fused)
        && searches == other.searches;
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(queries, fusion, window, fused);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
