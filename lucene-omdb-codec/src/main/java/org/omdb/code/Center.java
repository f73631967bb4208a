// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * What is subtracted from the vectors of a segment before they are coded: their mean, but for
 * vectors that are very far from the others, which count as if they were less far. So one wild
 * vector, however long, moves it as little as any other (a step of Huber's estimate of a location,
 * from the median of a sample on).
 */
public final class Center {

  /** Vectors that the start is the median of, per component. */
  private static final int SAMPLE = 64;

  /** A vector that is as many times as far from the start as the median of the sample is cut. */
  private static final double REACH = 4;

  private Center() {}

  /**
   * Computes it.
   *
   * @param similarity how vectors are compared
   * @param vectors one or more
   * @return of their dimension
   * @throws IOException if vectors can't be read
   */
  public static float[] of(VectorSimilarityFunction similarity, FloatVectorValues vectors)
      throws IOException {
    int count = vectors.size();
    int dimension = vectors.dimension();
    float[][] sample = new float[Math.min(SAMPLE, count)][dimension];
    for (int i = 0; i < sample.length; i++) {
      int ordinal = (int) ((long) i * count / sample.length);
      difference(similarity, vectors.vectorValue(ordinal), new float[dimension], sample[i]);
    }
    float[] start = medians(sample);
    double reach = REACH * medianDistance(sample, start);
    double[] sums = new double[dimension];
    float[] difference = new float[dimension];
    for (int i = 0; i < count; i++) {
      difference(similarity, vectors.vectorValue(i), start, difference);
      double length = Math.sqrt(VectorCoder.dot(difference, difference));
      if (Double.isInfinite(length)) {
        continue; // there are no codes of such vectors
      }
      float weight = length > reach ? (float) (reach / length) : 1;
      for (int j = 0; j < dimension; j++) {
        sums[j] += difference[j] * weight;
      }
    }
    float[] center = new float[dimension];
    for (int j = 0; j < dimension; j++) {
      center[j] = (float) (start[j] + sums[j] / count);
    }
    return center;
  }

  private static void difference(
      VectorSimilarityFunction similarity, float[] vector, float[] from, float[] into) {
    float factor = VectorCoder.factor(similarity, vector);
    for (int j = 0; j < into.length; j++) {
      into[j] = vector[j] * factor - from[j];
    }
  }

  private static float[] medians(float[][] sample) {
    float[] medians = new float[sample[0].length];
    float[] components = new float[sample.length];
    for (int j = 0; j < medians.length; j++) {
      for (int i = 0; i < sample.length; i++) {
        components[i] = sample[i][j];
      }
      Arrays.sort(components);
      medians[j] = components[sample.length / 2];
    }
    return medians;
  }

  private static double medianDistance(float[][] sample, float[] from) {
    double[] distances = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      double squares = 0;
      for (int j = 0; j < from.length; j++) {
        double difference = (double) sample[i][j] - from[j];
        squares += difference * difference;
      }
      distances[i] = Math.sqrt(squares);
    }
    Arrays.sort(distances);
    return distances[sample.length / 2];
  }
}
