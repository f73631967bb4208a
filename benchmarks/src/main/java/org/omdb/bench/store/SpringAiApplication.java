// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.IORunnable;
import org.omdb.springai.OmdbVectorStore;
import org.omdb.store.OmdbStore;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;

/** The application with Spring AI, on any of its stores. */
final class SpringAiApplication implements Application {

  private static final String QUERY = "query";

  private final KnownEmbeddings model;
  private final VectorStore store;
  private final IORunnable saving; // makes the store durable, in its own way
  private final Closeable closing;

  private SpringAiApplication(
      KnownEmbeddings model, VectorStore store, IORunnable saving, Closeable closing) {
    this.model = model;
    this.store = store;
    this.saving = saving;
    this.closing = closing;
  }

  static Application simple(Path folder) {
    KnownEmbeddings model = new KnownEmbeddings();
    SimpleVectorStore store = SimpleVectorStore.builder(model).build();
    File file = folder.resolve("store.json").toFile();
    if (file.exists()) {
      store.load(file);
    }
    return new SpringAiApplication(model, store, () -> store.save(file), () -> {});
  }

  static Application omdb(Path folder) {
    KnownEmbeddings model = new KnownEmbeddings();
    OmdbVectorStore store =
        OmdbVectorStore.builder(model).path(folder).initializeSchema(true).build();
    OmdbStore underneath = store.<OmdbStore>getNativeClient().orElseThrow();
    return new SpringAiApplication(model, store, underneath::commit, store::close);
  }

  @Override
  public void add(List<Passage> passages) {
    List<Document> documents = new ArrayList<>();
    for (Passage passage : passages) {
      model.learn(passage.text(), passage.vector());
      documents.add(new Document(passage.id(), passage.text(), Map.copyOf(passage.metadata())));
    }
    store.add(documents);
    model.forget();
  }

  @Override
  public void save() throws IOException {
    saving.run();
  }

  @Override
  public List<String> search(float[] query, int k, Passage.Condition condition) {
    model.learn(QUERY, query);
    SearchRequest.Builder request =
        SearchRequest.builder().query(QUERY).topK(k).similarityThresholdAll();
    if (condition != null) {
      request.filterExpression(
          new FilterExpressionBuilder().eq(condition.key(), condition.value()).build());
    }
    return store.similaritySearch(request.build()).stream().map(Document::getId).toList();
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }
}
