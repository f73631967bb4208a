// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

/** The model of LangChain4j's suites, which runs in this JVM and without a network. */
final class EmbeddingModels {

  static final EmbeddingModel MINI_LM = new AllMiniLmL6V2QuantizedEmbeddingModel();

  private EmbeddingModels() {}
}
