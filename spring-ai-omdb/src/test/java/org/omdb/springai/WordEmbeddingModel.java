// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * Texts with the same words are near each other: each word has a direction of its own, and a text
 * is the sum of its words. Needs no network, and is the same on each run.
 */
final class WordEmbeddingModel implements EmbeddingModel {

  static final int DIMENSIONS = 32;

  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    List<Embedding> embeddings = new ArrayList<>();
    for (String text : request.getInstructions()) {
      embeddings.add(new Embedding(vector(text), embeddings.size()));
    }
    return new EmbeddingResponse(embeddings);
  }

  @Override
  public float[] embed(Document document) {
    return vector(document.getText());
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  static float[] vector(String text) {
    float[] sum = new float[DIMENSIONS];
    for (String word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
      Random random = new Random(word.hashCode());
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += (float) random.nextGaussian();
      }
    }
    return sum;
  }
}
