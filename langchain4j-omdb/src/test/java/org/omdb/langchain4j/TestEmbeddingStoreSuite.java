// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * LangChain4j's own suite as it is in its jar: {@code EmbeddingStoreWithoutMetadataIT}, {@code
 * EmbeddingStoreIT} and {@code EmbeddingStoreWithFilteringIT}, each of which extends the one
 * before.
 */
class TestEmbeddingStoreSuite extends EmbeddingStoreWithFilteringIT {

  @TempDir private static Path folder;
  private static OmdbEmbeddingStore store;

  @BeforeAll
  static void open() {
    store = OmdbEmbeddingStore.builder().path(folder.resolve("store")).build();
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Override
  protected void clearStore() {
    store.removeAll();
  }

  @Override
  protected EmbeddingStore<TextSegment> embeddingStore() {
    return store;
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return EmbeddingModels.MINI_LM;
  }

  @Override
  protected boolean supportsContains() {
    return true;
  }
}
