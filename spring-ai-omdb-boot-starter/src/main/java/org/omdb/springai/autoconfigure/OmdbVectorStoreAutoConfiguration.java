// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import org.omdb.springai.OmdbVectorStore;
import org.omdb.springai.OmdbVectorStoreBuilder;
import org.omdb.store.OmdbStoreOptions;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;
import org.springframework.ai.vectorstore.SpringAIVectorStoreTypes;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * An {@link OmdbVectorStore} in the folder {@code spring.ai.vectorstore.omdb.path}, unless the
 * application has a {@link VectorStore} of its own, or asks for another one by {@code
 * spring.ai.vectorstore.type}. It is closed with the application.
 *
 * <p>A bean of type {@link OmdbStoreOptions} has what has no property, such as when changes are
 * committed.
 */
@AutoConfiguration
@EnableConfigurationProperties(OmdbVectorStoreProperties.class)
@ConditionalOnProperty(
    name = SpringAIVectorStoreTypes.TYPE,
    havingValue = OmdbVectorStoreAutoConfiguration.TYPE,
    matchIfMissing = true)
public class OmdbVectorStoreAutoConfiguration {

  /** The value of {@code spring.ai.vectorstore.type} for this kind of store. */
  public static final String TYPE = "omdb";

  /** For Spring. */
  public OmdbVectorStoreAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  BatchingStrategy omdbVectorStoreBatchingStrategy() {
    return new TokenCountBatchingStrategy();
  }

  @Bean
  @ConditionalOnMissingBean(VectorStore.class)
  OmdbVectorStore vectorStore(
      EmbeddingModel embeddingModel,
      OmdbVectorStoreProperties properties,
      ObjectProvider<OmdbStoreOptions> options,
      ObjectProvider<ObservationRegistry> observationRegistry,
      ObjectProvider<VectorStoreObservationConvention> customObservationConvention,
      BatchingStrategy batchingStrategy) {
    Assert.state(
        StringUtils.hasText(properties.getPath()),
        "spring.ai.vectorstore.omdb.path is not set, expected the folder of the store");
    OmdbVectorStoreBuilder builder =
        OmdbVectorStore.builder(embeddingModel)
            .path(Path.of(properties.getPath()))
            .options(options.getIfAvailable(OmdbStoreOptions::defaults))
            .initializeSchema(properties.isInitializeSchema())
            .readOnly(properties.isReadOnly())
            .observationRegistry(observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP))
            .customObservationConvention(customObservationConvention.getIfAvailable())
            .batchingStrategy(batchingStrategy);
    if (properties.getDimensions() != null) {
      builder.dimensions(properties.getDimensions());
    }
    if (properties.getSimilarity() != null) {
      builder.similarity(properties.getSimilarity());
    }
    return builder.build();
  }
}
