// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithRemovalIT;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's own suite for removals, as it is in its jar. */
class TestRemovalSuite extends EmbeddingStoreWithRemovalIT {

  @TempDir private Path folder;
  private OmdbEmbeddingStore store;

  @BeforeEach
  void open() {
    store = OmdbEmbeddingStore.builder().path(folder.resolve("store")).build();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected EmbeddingStore<TextSegment> embeddingStore() {
    return store;
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return EmbeddingModels.MINI_LM;
  }
}
