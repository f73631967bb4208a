// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.omdb.store.Hit;
import org.omdb.store.OmdbStoreReader;
import org.omdb.store.Search;

/**
 * Finds text segments by their meaning and by their words. Both lists, of the most similar
 * embeddings and of the best matches of words (BM25), are joined by reciprocal rank fusion. So it
 * finds names and numbers too, of which embeddings know little.
 *
 * <pre class="prettyprint">
 * ContentRetriever retriever =
 *     OmdbContentRetriever.builder().store(store).embeddingModel(model).maxResults(5).build();
 * </pre>
 *
 * <p>Contents come with {@link ContentMetadata#SCORE}, which is that of {@link Search}, and {@link
 * ContentMetadata#EMBEDDING_ID}. Embeddings without a segment are never found. Immutable, and as
 * safe for several threads as the model is.
 */
public final class OmdbContentRetriever implements ContentRetriever {

  /** What is looked at. */
  public enum Mode {
    /** The embedding of the query, as LangChain4j's own retriever does. */
    VECTOR,
    /** The words of the query. No model is needed. */
    TEXT,
    /** Both. */
    HYBRID
  }

  private final OmdbStoreReader store;
  private final EmbeddingModel model; // null if only words are looked at
  private final Mode mode;
  private final Function<Query, Integer> maxResults;
  private final Function<Query, Double> minScore;
  private final Function<Query, Filter> filter;

  OmdbContentRetriever(
      OmdbStoreReader store,
      EmbeddingModel model,
      Mode mode,
      Function<Query, Integer> maxResults,
      Function<Query, Double> minScore,
      Function<Query, Filter> filter) {
    this.store = store;
    this.model = model;
    this.mode = mode;
    this.maxResults = maxResults;
    this.minScore = minScore;
    this.filter = filter;
  }

  /**
   * Begins a retriever.
   *
   * @return a builder, which needs a store and, except for texts alone, a model
   */
  public static OmdbContentRetrieverBuilder builder() {
    return new OmdbContentRetrieverBuilder();
  }

  @Override
  public List<Content> retrieve(Query query) {
    Search search =
        search(query.text())
            .filter(segments(filter.apply(query)))
            .minScore(minScore.apply(query))
            .limit(maxResults.apply(query));
    try {
      return store.search(search).stream()
          .filter(hit -> SegmentMapper.toSegment(hit.document()) != null) // its text is blank
          .map(OmdbContentRetriever::toContent)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private Search search(String text) {
    return switch (mode) {
      case VECTOR -> Search.byVector(model.embed(text).content().vector());
      case TEXT -> Search.byText(text);
      case HYBRID -> Search.hybrid(model.embed(text).content().vector(), text);
    };
  }

  private static org.omdb.store.Filter segments(Filter filter) {
    return filter == null ? new org.omdb.store.Filter.HasText() : FilterMapper.ofSegments(filter);
  }

  private static Content toContent(Hit hit) {
    return Content.from(
        SegmentMapper.toSegment(hit.document()),
        Map.of(
            ContentMetadata.SCORE, (double) hit.score(), ContentMetadata.EMBEDDING_ID, hit.id()));
  }
}
