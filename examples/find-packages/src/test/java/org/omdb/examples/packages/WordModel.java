// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A fast model, for which each word is a direction, and which counts what it embeds. */
final class WordModel implements EmbeddingModel {

  private static final int DIMENSION = 16;

  final AtomicInteger embedded = new AtomicInteger();

  /** If it is set, this model fails with it. */
  volatile String failure;

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    embedded.addAndGet(segments.size());
    return Response.from(segments.stream().map(segment -> embedding(segment.text())).toList());
  }

  private static Embedding embedding(String text) {
    float[] sum = new float[DIMENSION];
    sum[0] = 0.01f; // also without a word it has a direction
    for (String word : text.split("\\W+")) {
      SplittableRandom direction = new SplittableRandom(word.hashCode());
      for (int i = 0; i < DIMENSION; i++) {
        sum[i] += (float) direction.nextDouble(-1, 1);
      }
    }
    return Embedding.from(sum);
  }
}
