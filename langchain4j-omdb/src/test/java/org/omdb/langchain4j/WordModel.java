// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A model that knows that some words mean the same, and else takes each word for a direction. */
final class WordModel implements EmbeddingModel {

  private static final int DIMENSION = 32;
  private static final Map<String, String> SYNONYMS =
      Map.of("pictures", "photos", "images", "photos", "shrink", "compress");

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(segments.stream().map(segment -> embedding(segment.text())).toList());
  }

  private static Embedding embedding(String text) {
    float[] sum = new float[DIMENSION];
    for (String word : text.split(" ")) {
      SplittableRandom direction =
          new SplittableRandom(SYNONYMS.getOrDefault(word, word).hashCode());
      for (int i = 0; i < DIMENSION; i++) {
        sum[i] += (float) direction.nextDouble(-1, 1);
      }
    }
    return Embedding.from(sum);
  }
}
