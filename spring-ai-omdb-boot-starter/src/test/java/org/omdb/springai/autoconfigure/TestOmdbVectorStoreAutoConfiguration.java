// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.ObservationRegistry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.AlreadyClosedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.omdb.springai.OmdbVectorStore;
import org.omdb.store.OmdbStore;
import org.omdb.store.OmdbStoreOptions;
import org.omdb.store.StoreStatistics;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** On JUnit 5: AssertJ checks contexts, and {@code LuceneTestCase} hides its methods. */
class TestOmdbVectorStoreAutoConfiguration {

  private static final String PREFIX = "spring.ai.vectorstore.omdb.";

  /** One for all contexts: it loads the tables of a tokenizer, which takes long. */
  private static final BatchingStrategy BATCHING = new TokenCountBatchingStrategy();

  @TempDir private Path folder;
  private Path path;
  private ApplicationContextRunner runner;

  @BeforeEach
  void setUp() {
    path = folder.resolve("store");
    runner =
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(OmdbVectorStoreAutoConfiguration.class))
            .withBean(EmbeddingModel.class, LetterEmbeddingModel::new)
            .withBean(BatchingStrategy.class, () -> BATCHING)
            .withPropertyValues(PREFIX + "path=" + path, PREFIX + "initialize-schema=true");
  }

  private static StoreStatistics statistics(OmdbVectorStore store) throws Exception {
    return store.<OmdbStore>getNativeClient().orElseThrow().statistics();
  }

  @Test
  void testSpringBootFindsTheConfiguration() {
    assertThat(ImportCandidates.load(AutoConfiguration.class, null))
        .contains(OmdbVectorStoreAutoConfiguration.class.getName());
  }

  @Test
  void testStoreIsABeanThatIsClosedWithTheContext() {
    OmdbVectorStore[] store = new OmdbVectorStore[1];
    runner.run(
        context -> {
          assertThat(context).hasSingleBean(VectorStore.class).hasSingleBean(OmdbVectorStore.class);
          store[0] = context.getBean(OmdbVectorStore.class);
          store[0].add(List.of(new Document("1", "word", Map.of("number", 1))));
        });
    assertThatThrownBy(() -> store[0].similaritySearch("word"))
        .isInstanceOf(AlreadyClosedException.class);
    runner
        .withPropertyValues(PREFIX + "initialize-schema=false")
        .run(
            context -> {
              Document found = context.getBean(VectorStore.class).similaritySearch("word").get(0);
              assertThat(found.getId()).isEqualTo("1");
              assertThat(found.getMetadata()).containsEntry("number", 1);
            });
  }

  @Test
  void testPropertiesAreThoseOfTheStore() {
    runner
        .withPropertyValues(PREFIX + "dimensions=26", PREFIX + "similarity=dot-product")
        .run(
            context -> {
              StoreStatistics statistics = statistics(context.getBean(OmdbVectorStore.class));
              assertThat(statistics.dimension()).isEqualTo(26);
              assertThat(statistics.similarity()).isEqualTo(VectorSimilarityFunction.DOT_PRODUCT);
            });
    runner.run( // as the store has it
        context ->
            assertThat(statistics(context.getBean(OmdbVectorStore.class)).similarity())
                .isEqualTo(VectorSimilarityFunction.DOT_PRODUCT));
    runner
        .withPropertyValues(PREFIX + "dimensions=7")
        .run(
            context -> assertThat(context).getFailure().hasStackTraceContaining("7 were expected"));
  }

  @Test
  void testOptionsAreThoseOfABean() {
    runner
        .withBean(OmdbStoreOptions.class, () -> OmdbStoreOptions.defaults().commitAfter(1))
        .withPropertyValues(PREFIX + "similarity=euclidean")
        .run(
            context -> {
              OmdbVectorStore store = context.getBean(OmdbVectorStore.class);
              store.add(List.of(new Document("1", "word", Map.of())));
              assertThat(statistics(store).pendingChanges()).isZero();
              assertThat(statistics(store).similarity())
                  .isEqualTo(VectorSimilarityFunction.EUCLIDEAN);
            });
  }

  @Test
  void testSecondApplicationReadsWhileTheFirstWrites() {
    runner
        .withBean(OmdbStoreOptions.class, () -> OmdbStoreOptions.defaults().commitAfter(1))
        .run(
            context -> {
              context.getBean(VectorStore.class).add(List.of(new Document("1", "word", Map.of())));
              runner.run(second -> assertThat(second).hasFailed());
              runner
                  .withPropertyValues(PREFIX + "read-only=true")
                  .run(
                      second ->
                          assertThat(second.getBean(VectorStore.class).similaritySearch("word"))
                              .hasSize(1));
            });
  }

  @Test
  void testNoStoreIsMadeUnlessAskedFor() {
    runner
        .withPropertyValues(PREFIX + "initialize-schema=false")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining(PREFIX + "initialize-schema=true"));
    runner
        .withPropertyValues(PREFIX + "path=")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining(PREFIX + "path is not set"));
    assertThat(path).doesNotExist();
  }

  @Test
  void testStandsBackWhereTheUserHasAStore() {
    runner
        .withBean(
            "mine",
            VectorStore.class,
            () -> SimpleVectorStore.builder(new LetterEmbeddingModel()).build())
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(VectorStore.class)
                    .hasBean("mine")
                    .doesNotHaveBean(OmdbVectorStore.class));
    assertThat(path).doesNotExist();
  }

  @Test
  void testTypeChoosesAmongStores() {
    String type = "spring.ai.vectorstore.type=";
    runner
        .withPropertyValues(type + "pgvector")
        .run(context -> assertThat(context).doesNotHaveBean(VectorStore.class));
    runner
        .withPropertyValues(type + "omdb")
        .run(context -> assertThat(context).hasSingleBean(OmdbVectorStore.class));
  }

  @Test
  void testObservationsGoToTheRegistryOfTheApplication() {
    AtomicInteger observed = new AtomicInteger();
    runner
        .withBean(
            ObservationRegistry.class,
            () -> {
              ObservationRegistry registry = ObservationRegistry.create();
              registry
                  .observationConfig()
                  .observationHandler(
                      context -> {
                        observed.incrementAndGet();
                        return false;
                      });
              return registry;
            })
        .run(context -> context.getBean(VectorStore.class).delete(List.of("1")));
    assertThat(observed).hasValue(1);
  }

  @Test
  void testMetadataDescribesEachProperty() throws Exception {
    try (InputStream in =
        OmdbVectorStoreProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      String metadata = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String name :
          List.of("path", "dimensions", "similarity", "initialize-schema", "read-only")) {
        String property = metadata.substring(metadata.indexOf("\"" + PREFIX + name + "\""));
        assertThat(property.substring(0, property.indexOf('}'))).contains("\"description\"");
      }
    }
  }
}
