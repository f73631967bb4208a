// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.IOConsumer;
import org.omdb.store.Hit;
import org.omdb.store.OmdbDocument;
import org.omdb.store.OmdbStore;
import org.omdb.store.OmdbStoreReader;
import org.omdb.store.Search;
import org.omdb.store.StoreStatistics;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.observation.AbstractObservationVectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;

/**
 * Documents and their embeddings in a folder: persistent, filtered, and without a server.
 *
 * <pre class="prettyprint">
 * try (OmdbVectorStore store =
 *     OmdbVectorStore.builder(embeddingModel).path(Path.of("store")).initializeSchema(true).build()) {
 *   store.add(List.of(new Document("Lucene is a search library", Map.of("year", 1999))));
 *   List&lt;Document&gt; found = store.similaritySearch(
 *       SearchRequest.builder().query("what finds text?").filterExpression("year &lt; 2000").build());
 * }
 * </pre>
 *
 * <p>What is written is found at once, and durable as {@link OmdbStore} says: some seconds later,
 * after {@link #close}, or after a commit of the {@link #getNativeClient() native client}. A
 * document whose id is there already replaces it. A call of {@link #add} adds all of its documents
 * or none.
 *
 * <h2>Scores</h2>
 *
 * <p>A {@link Document#getScore() score} is higher the more similar a document is, and its metadata
 * has {@code distance}, which is 1 - score. With cosine, the default, the score is the cosine, as
 * in Spring AI's own stores. With a dot product it is the dot product, and with {@code EUCLIDEAN}
 * it is 1 - the Euclidean distance. A similarity threshold of 0, the default, accepts everything,
 * also what has a negative score.
 *
 * <h2>Metadata</h2>
 *
 * <p>Values come back with their types: strings, booleans, {@code int}, {@code long}, {@code
 * float}, {@code double}, {@code Instant}, {@code UUID}, and collections of these as lists. {@code
 * byte} and {@code short} come back as {@code int}, {@code java.util.Date} as {@code Instant}, an
 * enum constant as its name. Other values, such as maps, are an {@link IllegalArgumentException}.
 * {@code distance} is for the results of searches; it is not kept.
 *
 * <h2>Filters</h2>
 *
 * <p>All operators of Spring AI work, and compare as {@link org.omdb.store.Filter} says. Documents
 * without the key match {@code !=}, {@code NOT IN} and {@code IS NULL}, and no other comparison. A
 * list matches if one of its members does. Text of the form {@code '2024-05-01T12:00:00Z'} and
 * dates are equal to both, a time and a string in metadata. A key may be in quotes.
 *
 * <p>An error of the disk is an {@link UncheckedIOException}, and in {@link
 * #delete(Filter.Expression)} an {@link IllegalStateException}, as its interface wants it. Safe for
 * any number of threads if the embedding model is.
 */
public final class OmdbVectorStore extends AbstractObservationVectorStore implements AutoCloseable {

  /** The name of this kind of store in observations. */
  private static final String PROVIDER = "omdb";

  private final OmdbStoreReader reader;
  private final boolean isOwned;
  private final String collection; // null if unknown
  private final VectorSimilarityFunction similarity;
  private volatile int dimensions; // 0 if the model has not been asked yet

  /**
   * @param reader becomes this store's if it is owned
   */
  OmdbVectorStore(
      OmdbVectorStoreBuilder builder, OmdbStoreReader reader, boolean isOwned, String collection)
      throws IOException {
    super(builder);
    this.reader = reader;
    this.isOwned = isOwned;
    this.collection = collection;
    StoreStatistics statistics = reader.statistics();
    this.similarity = statistics.similarity();
    this.dimensions = statistics.dimension();
  }

  /**
   * Begins a store.
   *
   * @param embeddingModel makes embeddings of documents and queries
   * @return a builder, which needs a path or a store
   */
  public static OmdbVectorStoreBuilder builder(EmbeddingModel embeddingModel) {
    return new OmdbVectorStoreBuilder(embeddingModel);
  }

  @Override
  public void doAdd(List<Document> documents) {
    if (documents.isEmpty()) {
      return;
    }
    OmdbStore store = writable();
    List<float[]> embeddings =
        embeddingModel.embed(documents, EmbeddingOptions.builder().build(), batchingStrategy);
    List<OmdbDocument> converted = new ArrayList<>(documents.size());
    for (int i = 0; i < documents.size(); i++) {
      converted.add(DocumentMapper.toOmdb(documents.get(i), embeddings.get(i)));
    }
    run(converted, store::upsert);
  }

  @Override
  public void doDelete(List<String> ids) {
    run(ids, writable()::delete);
  }

  @Override
  protected void doDelete(Filter.Expression expression) {
    org.omdb.store.Filter filter = FilterMapper.of(expression);
    try {
      writable().delete(filter);
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public List<Document> doSimilaritySearch(SearchRequest request) {
    if (request.getTopK() == 0) {
      return List.of();
    }
    Search search =
        Search.byVector(embeddingModel.embed(request.getQuery()))
            .filter(
                request.hasFilterExpression()
                    ? FilterMapper.of(request.getFilterExpression())
                    : null)
            .limit(request.getTopK());
    double threshold = request.getSimilarityThreshold();
    boolean isAnyGood = threshold == SearchRequest.SIMILARITY_THRESHOLD_ACCEPT_ALL;
    try {
      return reader.search(search).stream()
          .filter(hit -> isAnyGood || score(hit) >= threshold)
          .map(hit -> DocumentMapper.toSpring(hit.document(), score(hit)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private double score(Hit hit) {
    return Scores.ofLucene(hit.score(), similarity);
  }

  @Override
  public VectorStoreObservationContext.Builder createObservationContextBuilder(String operation) {
    VectorStoreObservationContext.Builder context =
        VectorStoreObservationContext.builder(PROVIDER, operation)
            .dimensions(dimensions())
            .similarityMetric(Scores.metric(similarity).value());
    return collection == null ? context : context.collectionName(collection);
  }

  private int dimensions() {
    if (dimensions == 0) {
      dimensions = embeddingModel.dimensions();
    }
    return dimensions;
  }

  /**
   * What is underneath, for what Spring AI has no method for: commits, snapshots, statistics, full
   * text and hybrid searches.
   *
   * @param <T> {@link OmdbStore}, or {@link OmdbStoreReader} if the store was opened for reading
   * @return always there
   */
  @Override
  @SuppressWarnings("unchecked") // as the interface has it: what T is, is for the caller to know
  public <T> Optional<T> getNativeClient() {
    return Optional.of((T) reader);
  }

  private OmdbStore writable() {
    if (reader instanceof OmdbStore store) {
      return store;
    }
    throw new UnsupportedOperationException("this store was opened for reading");
  }

  private static <T> void run(T argument, IOConsumer<T> change) {
    try {
      change.accept(argument);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Commits and closes the store, unless it was given to the builder: then it is for its owner to
   * close. Closing it again does nothing. Spring does it for a bean.
   */
  @Override
  public void close() {
    if (isOwned) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
  }
}
