// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** A model that takes no time: it is told the vectors of texts before it is asked for them. */
final class KnownEmbeddings implements EmbeddingModel {

  private final Map<String, float[]> known = new HashMap<>();
  private int dimensions;

  void learn(String text, float[] vector) {
    dimensions = vector.length;
    known.put(text, vector);
  }

  void forget() {
    known.clear();
  }

  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    List<Embedding> embeddings = new ArrayList<>();
    for (String text : request.getInstructions()) {
      embeddings.add(new Embedding(known.get(text), embeddings.size()));
    }
    return new EmbeddingResponse(embeddings);
  }

  @Override
  public float[] embed(Document document) {
    return known.get(document.getText());
  }

  @Override
  public int dimensions() {
    return dimensions;
  }
}
