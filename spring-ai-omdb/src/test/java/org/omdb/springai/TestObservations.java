// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import static org.springframework.ai.vectorstore.observation.VectorStoreObservationDocumentation.HighCardinalityKeyNames;
import static org.springframework.ai.vectorstore.observation.VectorStoreObservationDocumentation.LowCardinalityKeyNames;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.List;
import java.util.Map;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.observation.DefaultVectorStoreObservationConvention;

public class TestObservations extends LuceneTestCase {

  private final TestObservationRegistry registry = TestObservationRegistry.create();

  private TestObservationRegistryAssert
          .TestObservationRegistryAssertReturningObservationContextAssert
      assertObserved(String operation) {
    return TestObservationRegistryAssert.assertThat(registry)
        .doesNotHaveAnyRemainingCurrentObservation()
        .hasObservationWithNameEqualTo(DefaultVectorStoreObservationConvention.DEFAULT_NAME)
        .that()
        .hasContextualNameEqualTo("omdb " + operation)
        .hasLowCardinalityKeyValue(LowCardinalityKeyNames.DB_SYSTEM.asString(), "omdb")
        .hasLowCardinalityKeyValue(LowCardinalityKeyNames.DB_OPERATION_NAME.asString(), operation)
        .hasHighCardinalityKeyValue(
            HighCardinalityKeyNames.DB_VECTOR_DIMENSION_COUNT.asString(), "32")
        .hasHighCardinalityKeyValue(
            HighCardinalityKeyNames.DB_COLLECTION_NAME.asString(), "packages")
        .hasHighCardinalityKeyValue(
            HighCardinalityKeyNames.DB_SEARCH_SIMILARITY_METRIC.asString(), "cosine")
        .hasBeenStarted()
        .hasBeenStopped();
  }

  public void testEachOperationIsObserved() {
    try (OmdbVectorStore store =
        OmdbVectorStore.builder(new WordEmbeddingModel())
            .path(createTempDir().resolve("packages"))
            .initializeSchema(true)
            .observationRegistry(registry)
            .build()) {
      store.add(List.of(new Document("1", "word", Map.of("a", 1))));
      assertObserved("add");
      registry.clear();
      store.similaritySearch(
          SearchRequest.builder().query("what").topK(7).filterExpression("a == 1").build());
      assertObserved("query")
          .hasHighCardinalityKeyValue(HighCardinalityKeyNames.DB_VECTOR_QUERY_TOP_K.asString(), "7")
          .hasHighCardinalityKeyValue(
              HighCardinalityKeyNames.DB_VECTOR_QUERY_CONTENT.asString(), "what");
      registry.clear();
      store.delete(List.of("1"));
      assertObserved("delete");
      registry.clear();
      store.delete("a == 1");
      assertObserved("delete");
    }
  }
}
