// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** How often a text has each letter: texts with the same letters are near each other. */
final class LetterEmbeddingModel implements EmbeddingModel {

  static final int DIMENSIONS = 26;

  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    List<Embedding> embeddings = new ArrayList<>();
    for (String text : request.getInstructions()) {
      embeddings.add(new Embedding(count(text), embeddings.size()));
    }
    return new EmbeddingResponse(embeddings);
  }

  @Override
  public float[] embed(Document document) {
    return count(document.getText());
  }

  private static float[] count(String text) {
    float[] counts = new float[DIMENSIONS];
    text.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> counts[c - 'a']++);
    return counts;
  }
}
