// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.IORunnable;
import org.omdb.langchain4j.OmdbEmbeddingStore;

/** The application with LangChain4j, on any of its stores. */
final class LangChain4jApplication implements Application {

  private final EmbeddingStore<TextSegment> store;
  private final IORunnable saving; // makes the store durable, in its own way
  private final Closeable closing;

  private LangChain4jApplication(
      EmbeddingStore<TextSegment> store, IORunnable saving, Closeable closing) {
    this.store = store;
    this.saving = saving;
    this.closing = closing;
  }

  static Application inMemory(Path folder) throws IOException {
    Path file = folder.resolve("store.json");
    InMemoryEmbeddingStore<TextSegment> store =
        Files.exists(file) ? InMemoryEmbeddingStore.fromFile(file) : new InMemoryEmbeddingStore<>();
    return new LangChain4jApplication(store, () -> store.serializeToFile(file), () -> {});
  }

  static Application omdb(Path folder) {
    OmdbEmbeddingStore store = OmdbEmbeddingStore.builder().path(folder).build();
    return new LangChain4jApplication(store, () -> store.store().commit(), store::close);
  }

  @Override
  public void add(List<Passage> passages) {
    List<String> ids = new ArrayList<>();
    List<Embedding> embeddings = new ArrayList<>();
    List<TextSegment> segments = new ArrayList<>();
    for (Passage passage : passages) {
      ids.add(passage.id());
      embeddings.add(Embedding.from(passage.vector()));
      segments.add(TextSegment.from(passage.text(), Metadata.from(passage.metadata())));
    }
    store.addAll(ids, embeddings, segments);
  }

  @Override
  public void save() throws IOException {
    saving.run();
  }

  @Override
  public List<String> search(float[] query, int k, Passage.Condition condition) {
    EmbeddingSearchRequest.EmbeddingSearchRequestBuilder request =
        EmbeddingSearchRequest.builder().queryEmbedding(Embedding.from(query)).maxResults(k);
    if (condition != null) {
      request.filter(metadataKey(condition.key()).isEqualTo(condition.value()));
    }
    return store.search(request.build()).matches().stream()
        .map(EmbeddingMatch::embeddingId)
        .toList();
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }
}
