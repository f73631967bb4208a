// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import java.io.IOException;
import java.nio.file.Path;

/** The stores, in the order of reports. */
enum StoreContender {
  LANGCHAIN4J_IN_MEMORY(
      "langchain4j-in-memory", "LangChain4j's InMemoryEmbeddingStore, saved as a JSON file") {
    @Override
    Application open(Path folder) throws IOException {
      return LangChain4jApplication.inMemory(folder);
    }
  },
  LANGCHAIN4J_OMDB("langchain4j-omdb", "this library's store for LangChain4j") {
    @Override
    Application open(Path folder) {
      return LangChain4jApplication.omdb(folder);
    }
  },
  SPRING_AI_SIMPLE("spring-ai-simple", "Spring AI's SimpleVectorStore, saved as a JSON file") {
    @Override
    Application open(Path folder) {
      return SpringAiApplication.simple(folder);
    }
  },
  SPRING_AI_OMDB("spring-ai-omdb", "this library's store for Spring AI") {
    @Override
    Application open(Path folder) {
      return SpringAiApplication.omdb(folder);
    }
  };

  private final String label;
  private final String description;

  StoreContender(String label, String description) {
    this.label = label;
    this.description = description;
  }

  String label() {
    return label;
  }

  String description() {
    return description;
  }

  /**
   * Opens the store, or makes it.
   *
   * @param folder that exists
   */
  abstract Application open(Path folder) throws IOException;
}
