// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import static dev.langchain4j.internal.ValidationUtils.ensureConsistentSizes;
import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotEmpty;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static java.util.Collections.singletonList;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.util.IOConsumer;
import org.omdb.store.Hit;
import org.omdb.store.OmdbDocument;
import org.omdb.store.OmdbStore;
import org.omdb.store.OmdbStoreReader;
import org.omdb.store.Search;

/**
 * Embeddings and their text segments in a folder: persistent, filtered, and without a server.
 *
 * <pre class="prettyprint">
 * try (OmdbEmbeddingStore store = OmdbEmbeddingStore.builder().path(Path.of("store")).build()) {
 *   TextSegment segment = TextSegment.from("Lucene is a search library", Metadata.from("lang", "en"));
 *   store.add(model.embed(segment).content(), segment);
 *   EmbeddingSearchResult&lt;TextSegment&gt; result = store.search(
 *       EmbeddingSearchRequest.builder()
 *           .queryEmbedding(model.embed("what finds text?").content())
 *           .filter(metadataKey("lang").isEqualTo("en"))
 *           .build());
 * }
 * </pre>
 *
 * <p>It has all that LangChain4j 1.19 defines for a store: all filters, removal by id, by filter
 * and of everything, ids of your own, listeners. Metadata comes back with its types. What is
 * written is found at once, and durable as {@link OmdbStore} says: some seconds later, after {@link
 * #close}, or after {@code store().commit()}. An id that is added again replaces what it had.
 *
 * <p>Scores are those of the similarity of the store. With cosine, the default, a score is {@code
 * (1 + cos) / 2}, which is LangChain4j's relevance score.
 *
 * <p>An error of the disk is an {@link UncheckedIOException}. Safe for any number of threads.
 */
public final class OmdbEmbeddingStore implements EmbeddingStore<TextSegment>, AutoCloseable {

  private final OmdbStoreReader reader;
  private final boolean isOwned;

  OmdbEmbeddingStore(OmdbStoreReader reader, boolean isOwned) {
    this.reader = reader;
    this.isOwned = isOwned;
  }

  /**
   * Begins a store.
   *
   * @return a builder, which needs a path or a store
   */
  public static OmdbEmbeddingStoreBuilder builder() {
    return new OmdbEmbeddingStoreBuilder();
  }

  /**
   * What is underneath, for what LangChain4j has no method for: commits, snapshots, statistics.
   *
   * @return the store
   * @throws UnsupportedFeatureException if the store was opened for reading
   */
  public OmdbStore store() {
    if (reader instanceof OmdbStore store) {
      return store;
    }
    throw new UnsupportedFeatureException("this store was opened for reading");
  }

  /** What searches ask. */
  OmdbStoreReader reader() {
    return reader;
  }

  @Override
  public String add(Embedding embedding) {
    return add(embedding, null);
  }

  @Override
  public void add(String id, Embedding embedding) {
    add(id, embedding, null);
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    String id = generateIds(1).get(0);
    add(id, embedding, segment);
    return id;
  }

  /**
   * Adds an embedding with an id of your own.
   *
   * @param id what the store has of it is replaced
   * @param embedding of the segment
   * @param segment null for none
   * @throws IllegalArgumentException if one of them can't be kept
   */
  public void add(String id, Embedding embedding, TextSegment segment) {
    addAll(singletonList(id), singletonList(embedding), singletonList(segment));
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    return addAll(embeddings, null);
  }

  /**
   * Adds embeddings with ids of your own. All of them are found at once.
   *
   * @param ids one per embedding; what the store has of an id is replaced
   * @param embeddings all of one dimension
   * @param segments null, or one per embedding, of which each may be null
   * @throws IllegalArgumentException if the numbers differ, or if one of them can't be kept; then
   *     none is added
   */
  @Override
  public void addAll(List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
    ensureConsistentSizes(ids, embeddings, segments);
    if (embeddings == null || embeddings.isEmpty()) {
      return;
    }
    List<OmdbDocument> documents = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      documents.add(
          SegmentMapper.toDocument(
              ensureNotBlank(ids.get(i), "id"),
              ensureNotNull(embeddings.get(i), "embedding"),
              segments == null ? null : segments.get(i)));
    }
    write(store -> store.upsert(documents));
  }

  @Override
  public void removeAll(Collection<String> ids) {
    ensureNotEmpty(ids, "ids");
    write(store -> store.delete(ids));
  }

  /**
   * Removes what a filter matches. Embeddings without a segment stay, as no filter matches them.
   *
   * @param filter which ones
   */
  @Override
  public void removeAll(Filter filter) {
    ensureNotNull(filter, "filter");
    write(store -> store.delete(FilterMapper.ofSegments(filter)));
  }

  @Override
  public void removeAll() {
    write(OmdbStore::deleteAll);
  }

  /**
   * Finds the most similar embeddings. The text of the query is not looked at: {@link
   * OmdbContentRetriever} searches by vector and text.
   *
   * @param request what to search for
   * @return matches, best first
   */
  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    Search search =
        Search.byVector(request.queryEmbedding().vector())
            .filter(FilterMapper.ofSegments(request.filter()))
            .minScore(request.minScore())
            .limit(request.maxResults());
    try {
      return new EmbeddingSearchResult<>(
          reader.search(search).stream().map(OmdbEmbeddingStore::toMatch).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static EmbeddingMatch<TextSegment> toMatch(Hit hit) {
    return new EmbeddingMatch<>(
        (double) hit.score(),
        hit.id(),
        Embedding.from(hit.document().vector()),
        SegmentMapper.toSegment(hit.document()));
  }

  private void write(IOConsumer<OmdbStore> change) {
    try {
      change.accept(store());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Commits and closes the store, unless it was given to the builder: then it is for its owner to
   * close. Closing it again does nothing.
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
