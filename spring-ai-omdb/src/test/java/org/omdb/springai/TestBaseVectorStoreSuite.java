// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.test.vectorstore.BaseVectorStoreTests;
import org.springframework.ai.vectorstore.VectorStore;

/** Spring AI's own tests for vector stores, as they are in the jar of {@code spring-ai-test}. */
class TestBaseVectorStoreSuite extends BaseVectorStoreTests {

  @TempDir private Path folder;

  @Override
  protected void executeTest(Consumer<VectorStore> test) {
    try (OmdbVectorStore store =
        OmdbVectorStore.builder(new WordEmbeddingModel())
            .path(folder.resolve("store"))
            .initializeSchema(true)
            .build()) {
      test.accept(store);
    }
  }
}
