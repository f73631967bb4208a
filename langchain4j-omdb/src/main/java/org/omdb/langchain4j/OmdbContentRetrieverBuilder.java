// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import static dev.langchain4j.internal.ValidationUtils.ensureBetween;
import static dev.langchain4j.internal.ValidationUtils.ensureGreaterThanZero;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.function.Function;
import org.omdb.langchain4j.OmdbContentRetriever.Mode;

/** Makes an {@link OmdbContentRetriever}. For one thread. */
public final class OmdbContentRetrieverBuilder {

  private OmdbEmbeddingStore store;
  private EmbeddingModel model;
  private Mode mode = Mode.HYBRID;
  private Function<Query, Integer> maxResults = query -> 3;
  private Function<Query, Double> minScore = query -> 0.0;
  private Function<Query, Filter> filter = query -> null;

  OmdbContentRetrieverBuilder() {}

  /**
   * Where to search.
   *
   * @param store stays open as long as the retriever is used
   * @return this
   */
  public OmdbContentRetrieverBuilder store(OmdbEmbeddingStore store) {
    this.store = ensureNotNull(store, "store");
    return this;
  }

  /**
   * What makes an embedding of a query.
   *
   * @param model the one that made the embeddings of the store; not needed for {@link Mode#TEXT}
   * @return this
   */
  public OmdbContentRetrieverBuilder embeddingModel(EmbeddingModel model) {
    this.model = ensureNotNull(model, "embeddingModel");
    return this;
  }

  /**
   * What is looked at.
   *
   * @param mode by default both, embedding and words
   * @return this
   */
  public OmdbContentRetrieverBuilder mode(Mode mode) {
    this.mode = ensureNotNull(mode, "mode");
    return this;
  }

  /**
   * How many contents to retrieve at most.
   *
   * @param maxResults 1 or more, by default 3
   * @return this
   */
  public OmdbContentRetrieverBuilder maxResults(int maxResults) {
    ensureGreaterThanZero(maxResults, "maxResults");
    return dynamicMaxResults(query -> maxResults);
  }

  /**
   * How many contents to retrieve at most, for each query anew.
   *
   * @param maxResults gives 1 or more
   * @return this
   */
  public OmdbContentRetrieverBuilder dynamicMaxResults(Function<Query, Integer> maxResults) {
    this.maxResults = ensureNotNull(maxResults, "maxResults");
    return this;
  }

  /**
   * The least similarity of an embedding. In {@link Mode#HYBRID} a segment that is less similar can
   * still be found by its words. In {@link Mode#TEXT} it is the least BM25 score.
   *
   * @param minScore 0 to 1, by default 0
   * @return this
   */
  public OmdbContentRetrieverBuilder minScore(double minScore) {
    ensureBetween(minScore, 0, 1, "minScore");
    return dynamicMinScore(query -> minScore);
  }

  /**
   * The least similarity of an embedding, for each query anew.
   *
   * @param minScore as for {@link #minScore}
   * @return this
   */
  public OmdbContentRetrieverBuilder dynamicMinScore(Function<Query, Double> minScore) {
    this.minScore = ensureNotNull(minScore, "minScore");
    return this;
  }

  /**
   * Which segments may be found.
   *
   * @param filter by default all
   * @return this
   */
  public OmdbContentRetrieverBuilder filter(Filter filter) {
    ensureNotNull(filter, "filter");
    return dynamicFilter(query -> filter);
  }

  /**
   * Which segments may be found, for each query anew: for example those of its user.
   *
   * @param filter gives null for all
   * @return this
   */
  public OmdbContentRetrieverBuilder dynamicFilter(Function<Query, Filter> filter) {
    this.filter = ensureNotNull(filter, "filter");
    return this;
  }

  /**
   * Makes the retriever.
   *
   * @return a retriever
   * @throws IllegalArgumentException if there is no store, or no model where one is needed
   */
  public OmdbContentRetriever build() {
    ensureNotNull(store, "store");
    if (mode != Mode.TEXT) {
      ensureNotNull(model, "embeddingModel");
    }
    return new OmdbContentRetriever(store.reader(), model, mode, maxResults, minScore, filter);
  }
}
